"""The one rule, forwards and backwards, over chance worlds."""

import datetime as dt
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from engagements.models import LogEntry
from rooms.enums import CLEARANCES, Circle, Role, RoomKind
from rooms.models import Membership, Room, readers_of
from rooms.readers import RoomReaders
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)


def chance_world(seed):
    """Three engagement rooms and a network room, twelve people in chance roles, sixty entries in chance circles."""
    chance = random.Random(seed)
    people = [UserFactory(is_active=chance.random() > 0.1, is_network_admin=chance.random() > 0.8) for _ in range(12)]
    engagements = [EngagementFactory() for _ in range(3)]
    network = Room.objects.create(kind=RoomKind.NETWORK, organisation=OrganisationFactory())
    rooms = [engagement.room for engagement in engagements] + [network]
    for person in people:
        for room in chance.sample(rooms, chance.randint(0, 3)):
            for role in chance.sample(list(Role), chance.randint(1, 2)):
                enrol(chance, person, room, role)
    for _ in range(60):
        LogEntryFactory(
            engagement=chance.choice(engagements),
            circle=chance.choice(Circle.values),
            author=chance.choice(people),
            shared_on=timezone.localdate() - dt.timedelta(days=chance.randint(0, 400)),
        )


def enrol(chance, person, room, role):
    today = timezone.localdate()
    start = today - dt.timedelta(days=chance.randint(-30, 500))
    end = None if chance.random() > 0.3 else start + dt.timedelta(days=chance.randint(0, 400))
    lowered = [circle for circle in Circle if circle <= CLEARANCES[role]]
    clearance = CLEARANCES[role] if chance.random() > 0.2 else chance.choice(lowered)
    Membership.objects.create(room=room, user=person, role=role, clearance=clearance, starts_on=start, ends_on=end)


@pytest.mark.parametrize("seed", range(8))
def test_visible_to_and_readers_of_agree(seed):
    chance_world(seed)
    entries = list(LogEntry.objects.all())
    forwards = {
        person.pk: set(LogEntry.objects.visible_to(person).values_list("pk", flat=True))
        for person in User.objects.filter(is_active=True)
    }

    for entry in entries:
        backwards = set(readers_of(entry).values_list("pk", flat=True))
        assert backwards == {person for person, seen in forwards.items() if entry.pk in seen}


@pytest.mark.parametrize("seed", range(3))
def test_the_readers_line_names_exactly_those_who_read(seed):
    chance_world(seed)
    for entry in LogEntry.objects.filter(circle__gte=Circle.STEERING):
        line = RoomReaders(entry.room_id).of_item(entry)

        assert {person.name for person in line.people} == set(readers_of(entry).values_list("name", flat=True))


@pytest.mark.parametrize("circle", Circle)
def test_nobody_signed_in_reads_public_rows_only(circle):
    LogEntryFactory(circle=circle)

    assert LogEntry.objects.visible_to(AnonymousUser()).count() == (circle == Circle.PUBLIC)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("circle", Circle)
def test_each_role_reads_up_to_its_clearance(role, circle):
    entry = LogEntryFactory(circle=circle, author=UserFactory())
    member = UserFactory()
    Membership.objects.create(
        room=entry.room, user=member, role=role, clearance=CLEARANCES[role], starts_on=dt.date(2020, 1, 1)
    )

    assert LogEntry.objects.visible_to(member).exists() == (circle <= CLEARANCES[role])


def test_an_ended_membership_reads_nothing():
    entry = LogEntryFactory(circle=Circle.STEERING)
    member = UserFactory()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.create(
        room=entry.room, user=member, role=Role.LEAD, clearance=50, starts_on=dt.date(2020, 1, 1), ends_on=yesterday
    )

    assert not LogEntry.objects.visible_to(member).exists()


def test_a_steering_member_reads_from_her_start():
    today = timezone.localdate()
    before = LogEntryFactory(circle=Circle.STEERING, shared_on=today - dt.timedelta(days=10))
    since = LogEntryFactory(engagement=before.engagement, circle=Circle.STEERING, shared_on=today)
    member = UserFactory()
    Membership.objects.create(
        room=before.room, user=member, role=Role.STEERING, clearance=20, starts_on=today - dt.timedelta(days=5)
    )

    assert list(LogEntry.objects.visible_to(member)) == [since]


def test_network_administration_opens_no_room():
    LogEntryFactory(circle=Circle.STEERING)

    assert not LogEntry.objects.visible_to(UserFactory(is_network_admin=True)).exists()
