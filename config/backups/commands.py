"""bin/manage backup, restore and ledger_export: what can be said to them, and what they say."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from .. import local
from ..database import connect
from . import Refused, facts, minute, restoring, writing
from .sealed import Reader, Writer


def main(name, arguments):
    """Runs one of the three; whatever is wrong is one sentence."""
    os.environ["DATABASE_ROLE"] = "owner"
    options = parser(name).parse_args(arguments)
    import django

    django.setup()
    try:
        {"backup": backup, "restore": restore, "ledger_export": ledger_export}[name](options)
    except Refused as refused:
        sys.exit(str(refused))
    except OSError as error:
        sys.exit(f"Das ging nicht: {error.strerror or error}" + (f" ({error.filename})" if error.filename else ""))


def parser(name):
    """The command line of each."""
    known = argparse.ArgumentParser(prog=f"bin/manage {name}")
    if name == "backup":
        known.description = "Sichert Datenbank und Dateien verschlüsselt in eine Datei, auch im laufenden Betrieb."
        known.add_argument("folder", nargs="?", default=str(local.VAR / "backups"), metavar="ORDNER")
        known.add_argument("--base", action="store_true", help="Grundsicherung für das Archiv (ARCHIVE_DIR)")
    elif name == "ledger_export":
        known.description = "Schreibt das Löschbuch verschlüsselt in eine Datei, neben die Sicherungen."
        known.add_argument("file", type=Path, metavar="DATEI")
    else:
        known.description = "Spielt eine Sicherung ein. Der jetzige Stand bleibt, bis der neue ganz und geprüft ist."
        known.add_argument("file", type=Path, nargs="?", metavar="DATEI")
        known.add_argument("--until", metavar="ZEITPUNKT", help='statt einer Datei: auf die Minute, "2026-11-22 10:15"')
        way = known.add_mutually_exclusive_group()
        way.add_argument("--replace", dest="mode", action="store_const", const="replace", help="statt der Datenbank")
        way.add_argument("--into-empty", dest="mode", action="store_const", const="into-empty", help="in eine leere")
        way.add_argument("--drill", dest="mode", action="store_const", const="drill", help="nur zur Probe, daneben")
        way.add_argument("--drop-old", dest="mode", action="store_const", const="drop", help="beiseitegelegte löschen")
        known.add_argument("--ledger", type=Path, help="Löschbuch aus „bin/manage ledger_export“")
        known.add_argument("--without-ledger", action="store_true", help="es gibt kein Löschbuch")
    return known


def backup(options):
    from django.core.files.storage import default_storage

    if options.base:
        print(f"Grundsicherung: {minute.base()}")
        return
    path, out, manifest, seconds = writing.backup(options.folder, local.backup_settings(), default_storage)
    print(f"Sicherung: {path}")
    print(f"{sized(out.size)} in {seconds:.1f} s; {contents(manifest)}.")
    print(f"SHA-256: {out.digest.hexdigest()}")
    print("Ohne den Hauptschlüssel (MASTER_KEYS) ist sie nicht zu öffnen; bewahren Sie ihn an einem anderen Ort auf.")


def restore(options):
    settings = local.owner_settings()
    if options.mode == "drop":
        return drop_old(settings)
    if (options.file is None) == (options.until is None):
        raise Refused("Bitte nennen Sie die Sicherung oder den Zeitpunkt: bin/manage restore DATEI --replace.")
    if options.mode is None:
        raise Refused("Bitte sagen Sie, wohin: --replace, --into-empty oder --drill.")
    if options.until is None:
        return put_back(options, settings, options.file)
    until = minute.moment(options.until)
    with tempfile.TemporaryDirectory() as folder:
        with minute.as_of(until, settings) as (there, files):
            path = writing.backup(folder, there, files)[0]
        told = f"Stand vom {minute.local_time(until)}"
        print(f"{told} aus dem Archiv geholt.")
        put_back(options, settings, path, told)
    if files.missing:
        print(f"{files.missing} Dateien von damals liegen nicht im Archiv; sie fehlen nur, wenn sie gelöscht sind.")
    return None


def put_back(options, settings, path, told=""):
    """One backup, whole and compared, and what there is to say about it."""
    from django.core.files.storage import default_storage

    ledger = read_ledger(options.ledger) if options.ledger else None
    done = restoring.restore(
        path,
        settings,
        default_storage,
        mode=options.mode,
        ledger=ledger,
        without_ledger=options.without_ledger,
        told=told,
    )
    manifest = done["manifest"]
    print(f"Sicherung vom {manifest['date']}: {contents(manifest)}; jede Zeile verglichen, alles gleich.")
    if options.mode == "drill":
        print("Das war die Probe; am Bestand hat sich nichts geändert.")
        return
    if done["modernised"]:
        print("Die Tabellen einer älteren Version wurden auf den heutigen Stand gebracht.")
    print(f"{done['files']} fehlende Dateien zurückgelegt. Alle melden sich neu an.")
    print(f"Löschbuch mit {done['entries']} Einträgen nachgefahren: {done['replayed']} Zeilen wieder gelöscht.")
    if done.get("old"):
        print(f"Der bisherige Stand liegt noch als Datenbank {done['old']}; löschen: bin/manage restore --drop-old")


def drop_old(settings):
    """Deletes what restores have put aside; it also holds what was to be forgotten."""
    if not local.is_embedded():
        raise Refused(restoring.ELSEWHERE)
    from .. import localdb

    names = restoring.old_ones(settings)
    for name in names:
        localdb.drop(local.VAR, name)
    print(f"{len(names)} beiseitegelegte Datenbanken gelöscht.")


def ledger_export(options):
    with connect(local.backup_settings()) as reader:
        entries = facts.ledger(reader)
    if entries is None:
        raise Refused("Diese Datenbank führt kein Löschbuch.")
    half = options.file.with_name(options.file.name + ".part")
    with open(half, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        envelope = Writer(file)
        envelope.write(json.dumps({"ledger": entries}, ensure_ascii=False).encode())
        envelope.close()
        file.flush()
        os.fsync(file.fileno())
    half.rename(options.file)
    print(f"Löschbuch mit {len(entries)} Einträgen: {options.file}")


def read_ledger(path):
    """The entries of an exported ledger."""
    try:
        with open(path, "rb") as file:
            return json.loads(Reader(file).read())["ledger"]
    except (ValueError, KeyError, TypeError):
        raise Refused(f"{path} ist kein Löschbuch.") from None


def contents(manifest):
    """How much is in a backup, in words."""
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return f"{len(manifest['tables'])} Tabellen mit {rows} Zeilen, {len(manifest['files'])} Dateien"


def sized(number):
    """A size for people."""
    return f"{number / 1024 / 1024:.1f} MB".replace(".", ",")
