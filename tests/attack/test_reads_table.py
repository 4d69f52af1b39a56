"""T40: the table of reads, by plain SQL as the web role: only ever added to, and seen by the leads."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit.models import Read
from rooms.acting import act_as
from rooms.enums import Circle
from tests.attack.visits import client_of
from tests.walls import sql

pytestmark = pytest.mark.django_db


ADD = (
    "INSERT INTO audit_read (person_id, page, room_key, keys, at, number, previous, hash)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
FORGED = ("2001-01-01", 99, "boese", "boese")


def add(person, room, page="engagements:log-detail", keys=()):
    return sql(ADD, [person.pk, page, room.pk, list(keys), *FORGED])


@pytest.fixture
def read(world):
    """One read of the advisor in the room at home."""
    client_of(world, "advisor").get(reverse("engagements:log-detail", args=[world.home.entries[Circle.TEAM].pk]))
    return Read.objects.get()


@pytest.mark.parametrize("role", ["lead", "advisor", "administrator"])
@pytest.mark.parametrize("deed", ["UPDATE audit_read SET page = 'x'", "DELETE FROM audit_read", "TRUNCATE audit_read"])
def test_nobody_changes_what_was_noted(world, read, role, deed):
    act_as(getattr(world, role).pk)

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql(deed)


@pytest.mark.parametrize("deed", ["UPDATE audit_read SET page = 'x'", "DELETE FROM audit_read"])
def test_not_even_the_owner_by_mistake(read, deed):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        sql(deed)


def test_moment_place_and_hash_are_the_databases(world, read):
    act_as(world.advisor.pk)
    add(world.advisor, world.home.room)
    sql("SELECT set_config('role', 'none', true)")
    last = Read.objects.order_by("-number").first()

    assert (last.number, last.previous) == (2, read.hash)
    assert last.at > read.at
    assert re.fullmatch("[0-9a-f]{64}", last.hash)


def test_nobody_notes_reads_of_others(world):
    act_as(world.advisor.pk)

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        add(world.lead, world.home.room)


def test_no_text_gets_into_the_table(world):
    act_as(world.advisor.pk)
    with pytest.raises(DatabaseError, match="page_is_a_name"), transaction.atomic():
        add(world.advisor, world.home.room, page="Frau Kramer sagt: nein")
    with pytest.raises(DatabaseError, match="uuid"), transaction.atomic():
        add(world.advisor, world.home.room, keys=["ein Titel"])


SEES = {"lead": 1, "advisor": 1, "contact": 0, "steering": 0, "former": 0, "administrator": 0, "stranger": 0}


@pytest.mark.parametrize("role", SEES)
def test_the_reads_of_a_room_are_its_leads(world, read, role):
    """And everybody sees her own."""
    act_as(getattr(world, role).pk)

    assert sql("SELECT count(*) FROM audit_read") == [(SEES[role],)]


def test_nobody_acting_sees_none(read):
    act_as(None)

    assert sql("SELECT count(*) FROM audit_read") == [(0,)]


def test_a_wall_with_a_gap_would_be_seen(world, read):
    """The gate, seen red."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("CREATE POLICY gap ON audit_read FOR SELECT USING (true)")
    act_as(world.steering.pk)

    assert sql("SELECT count(*) FROM audit_read") == [(1,)]
