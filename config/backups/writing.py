"""From a running house to one file."""

import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import tarfile
import time
from pathlib import Path

from .. import tables as states
from ..database import connect, web_role
from . import Refused, facts, tools
from .sealed import Writer

PART = 4 * 1024 * 1024
WALLED = (
    "Diese Rolle der Datenbank sieht nicht alle Zeilen; eine Sicherung hätte Lücken. "
    "Bitte DATABASE_BACKUP_URL oder DATABASE_OWNER_URL mit einer Rolle setzen, die BYPASSRLS hat."
)


class Digesting:
    """Passes on what is written and keeps its hash."""

    def __init__(self, file):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, data):
        self.digest.update(data)
        self.size += len(data)
        return self.file.write(data)


def backup(folder, settings, storage):
    """Writes the file and says what is in it; a file that bears its final name is whole."""
    begin, now = time.monotonic(), dt.datetime.now()
    folder = Path(folder).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"ortsgespraech-{now:%Y-%m-%d-%H%M%S}.backup"
    half = path.with_suffix(".part")
    try:
        with open(half, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            out = Digesting(file)
            manifest = write(out, settings, storage)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    except FileExistsError:
        raise Refused(
            "In dieser Sekunde hat schon jemand eine Sicherung begonnen; bitte noch einmal starten."
        ) from None
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return path, out, manifest, time.monotonic() - begin


def write(out, settings, storage):
    """Files, rows, files that came meanwhile, and last the list of it all."""
    envelope = Writer(out)
    with tarfile.open(fileobj=envelope, mode="w|", bufsize=tarfile.RECORDSIZE, format=tarfile.PAX_FORMAT) as tar:
        # A file is stored before its row is: what lay there before the rows were read, and what came until
        # they were, is every file a row can name.
        files = add_files(tar, storage, {})
        manifest = add_rows(tar, settings)
        add_files(tar, storage, files)
        manifest |= {"files": files, "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"}
        add(tar, "manifest.json", json.dumps(manifest, ensure_ascii=False).encode())
    envelope.close()
    return manifest


def add(tar, name, data):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(data), int(time.time()), 0o600
    tar.addfile(entry, io.BytesIO(data))


def stored(storage):
    """The names of all files; a folder nobody has used yet is an empty one."""
    try:
        return storage.listdir("")[1]
    except FileNotFoundError:
        return []


def add_files(tar, storage, known):
    """Every file of the store that is not in yet; one deleted this very moment is left out."""
    for name in stored(storage):
        if name in known:
            continue
        try:
            with storage.open(name) as file:
                data = file.read()
        except FileNotFoundError:
            continue
        add(tar, f"files/{name}", data)
        known[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return known


def add_rows(tar, settings):
    """The rows by pg_dump, and sums over the same rows: both look at one frozen moment."""
    with connect(settings) as reader:
        if not facts.sees_everything(reader):
            raise Refused(WALLED)
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        moment = reader.execute("SELECT pg_export_snapshot()").fetchone()[0]
        if reader.execute("SELECT to_regclass(%s)", [states.LIST]).fetchone()[0] is None:
            raise Refused("In dieser Datenbank ist nichts zu sichern: Sie hat noch keine Tabellen.")
        manifest = {
            "version": 1,
            "roles": {"owner": facts.owner(reader), "web": web_role()},
            "schema": states.state(reader),
            "migrations": facts.migrations(reader),
            "tables": facts.tables(reader),
        }
        manifest["dump"] = add_dump(tar, settings, moment)
        reader.execute("COMMIT")
    return manifest


def add_dump(tar, settings, moment):
    """What pg_dump says, in parts, because a tar wants to know sizes beforehand."""
    digest, number = hashlib.sha256(), 0
    options = ("--format=custom", "--compress=6", f"--snapshot={moment}", "--lock-wait-timeout=30s")
    with tools.running("pg_dump", *options, settings=settings, stdout=subprocess.PIPE) as process:
        while part := process.stdout.read(PART):
            digest.update(part)
            add(tar, f"database/{number:06}", part)
            number += 1
    return {"parts": number, "sha256": digest.hexdigest()}
