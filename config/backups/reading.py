"""A backup, looked at from end to end before anything is done with it."""

import hashlib
import json
import tarfile
from contextlib import contextmanager

from ..database import web_role
from . import Refused, facts
from .sealed import DAMAGED, Reader

NEWER = (
    "Die Sicherung stammt von einer neueren Version von Ortsgespräch ({name}); bitte zuerst diese Version einrichten."
)
ROLES = (
    "Die Sicherung gehört den Rollen {theirs}, hier heißen sie {ours}; "
    "bitte eine Datenbank mit diesen Rollen einrichten (.env.example)."
)


@contextmanager
def opened(path):
    """The entries of the tar inside, one after the other; whoever reads them all has checked them all."""
    try:
        with open(path, "rb") as file:
            envelope = Reader(file)
            with tarfile.open(fileobj=envelope, mode="r|") as tar:
                yield tar
            while envelope.read(1024 * 1024):
                pass
    except tarfile.TarError:
        raise Refused(DAMAGED) from None
    except FileNotFoundError:
        raise Refused(f"Die Sicherung {path} gibt es nicht.") from None
    except OSError as error:
        raise Refused(f"Die Sicherung {path} lässt sich nicht lesen: {error.strerror}.") from None


def examine(path):
    """The list inside, after every piece, every file and every part of the rows was held against it."""
    files, dump, parts, manifest = {}, hashlib.sha256(), 0, None
    with opened(path) as tar:
        for entry in tar:
            data = tar.extractfile(entry).read()
            kind, _slash, name = entry.name.partition("/")
            if kind == "files":
                files[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            elif kind == "database":
                dump.update(data)
                parts += 1
            else:
                manifest = json.loads(data)
    if manifest is None or files != manifest["files"]:
        raise Refused(DAMAGED)
    if manifest["dump"] != {"parts": parts, "sha256": dump.hexdigest()}:
        raise Refused(DAMAGED)
    return manifest


def refuse_unfit(manifest, owner):
    """What this version, on this server, cannot take."""
    known, ours = facts.known_migrations(), facts.our_apps()
    for name in manifest["migrations"]:
        if name.partition(".")[0] in ours and name not in known:
            raise Refused(NEWER.format(name=name))
    here = {"owner": owner, "web": web_role()}
    if manifest["roles"] != here:
        said = [" und ".join(roles[key] for key in ("owner", "web")) for roles in (manifest["roles"], here)]
        raise Refused(ROLES.format(theirs=said[0], ours=said[1]))


def is_older(manifest):
    """Whether tables have to be brought up to date after the restore."""
    return not facts.known_migrations() <= set(manifest["migrations"])


def parts(path):
    """The rows, as pg_restore wants them."""
    with opened(path) as tar:
        for entry in tar:
            if entry.name.startswith("database/"):
                yield tar.extractfile(entry).read()


def files(path):
    """Name and content of each file."""
    with opened(path) as tar:
        for entry in tar:
            if entry.name.startswith("files/"):
                yield entry.name.removeprefix("files/"), tar.extractfile(entry).read()
