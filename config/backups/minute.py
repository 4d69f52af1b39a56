"""Back to a minute: a base backup and the log up to it, played into a server of its own beside the living one."""

import datetime as dt
import fcntl
import gzip
import os
import re
import secrets
import shutil
import subprocess
import tarfile
import time
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings as django

from .. import archiving, local, localdb
from ..database import connect
from . import Refused, archive, tools
from .sealed import DAMAGED, Reader, Writer

STAMP = "basis-%Y%m%dT%H%M%SZ.base"
MANY = 1024 * 1024
HOUR = 3600
OFF = (
    "Das fortlaufende Archiv ist nicht eingeschaltet: bitte ARCHIVE_DIR in .env setzen und bin/start (oder die "
    "Datenbank) neu starten. Es geht nur mit der eigenen Datenbank unter var/ (docs/betrieb.md)."
)
NO_BASE = "In {folder} liegt keine Grundsicherung vor {until}. {oldest}Neue macht „bin/manage backup --base“."
NOT_A_TIME = '„{given}“ ist kein Zeitpunkt; erwartet wird zum Beispiel --until "2026-11-22 10:15".'
NOT_YET = "Dieser Zeitpunkt liegt noch vor uns."
TOO_LATE = "Das Archiv reicht nur bis {reached}; bitte einen früheren Zeitpunkt nennen."
FAILED = "Das Zurückholen ist gescheitert: {reason}"
BUSY = "Es wird gerade schon ein Stand zurückgeholt."


def root():
    if not (local.is_embedded() and os.environ.get("ARCHIVE_DIR")):
        raise Refused(OFF)
    return Path(os.environ["ARCHIVE_DIR"]).resolve()


def local_time(moment):
    return f"{moment.astimezone(ZoneInfo(django.TIME_ZONE)):%d.%m.%Y, %H:%M:%S} Uhr"


# --- The base backup -----------------------------------------------------------------------


def base():
    """A copy of the whole server as it runs, encrypted on its way; what lies in the archive now stays for longer."""
    root()
    with localdb.connect(local.VAR) as admin:
        if admin.execute("SHOW archive_mode").fetchone()[0] != "on":
            raise Refused(OFF)
    folder = archiving.folder(localdb.data_directory(local.VAR))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    archive.add_files(folder)
    keep_files(folder)
    half = folder / f"{secrets.token_hex(4)}.part"  # of its own: what a killed one has left stands in nobody's way
    try:
        with open(half, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            envelope = Writer(file)
            with gzip.GzipFile(fileobj=envelope, mode="wb", compresslevel=1, mtime=0) as packed, copying() as process:
                shutil.copyfileobj(process.stdout, packed, MANY)
            envelope.close()
            file.flush()
            os.fsync(file.fileno())
        # Named by the first full second at which it was whole.
        path = folder / f"{dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1):{STAMP}}"
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)
    return path


def copying():
    """pg_basebackup, speaking into a pipe."""
    here = {"HOST": str(localdb.socket_directory(local.VAR)), "PORT": localdb.PORT, "USER": "postgres"}
    settings = here | {"NAME": "", "PASSWORD": "", "OPTIONS": {}}
    options = ("--pgdata=-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast")
    return tools.running("pg_basebackup", *options, settings=settings, stdout=subprocess.PIPE)


def keep_files(folder):
    """Whoever deletes by age keeps what is still in use: its age begins anew. One still written is left alone."""
    store = Path(django.STORAGES["default"]["OPTIONS"].get("location", os.devnull))
    for kept in (folder / archive.FILES).glob("*"):
        if (store / kept.name).exists() and time.time() - kept.stat().st_mtime > HOUR:
            os.utime(kept)


def bases():
    """(moment, path) of every base backup, of whichever server."""
    found = root().glob("*/basis-*.base")
    return sorted((dt.datetime.strptime(path.name, STAMP).replace(tzinfo=dt.UTC), path) for path in found)


# --- The way back --------------------------------------------------------------------------


def moment(given):
    """What somebody typed, in the time of the house."""
    for shape in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            until = dt.datetime.strptime(given.strip(), shape).replace(tzinfo=ZoneInfo(django.TIME_ZONE))
        except ValueError:
            continue
        if until > dt.datetime.now(dt.UTC):
            raise Refused(NOT_YET)
        return until
    raise Refused(NOT_A_TIME.format(given=given))


