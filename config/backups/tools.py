"""PostgreSQL's own pg_dump and pg_restore; rows pass through pipes and never lie open on a disk."""

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager

from psycopg.conninfo import make_conninfo

from .. import local, localdb
from . import Refused


def tool(name):
    """Of our own server, or of the path for a server of somebody else."""
    found = localdb.binaries() / name if local.is_embedded() else shutil.which(name)
    if not found or not os.access(found, os.X_OK):
        raise Refused(f"{name} fehlt; unter Debian bringt es „apt install postgresql-client“ mit.")
    return str(found)


def address(settings):
    """Where to, without the password: what stands on a command line everybody on the machine can read."""
    names = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}
    given = {name: settings[key] for key, name in names.items() if settings[key]}
    return make_conninfo(**given, **settings["OPTIONS"])


@contextmanager
def running(name, *options, settings, **pipe):
    """One of the tools at work; if it fails, its last sentence is ours."""
    command = [tool(name), *options, "--no-password", f"--dbname={address(settings)}"]
    surroundings = os.environ | {"PGPASSWORD": settings["PASSWORD"], "LC_ALL": "C", "PGOPTIONS": ""}
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, env=surroundings, stderr=complaints, **pipe)
        try:
            yield process
            for end in (process.stdin, process.stdout):
                if end:
                    end.close()
        except BrokenPipeError:
            pass  # it has gone; why, it says itself
        except BaseException:
            process.kill()
            raise
        finally:
            code = process.wait()
        if code:
            complaints.seek(0)
            raise Refused(f"{name} ist gescheitert: {reason(complaints.read().decode(errors='replace'))}")


def reason(said):
    """The sentence that tells most; never a row, which stands in lines of its own."""
    if re.search(r"server version mismatch|unsupported version", said):
        return "Es ist älter als der Server oder die Sicherung; bitte ein neueres postgresql-client einrichten."
    errors = re.findall(r"(?:error|ERROR|FATAL): +(.*)", said)
    return errors[0].strip() if errors else "ohne Angabe von Gründen"
