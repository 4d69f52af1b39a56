"""T03: what each person meets in every table of the house, by plain SQL as the web role."""

import pytest
from django.db import DatabaseError, transaction

from rooms.acting import act_as
from rooms.enums import Circle
from tests.attack.test_wall import CONFIDENTIAL
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.rooms import RoomFactory
from tests.walls import as_owner, sql

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", CONFIDENTIAL)
def test_nobody_acting_meets_public_rows_only(world, table):
    total = sql(f"SELECT count(*) FROM {table}")[0][0]
    act_as(None)
    circles = {circle for (circle,) in sql(f"SELECT circle FROM {table}")}

    assert total
    assert circles <= {Circle.PUBLIC}


@pytest.mark.parametrize("table", CONFIDENTIAL)
def test_every_table_shows_each_person_her_circles_only(world, table):
    reach = {"lead": 50, "advisor": 40, "contact": 30, "steering": 20, "former": 0, "administrator": 0}
    for role, widest in reach.items():
        act_as(getattr(world, role).pk)
        rooms = [world.home.room.pk, world.home.programmes[Circle.PUBLIC].room_id]
        met = {circle for (circle,) in sql(f"SELECT circle FROM {table} WHERE room_id = ANY(%s)", [rooms])}
        foreign = {circle for (circle,) in sql(f"SELECT circle FROM {table} WHERE NOT room_id = ANY(%s)", [rooms])}
        as_owner()

        assert max(met, default=0) <= widest, role
        assert foreign <= {Circle.PUBLIC}, role


LET_IN = (
    "INSERT INTO rooms_membership (room_id, user_id, role, clearance, starts_on)"
    " VALUES (%s, %s, 'lead', 50, '2020-01-01')"
)


@pytest.mark.parametrize("role", ["nobody", "advisor", "contact", "steering", "former", "administrator", "stranger"])
def test_nobody_lets_herself_in(world, role):
    """Into a room with members, or into one that waits empty at another organisation."""
    person, waiting = getattr(world, role), RoomFactory()
    act_as(person.pk)
    for room in (world.home.room, waiting) if role != "stranger" else (world.home.room,):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            sql(LET_IN, [room.pk, person.pk or world.lead.pk])


def test_whoever_opens_a_room_of_her_organisation_is_its_first_member():
    founder = UserFactory(organisation=OrganisationFactory())
    room = RoomFactory(organisation=founder.organisation)
    act_as(founder.pk)

    assert sql(LET_IN, [room.pk, founder.pk]) == 1


def test_existence_is_told_to_administrators_only(world):
    for role in ("lead", "steering", "stranger", "networker"):
        act_as(getattr(world, role).pk)
        assert sql("SELECT count(*) FROM network_existence()") == [(0,)], role
        as_owner()
    act_as(world.administrator.pk)

    assert sql("SELECT count(*) FROM network_existence()")[0][0] >= 3
    assert sql("SELECT count(*) FROM engagements_engagement") == [(0,)]
