"""T31, to the minute: base backup, writes, mistake; then every row and every file as they were just before."""

import datetime as dt
import re
import time
from zoneinfo import ZoneInfo

import pytest

from tests.attack.figures import note
from tests.faults.house import Writer
from tests.faults.test_restore import digest, everything, folder, refused

pytestmark = pytest.mark.slow


def now():
    """The last full second, in the time of the house."""
    return f"{dt.datetime.now(ZoneInfo('Europe/Berlin')):%Y-%m-%d %H:%M:%S}"


def later():
    time.sleep(1.2)


@pytest.fixture(scope="module")
def archive(house, tmp_path_factory):
    """The house with the continuous archive switched on, in a folder with blank, quote and umlaut."""
    place = tmp_path_factory.mktemp("archiv") / "Zweiter Ort, dort's"
    house.stop()
    (house.root / ".env").write_text(f'ARCHIVE_DIR="{place}"\n')
    house.start()
    yield place
    house.stop()
    (house.root / ".env").unlink()
    house.start()


@pytest.fixture(scope="module")
def minute(house, archive):
    """A base backup, more writes and a file after it; the minute, and what was there then."""
    done = house.manage("backup", "--base")
    assert done.returncode == 0, done.stderr
    later()
    writer = Writer(house)
    writer.write_all(["Vor dem Fehler", "Mit Ümläut 👩‍👩‍👧"])
    status = writer.upload(writer.path, writer.entry("Mit Datei"), "protokoll.txt", b"Vertraulich " * 30_000)[0]
    assert status == 302
    house.rows("SELECT pg_switch_wal()")  # as a minute later by itself; the files go before it
    while not list(archive.glob("*/files/*")):
        later()
    before = everything(house)
    later()
    until = now()
    later()
    return until, before


def mistake(house):
    """An hour of work, and then the wrong key."""
    Writer(house).write_all([f"Danach {number}" for number in range(20)])
    house.rows("DELETE FROM audit_entry")
    house.rows("TRUNCATE engagements_logentry, rooms_file CASCADE")
    for path in folder(house).iterdir():
        path.unlink()


def test_restored_to_the_minute_every_row_is_as_it_was(house, minute):
    until, (rows, files) = minute
    mistake(house)
    assert everything(house)[0] != rows
    begin = time.monotonic()
    done = house.manage("restore", "--until", until, "--replace")

    assert done.returncode == 0, done.stdout + done.stderr
    note("T31", "Zurück auf die Minute, Sekunden", round(time.monotonic() - begin, 1))
    after = everything(house)
    assert [name for name in rows if after[0].get(name) != rows[name]] == []
    named = {name for (name,) in house.rows("SELECT content FROM rooms_file")}
    assert named
    assert {name: after[1].get(name) for name in named} == {name: files[name] for name in named}
    assert not (house.var / "until").exists()
    told = house.rows("SELECT summary FROM audit_entry WHERE action = 'backup.restored' ORDER BY id DESC LIMIT 1")
    assert until[-8:] in told[0][0]
    Writer(house).write("Nach dem Einspielen")


def test_a_moment_later_the_change_is_in_and_what_was_deleted_for_good_is_not(house, minute, settings):
    """The control of the comparison, and the ledger: it goes on while the rows go back."""
    _until, (rows, _files) = minute
    settings.MASTER_KEYS = [(house.var / "master-key").read_text()]
    ((key,),) = house.rows("SELECT id FROM engagements_logentry WHERE title = 'Vor dem Fehler'")
    house.rows("UPDATE engagements_logentry SET text = text || '.' WHERE title = 'Mit Datei'")
    later()
    until = now()
    later()
    house.rows("DELETE FROM engagements_logentry WHERE id = %s", key)
    house.rows(
        'INSERT INTO retention_ledgerentry (label, digest, "group", ended_on, deleted_at, plan)'
        " VALUES ('engagements.logentry', %s, 'x', now(), now(), gen_random_uuid())",
        digest(house, "engagements.logentry", key),
    )
    done = house.manage("restore", "--until", until, "--replace")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 Zeilen wieder gelöscht" in done.stdout
    assert everything(house)[0]["engagements_logentry"] != rows["engagements_logentry"]
    assert house.rows("SELECT count(*) FROM engagements_logentry WHERE id = %s", key) == [(0,)]
    house.rows("DELETE FROM retention_ledgerentry")
    assert house.manage("restore", "--drop-old").returncode == 0


def test_what_cannot_be_brought_back_is_one_sentence_and_nothing_happens(house, archive, minute):
    until, before = minute[0], everything(house)
    refused(house, "ist kein Zeitpunkt", "--until", "gestern", "--replace")
    refused(house, "liegt noch vor uns", "--until", "2099-01-01 10:00", "--replace")
    refused(house, "keine Grundsicherung vor 01.01.2020", "--until", "2020-01-01 10:00", "--replace")
    foreign = "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg="
    refused(house, "anderen Hauptschlüssel", "--until", until, "--replace", MASTER_KEYS=foreign)

    (log,), (base,) = archive.glob("*/wal"), archive.glob("*/basis-*.base")
    for path in (base, *log.iterdir()):
        assert not re.search(rb"Vor dem Fehler|engagements_logentry", path.read_bytes())
    whole = base.read_bytes()
    base.write_bytes(whole[:-1000])
    refused(house, "beschädigt", "--until", until, "--replace")
    base.write_bytes(whole)
    for path in log.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    refused(house, "beschädigt", "--until", until, "--replace")
    for path in log.iterdir():
        path.unlink()
    refused(house, "reicht nur bis", "--until", until, "--replace")

    assert everything(house) == before
    assert not (house.var / "until").exists()
