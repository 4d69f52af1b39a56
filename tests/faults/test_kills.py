"""T25, T26: kill -9 while people write. What was acknowledged is there once, and all comes back by itself."""

import time

import pytest

from tests.attack.figures import note, size
from tests.faults.house import Writer, done, kill, tally, writing

pytestmark = pytest.mark.slow
NUMBER = size(60, 4000)
VICTIMS = ("workers", "master", "postmaster", "postgres")
# What makes PostgreSQL say "stored" before it is.
HASTY = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}


def set_server(house, **settings):
    for name, value in settings.items():
        house.rows(
            f"ALTER SYSTEM SET {name} = {value}" if value == "DEFAULT" else f"ALTER SYSTEM SET {name} = '{value}'"
        )
    house.rows("SELECT pg_reload_conf()")


def test_the_server_says_stored_only_when_it_is(house):
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        assert house.rows(f"SHOW {name}") == [("on",)]


def test_kill_9_of_anything_loses_and_doubles_nothing(house):
    writers = [Writer(house) for _n in range(4)]
    victims = VICTIMS * size(1, 5)
    pauses = dict.fromkeys(VICTIMS, 0)
    with writing(writers, NUMBER, "Kill"):
        for turn, victim in enumerate(victims, 1):
            while len(done(writers)) < NUMBER * turn // (len(victims) + 1) and not any(w.strange for w in writers):
                time.sleep(0.02)
            pids = getattr(house, victim)()
            assert pids, victim
            kill(pids[:1] if victim == "workers" else pids)
            time.sleep(0.2)
            pauses[victim] = max(pauses[victim], house.wait())
    acknowledged = done(writers)
    lost, doubled = tally(house, acknowledged)
    told = ", ".join(f"{victim} {seconds:.1f} s" for victim, seconds in pauses.items())
    longest = max(writer.longest for writer in writers)
    note(
        "T25/26",
        f"Einträge unter kill -9 ({len(victims)} Kills; wieder da: {told}; längstes Warten {longest:.1f} s)",
        NUMBER,
        len(lost + doubled),
    )

    assert [writer.strange for writer in writers] == [[]] * 4
    assert (len(acknowledged), lost, doubled) == (NUMBER, [], [])


def test_a_server_that_says_stored_too_early_is_found_out(house):
    """The control: with `synchronous_commit = off` the same kill loses what was acknowledged."""
    set_server(house, **HASTY)
    try:
        time.sleep(0.5)
        writer = Writer(house)
        writer.write_all([f"Voreilig {n}" for n in range(8)])
        kill(house.postgres())
        time.sleep(0.2)
        house.wait()
        lost, _doubled = tally(house, writer.acknowledged)
    finally:
        set_server(house, **dict.fromkeys(HASTY, "DEFAULT"))
    note("T26", "Kontrolle: zu früh bestätigte Einträge, verloren gemeldet", len(lost))

    assert lost


def test_a_doubled_entry_is_found_out(house):
    writer = Writer(house)
    writer.write("Zweimal")
    form = writer.entry("Zweimal")  # the same words under another key: somebody meant it
    assert writer.post(writer.path, form)[0] == 302

    assert tally(house, ["Zweimal", "Nie"]) == (["Nie"], ["Zweimal"])