def newest_before(until):
    """The base backup to begin with."""
    known = bases()
    if before := [path for begin, path in known if begin <= until]:
        return before[-1]
    oldest = f"Die älteste ist vom {local_time(known[0][0])}. " if known else ""
    raise Refused(NO_BASE.format(folder=root(), until=local_time(until), oldest=oldest))


@contextmanager
def as_of(until, settings):
    """A server beside ours that stands where ours stood then; gone again afterwards. Yields settings and files."""
    path = newest_before(until)
    hand_over(path.parent)
    room = local.VAR / "until"
    with only_one():
        clear(room)
        try:
            unpack(path, localdb.data_directory(room))
            play(room, path.parent, until)
            there = settings | {"HOST": str(localdb.socket_directory(room))}
            yield there, Kept(path.parent / archive.FILES, there)
        finally:
            clear(room)


@contextmanager
def only_one():
    with open(local.VAR / "until.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(BUSY) from None
        yield


def clear(room):
    """Also what a killed restore has left."""
    if localdb.has_process(room):
        localdb.stop(room)
    socket = localdb.socket_directory(room)
    shutil.rmtree(room, ignore_errors=True)
    shutil.rmtree(socket, ignore_errors=True)


def hand_over(folder):
    """The living server archives what it has so far, with one moment later than any that can be asked for."""
    if not localdb.is_alive(local.VAR) or folder != archiving.folder(localdb.data_directory(local.VAR)):
        return
    with localdb.connect(local.VAR) as admin:
        if admin.execute("SHOW archive_mode").fetchone()[0] != "on":
            return
        admin.execute("SELECT pg_current_xact_id()")
        last = admin.execute("SELECT pg_walfile_name(pg_switch_wal() - 1)").fetchone()[0]
    for _attempt in range(300):
        if (folder / archive.LOG / last).exists():
            return
        time.sleep(0.1)


def unpack(path, data):
    """The base backup, opened to its last piece."""
    data.mkdir(mode=0o700, parents=True)
    try:
        with open(path, "rb") as file:
            envelope = Reader(file)
            with gzip.GzipFile(fileobj=envelope) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
                tar.extractall(data, numeric_owner=True, filter="tar")
            while envelope.read(MANY):
                pass
    except (tarfile.TarError, gzip.BadGzipFile, EOFError):
        raise Refused(DAMAGED) from None
    for stale in data.glob(".s.PGSQL.*"):  # our socket lies beside the rows; this one is of the server copied
        stale.unlink()


def play(room, folder, until):
    """The log up to the minute; the server opens when it has got there, or says why it cannot."""
    data = localdb.data_directory(room)
    (data / "recovery.signal").touch()
    options = {
        "archive_mode": "off",
        "fsync": "off",
        "hot_standby": "off",
        "restore_command": archiving.command("fetch", folder, "%f", "%p"),
        "recovery_target_time": f"{until.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}+00",
        "recovery_target_action": "promote",
    }
    localdb.launch(room, options)
    while not localdb.is_alive(room):
        if not localdb.has_process(room):
            raise Refused(reason(room))
        time.sleep(0.2)


def reason(room):
    """Why the server did not get to the minute."""
    if (refused := localdb.data_directory(room) / "refused").exists():
        return refused.read_text()
    said = localdb.log_file(room).read_text(errors="replace")
    if "before configured recovery target was reached" not in said:
        fatal = re.findall(r"FATAL:  (.*)", said)
        return FAILED.format(reason=fatal[-1] if fatal else localdb.last_words(room))
    reached = re.findall(r"last completed transaction was at log time (\S+ [\d:]+)\S*", said)
    if not reached:
        return TOO_LATE.format(reached="zu seiner Grundsicherung")
    return TOO_LATE.format(reached=local_time(dt.datetime.fromisoformat(reached[-1]).replace(tzinfo=dt.UTC)))


class Kept:
    """The files the rows of that minute name, out of the archive; what `writing.backup` asks of a storage."""

    def __init__(self, folder, settings):
        self.folder = folder
        try:
            with connect(settings) as owner:
                named = owner.execute("SELECT content FROM public.rooms_file").fetchall()
        except psycopg.errors.UndefinedTable:
            named = []
        self.names = [name for (name,) in named if (folder / name).exists()]
        self.missing = len(named) - len(self.names)

    def listdir(self, _path):
        return [], self.names

    def open(self, name):
        return BytesIO(archive.get(self.folder, name))
