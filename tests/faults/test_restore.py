"""T31: backup, mistake, restore. Every row of every table and every file is as it was, and nothing is half done."""

import hashlib
import re
import secrets
import threading
import time
from contextlib import contextmanager

import pytest

from accounts import keys
from config import localdb
from tests.attack.figures import note
from tests.faults.house import Writer

pytestmark = pytest.mark.slow
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
RIGHTS = """
SELECT relname, relrowsecurity, relforcerowsecurity, relacl::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace ORDER BY relname
"""
TOLD = {"audit_entry": "WHERE action <> 'backup.restored'"}  # the line a restore writes about itself
SESSIONS = "accounts_session"  # whoever had signed out must not be signed in again


def everything(house):
    """A hash of every row of every table, all rights, and every file; sessions end with a restore."""
    with localdb.connect(house.var, localdb.DATABASE) as admin:
        names = [name for (name,) in admin.execute(TABLES) if name != SESSIONS]
        tables = {
            name: admin.execute(
                f'SELECT md5(t::text) FROM public."{name}" t {TOLD.get(name, "")} ORDER BY 1'
            ).fetchall()
            for name in names
        }
        tables["rights"] = admin.execute(RIGHTS).fetchall()
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder(house).iterdir()}
    return tables, files


def folder(house):
    path = house.var / "files"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def databases(house):
    with localdb.connect(house.var) as admin:
        return {name for (name,) in admin.execute("SELECT datname FROM pg_database")}


@pytest.fixture
def kept(house, tmp_path):
    """A backup of a house with entries and files; the path and what it holds."""
    Writer(house).write_all(["Vor der Sicherung", "Mit Ümläut 👩‍👩‍👧"])
    for size in (1, 300_000, 3_000_000):
        (folder(house) / secrets.token_hex(16)).write_bytes(secrets.token_bytes(size))
    before = everything(house)
    done = house.manage("backup", tmp_path)
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.glob("*.backup")
    assert everything(house) == before
    return path, before


def refused(house, words, *arguments, **environment):
    """One sentence, and no database more."""
    names = databases(house)
    done = house.manage("restore", *arguments, **environment)
    said = (done.stdout + done.stderr).strip()
    assert done.returncode == 1, said
    assert re.search(words, said), said
    assert len(said.splitlines()) == 1, said
    assert databases(house) == names


@contextmanager
def migration(house, name, statement):
    """The code of this house is one migration ahead."""
    folder = house.root / "accounts" / "migrations"
    last = max(path.stem for path in folder.glob("0*.py"))
    later = folder / f"{name}.py"
    later.write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        f'    dependencies = [("accounts", "{last}")]\n    operations = [migrations.RunSQL("{statement}")]\n'
    )
    try:
        yield
    finally:
        later.unlink()


def mistake(house):
    """Rows deleted, texts changed, a file lost, another overwritten; somebody goes on working."""
    house.rows("TRUNCATE engagements_logentry CASCADE")
    house.rows("UPDATE accounts_user SET name = 'Verschrieben'")
    house.rows("DELETE FROM audit_entry")
    first, second, *_rest = sorted(folder(house).iterdir())
    first.unlink()
    second.write_bytes(b"etwas anderes")


def test_backup_mistake_restore_every_row_and_every_file(house, kept):
    path, before = kept
    mistake(house)
    assert everything(house) != before

    done = house.manage("restore", path, "--replace")
    assert done.returncode == 0, done.stdout + done.stderr
    after = everything(house)
    note("T31", "Zeilen, einzeln verglichen", sum(map(len, before[0].values())))

    assert [name for name in before[0] if after[0].get(name) != before[0][name]] == []
    assert after == before
    assert house.rows(f"SELECT count(*) FROM {SESSIONS}") == [(0,)]
    told = house.rows("SELECT summary FROM audit_entry WHERE action = 'backup.restored' ORDER BY id DESC LIMIT 1")
    assert told[0][0].startswith("Sicherung vom 20")
    house.wait()  # it was never switched off
    Writer(house).write("Nach dem Einspielen")
    assert "Vor der Sicherung" in [title for (title,) in house.rows("SELECT title FROM engagements_logentry")]
    web = "SELECT has_table_privilege('ortsgespraech_web', 'audit_entry', %s)"
    assert [house.rows(web, deed)[0][0] for deed in ("INSERT", "DELETE")] == [True, False]

    assert house.manage("restore", "--drop-old").returncode == 0
    assert not [name for name in databases(house) if "_vor_" in name]


def test_one_changed_row_is_noticed(house, kept):
    """The control of the comparison above."""
    _path, before = kept
    house.rows("UPDATE engagements_logentry SET text = text || '.' WHERE title = 'Vor der Sicherung'")

    assert everything(house) != before


def test_the_backup_tells_nothing_without_the_key(house, kept):
    path, _before = kept
    content = path.read_bytes()

    assert path.stat().st_mode & 0o777 == 0o600
    assert not [word for word in (b"Vor der Sicherung", b"manifest", b"PGDMP", b"logentry") if word in content]
    assert [part for part in path.parent.iterdir() if part != path] == []


def test_a_drill_restores_and_compares_and_touches_nothing(house, kept):
    path, before = kept
    names = databases(house)
    done = house.manage("restore", path, "--drill")

    assert done.returncode == 0, done.stderr
    assert "alles gleich" in done.stdout
    assert (everything(house), databases(house)) == (before, names)


