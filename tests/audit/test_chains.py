"""A chain of reads, and who pulls at it."""

import datetime as dt
import io
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Read
from manage import OWNER_COMMANDS
from rooms.acting import act_as
from tests.factories.accounts import UserFactory
from tests.factories.rooms import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms():
    """Two rooms, read five times each, and a profile."""
    person, rooms = UserFactory(), [RoomFactory(), RoomFactory()]
    for _number in range(5):
        for room in rooms:
            Read.objects.create(person=person, page="engagements:log-detail", room_key=room.pk, keys=[room.pk])
    Read.objects.create(person=person, page="network:person-detail", profile=UserFactory())
    return rooms


def run(command="check_reads", **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def tamper(statement, *params):
    """What whoever owns the database can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_read DISABLE TRIGGER audit_read_kept")
        cursor.execute(statement, params)
        cursor.execute("ALTER TABLE audit_read ENABLE TRIGGER audit_read_kept")
        assert cursor.rowcount


def test_whole_chains_are_found_whole(rooms):
    said = run()

    assert "Alle 3 Ketten sind heil." in said
    assert f"{rooms[0].pk}: 5 Lesungen bis Nr. 5 vom " in said


CHANGES = {
    "person_id": "UPDATE audit_read SET person_id = (SELECT max(id) FROM accounts_user) WHERE number = 3",
    "at": "UPDATE audit_read SET at = at - interval '1 second' WHERE number = 3",
    "page": "UPDATE audit_read SET page = 'rooms:file' WHERE number = 3",
    "keys": "UPDATE audit_read SET keys = '{}' WHERE number = 3",
    "hash": "UPDATE audit_read SET hash = repeat('0', 64) WHERE number = 3",
    "room_key": "UPDATE audit_read SET room_key = gen_random_uuid() WHERE number = 3",
    "one gone": "DELETE FROM audit_read WHERE number = 3",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found_and_named(rooms, change):
    tamper(CHANGES[change])

    with pytest.raises(CommandError, match=r"Nr\. [34]"):
        run()


def test_a_row_put_in_place_of_another_is_found(rooms):
    """Even with a hash that fits the row: the next one does not follow it."""
    tamper("DELETE FROM audit_read WHERE number = 3 AND room_key = %s", rooms[0].pk)
    row = Read(person=UserFactory(), page="rooms:file", room_key=rooms[0].pk)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_read DISABLE TRIGGER audit_read_chain")
        row.number, row.previous = 3, Read.objects.get(room_key=rooms[0].pk, number=2).hash
        row.save()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_read ENABLE TRIGGER audit_read_chain")
    row.refresh_from_db()
    from audit.chains import link  # noqa: PLC0415 -- what the intruder knows, too

    tamper("UPDATE audit_read SET hash = %s WHERE id = %s", link(row), row.pk)

    with pytest.raises(CommandError, match=r"Nr\. 4 schließt nicht an Nr\. 3 an"):
        run()


def test_an_end_that_was_cut_off_is_found_by_what_was_kept_elsewhere(rooms, tmp_path):
    kept = tmp_path / "gestern.txt"
    kept.write_text(run())
    tamper("DELETE FROM audit_read WHERE number = 5 AND room_key = %s", rooms[0].pk)

    assert "heil" in run()  # nothing within the database tells
    with pytest.raises(CommandError, match=rf"{rooms[0].pk}: Nr\. 5 ist nicht mehr die von damals"):
        run(known=kept)


def test_a_front_that_was_cut_off_too_early_is_found(rooms, tmp_path):
    kept = tmp_path / "gestern.txt"
    kept.write_text(run())
    Read.objects.create(person=UserFactory(), page="rooms:file", room_key=rooms[0].pk)
    tamper("DELETE FROM audit_read WHERE number <= 5 AND room_key = %s", rooms[0].pk)

    with pytest.raises(CommandError, match=r"Nr\. 5 ist nicht mehr die von damals"):
        run(known=kept)
    kept.write_text(re.sub(r"vom \d{4}", "vom 2001", kept.read_text()))  # what was that old may be gone
    assert "heil" in run(known=kept)


def test_what_goes_on_fits_what_was_kept(rooms, tmp_path):
    kept = tmp_path / "gestern.txt"
    kept.write_text(run())
    Read.objects.create(person=UserFactory(), page="rooms:file", room_key=rooms[0].pk)

    assert "Alle 3 Ketten sind heil." in run(known=kept)


def test_after_twelve_months_reads_go_and_the_rest_stays_a_chain(rooms, tmp_path, monkeypatch):
    kept = tmp_path / "vorjahr.txt"
    kept.write_text(run())
    monkeypatch.setattr("audit.management.commands.forget_reads.timezone.now", in_a_year_but_for(rooms[0], number=4))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert run("forget_reads") == "6 Lesungen gelöscht.\n"
    assert sorted(Read.objects.filter(room_key=rooms[0].pk).values_list("number", flat=True)) == [4, 5]
    assert "Alle 3 Ketten sind heil." in run(known=kept)
    assert run("forget_reads") == "0 Lesungen gelöscht.\n"


def in_a_year_but_for(room, number):
    moment = Read.objects.get(room_key=room.pk, number=number).at + dt.timedelta(days=365)
    return lambda: moment


def test_the_newest_of_a_chain_stays_whatever_its_age(rooms, monkeypatch):
    later = timezone.now() + dt.timedelta(days=3650)
    monkeypatch.setattr("audit.management.commands.forget_reads.timezone.now", lambda: later)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    run("forget_reads")
    Read.objects.create(person=UserFactory(), page="rooms:file", room_key=rooms[0].pk)

    assert sorted(Read.objects.filter(room_key=rooms[0].pk).values_list("number", flat=True)) == [5, 6]
    assert "heil" in run()


def test_what_is_broken_is_not_deleted(rooms):
    tamper(CHANGES["keys"])

    with pytest.raises(CommandError, match="Erst klären"):
        run("forget_reads")


def test_who_does_not_see_every_row_checks_nothing(rooms):
    act_as(None)

    with pytest.raises(CommandError, match="sieht nicht alle"):
        run()
    assert {"check_reads", "forget_reads"} <= OWNER_COMMANDS


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_chain():
    room, other, people = RoomFactory(), RoomFactory(), [UserFactory() for _number in range(8)]
    start = Barrier(len(people), timeout=60)

    def read(person):
        try:
            start.wait()
            for _number in range(5):
                with transaction.atomic():
                    act_as(person.pk)
                    rows = [Read(person=person, page="rooms:file", room_key=key) for key in sorted([room.pk, other.pk])]
                    Read.objects.bulk_create(rows)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(read, people))

    assert list(Read.objects.filter(room_key=room.pk).order_by("number").values_list("number", flat=True)) == list(
        range(1, 41)
    )
    assert "Alle 2 Ketten sind heil." in run()
