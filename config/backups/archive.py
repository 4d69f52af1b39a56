"""The continuous archive: each piece of the write-ahead log, and each file, encrypted as soon as it is there.

PostgreSQL calls this as a program of its own, without Django's applications: `store` while it runs, `fetch` when it
is brought back to a minute of the past.
"""

import io
import os
import secrets
import sys
import time
import zlib
from pathlib import Path

import environ
from django.conf import settings

from ..archiving import ROOT
from ..file_store import file_store
from ..kept import kept_master_key
from . import Refused
from .sealed import DAMAGED, Reader, Writer

LOG, FILES = "wal", "files"
MISSING, ABORT = 1, 200  # PostgreSQL takes 1 for the end of the archive, and stops at anything above 128
FRESH = 2  # seconds: a file so young when it was archived may not have been whole
VAR = ROOT / "var"


def put(folder, name, data):
    """Writes one piece; under its final name it is whole, on the disk, and opens under no other name."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Of its own: PostgreSQL and somebody who makes a base backup may put the same file at once.
    half, begun = folder / f"{name}.{secrets.token_hex(4)}.part", time.time()
    try:
        with open(half, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            envelope = Writer(file)
            envelope.write(name.encode() + b"\n" + zlib.compress(data, 1))
            envelope.close()
            file.flush()
            os.fsync(file.fileno())
        os.utime(half, (begun, begun))
        half.rename(folder / name)
    finally:
        half.unlink(missing_ok=True)
    entry = os.open(folder, os.O_RDONLY)
    os.fsync(entry)
    os.close(entry)


def get(folder, name):
    """One piece as it was, or a sentence why not."""
    with open(folder / name, "rb") as file:
        written, _newline, data = Reader(io.BytesIO(file.read())).read().partition(b"\n")
    if written != name.encode():
        raise Refused(DAMAGED)
    return zlib.decompress(data)


def add_files(folder):
    """Files first: a file is stored before its row is, so no row in the archive lacks its file."""
    options = file_store(VAR)["OPTIONS"]
    if "location" not in options or not os.path.isdir(options["location"]):
        return  # a bucket keeps its own versions
    for file in os.scandir(options["location"]):
        if not file.is_file():  # lost+found, where the folder is a disk of its own
            continue
        kept = folder / FILES / file.name
        if not kept.exists() or kept.stat().st_mtime < file.stat().st_mtime + FRESH:
            put(folder / FILES, file.name, Path(file.path).read_bytes())


def store(folder, path, name):
    """One piece of the log, as PostgreSQL hands it over; the same twice is once."""
    data = Path(path).read_bytes()
    if (folder / LOG / name).exists():
        if get(folder / LOG, name) != data:
            raise Refused(f"{name} liegt schon mit anderem Inhalt im Archiv.")
        return
    add_files(folder)
    put(folder / LOG, name, data)


def fetch(folder, name, path):
    """One piece back, for a server that is brought back to a minute."""
    Path(path).write_bytes(get(folder / LOG, name))


def main(deed, folder, first, second):
    """Exit codes as PostgreSQL understands them; why a piece does not open is left for whoever waits."""
    environ.Env.read_env(ROOT / ".env")
    env = environ.Env()
    keys, file = env.list("MASTER_KEYS", default=[]), env("MASTER_KEYS_FILE", default="")
    settings.configure(MASTER_KEYS=keys or ([] if file else [kept_master_key(VAR)]), MASTER_KEYS_FILE=file)
    try:
        {"store": store, "fetch": fetch}[deed](Path(folder), first, second)
    except FileNotFoundError:
        sys.exit(MISSING)
    except (Refused, OSError) as problem:
        print(problem, file=sys.stderr)
        if deed == "fetch":
            Path("refused").write_text(str(problem))
            sys.exit(ABORT)
        sys.exit(MISSING)


if __name__ == "__main__":
    main(*sys.argv[1:])