def test_a_broken_or_foreign_backup_is_one_sentence_and_nothing_happens(house, kept, tmp_path):
    path, before = kept
    content = path.read_bytes()
    broken = tmp_path / "kaputt"
    for changed in (content[:-1000], content[:-5] + bytes([content[-5] ^ 1]) + content[-4:]):
        broken.write_bytes(changed)
        refused(house, "beschädigt oder abgeschnitten", broken, "--replace")
    broken.write_bytes(b"PK\x03\x04 irgendetwas")
    refused(house, "keine Sicherung von Ortsgespräch", broken, "--replace")
    refused(house, "gibt es nicht", tmp_path / "nirgends", "--replace")
    refused(house, "stehen schon Tabellen.*--replace", path, "--into-empty")
    foreign = "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg="
    refused(house, "anderen Hauptschlüssel", path, "--replace", MASTER_KEYS=foreign)

    assert everything(house) == before


def test_of_an_older_version_is_brought_up_to_date_and_of_a_newer_one_refused(house, kept):
    _path, before = kept
    with migration(house, "9999_later", "CREATE TABLE later (word text)"):
        done = house.manage("restore", kept[0], "--replace")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "auf den heutigen Stand" in done.stdout
        assert house.rows("SELECT to_regclass('later') IS NOT NULL") == [(True,)]
        assert house.manage("backup", kept[0].parent / "neu").returncode == 0
    (of_newer,) = (kept[0].parent / "neu").glob("*.backup")
    refused(house, "neueren Version von Ortsgespräch .accounts.9999_later", of_newer, "--replace")

    assert house.manage("restore", kept[0], "--replace").returncode == 0
    assert everything(house) == before


def test_a_restore_that_fails_in_the_middle_changes_nothing(house, kept):
    """The control for „nothing half done“: a migration that breaks after all rows are in."""
    path, before = kept
    names = databases(house)
    with migration(house, "9999_broken", "SELECT nonsense"):
        done = house.manage("restore", path, "--replace")

    assert done.returncode == 1
    assert "nonsense" in done.stderr
    assert (everything(house), databases(house)) == (before, names)


def digest(house, label, key):
    """What the deletion ledger of this house keeps of a row."""
    from retention.transitions import PURPOSE

    return keys.digests(PURPOSE, f"{label}:{key}")[0]


def delete_for_good(house, key):
    """A row goes, and the ledger keeps that it went."""
    house.rows("DELETE FROM engagements_logentry WHERE id = %s", key)
    house.rows(
        'INSERT INTO retention_ledgerentry (label, digest, "group", ended_on, deleted_at, plan)'
        " VALUES ('engagements.logentry', %s, 'x', now(), now(), gen_random_uuid())",
        digest(house, "engagements.logentry", key),
    )


def delete_while_at_work(house, key, done):
    """Waits until the restore builds its database beside ours; by then it has read the ledger."""
    while f"{localdb.DATABASE}_neu" not in databases(house):
        time.sleep(0.01)
    delete_for_good(house, key)
    done.append(f"{localdb.DATABASE}_neu" in databases(house))


@pytest.mark.parametrize("when", ["before", "during", "forgotten"])
def test_what_was_deleted_for_good_does_not_come_back(house, kept, settings, when):
    settings.MASTER_KEYS = [(house.var / "master-key").read_text()]
    ((key,),) = house.rows("SELECT id FROM engagements_logentry WHERE title = 'Vor der Sicherung' LIMIT 1")
    in_time = []
    somebody = threading.Thread(target=delete_while_at_work, args=(house, key, in_time), daemon=True)
    if when == "during":
        somebody.start()
    elif when == "before":
        delete_for_good(house, key)
    else:  # planted: the ledger does not know
        house.rows("DELETE FROM engagements_logentry WHERE id = %s", key)
    done = house.manage("restore", kept[0], "--replace")

    assert done.returncode == 0, done.stdout + done.stderr
    assert in_time == [True] * (when == "during")
    assert house.rows("SELECT count(*) FROM engagements_logentry WHERE id = %s", key) == [(int(when == "forgotten"),)]
    if when != "forgotten":
        assert "1 Zeilen wieder gelöscht" in done.stdout
        assert house.rows("SELECT count(*) FROM retention_ledgerentry") == [(1,)]
        house.rows("DELETE FROM retention_ledgerentry")
    assert house.manage("restore", "--drop-old").returncode == 0


def test_on_a_new_machine_the_ledger_comes_from_its_own_file(house, kept, settings):
    settings.MASTER_KEYS = [(house.var / "master-key").read_text()]
    path, ledger, new = kept[0], kept[0].parent / "loeschbuch", {"DATABASE_NAME": "neuer_rechner"}
    ((key,),) = house.rows("SELECT id FROM engagements_logentry WHERE title = 'Vor der Sicherung' LIMIT 1")
    delete_for_good(house, key)
    assert house.manage("ledger_export", ledger).returncode == 0
    house.rows("DELETE FROM retention_ledgerentry")
    without = house.manage("restore", path, "--into-empty", **new)
    done = house.manage("restore", path, "--into-empty", "--ledger", ledger, **new)
    with localdb.connect(house.var, "neuer_rechner") as admin:
        found = admin.execute("SELECT count(*) FROM engagements_logentry WHERE id = %s", [key]).fetchone()
    localdb.drop(house.var, "neuer_rechner")

    assert (without.returncode, "--without-ledger" in without.stderr) == (1, True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert found == (0,)
    assert not [name for name in databases(house) if name.startswith("neuer_rechner")]
