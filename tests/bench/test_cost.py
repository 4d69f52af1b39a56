"""What the pages ask of the database, in figures no busy machine moves: it must not grow with the house around them."""

import datetime as dt
import random

import pytest
from django.db import connection
from django.urls import reverse

from bench.data import copy, key
from bench.group import make_group
from bench.meter import measured
from engagements.enums import PhaseState, Status
from engagements.models import Engagement, LogEntry, Phase
from rooms.enums import Circle, Role, RoomKind
from rooms.models import Membership, Room
from steering.models import ActionField, Goal, Measure
from tests.attack.figures import some
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory

pytestmark = pytest.mark.django_db

FEW, MANY = 60, 600  # consultations of others
OWN, ENTRIES = 5, 8
# Trees grow by a level, other statistics may join two tables the other way round, a search reads the list of its word.
SLACK = {"list": 1.4, "detail": 1.25, "log": 1.25, "search": 1.75, "plan": 1.25, "review": 1.25}
# Without the two statements of a test's own transaction; session and person are one of them.
MOST = {"list": 5, "detail": 7, "log": 7, "search": 7, "plan": 9, "review": 15}


EVERYTHING = """
SELECT m.id, 'begin', NULL::date, '', 0, '', NULL::smallint, '' FROM mine m
WHERE m.id NOT IN (SELECT engagement_id FROM engagements_phase WHERE name <> 'nirgends')
"""


@pytest.fixture
def me():
    user = UserFactory(organisation=OrganisationFactory())
    for _number in range(OWN):
        engagement = EngagementFactory(lead=user, status=Status.RUNNING)
        PhaseFactory(engagement=engagement, state=PhaseState.RUNNING)
        for _entry in range(ENTRIES):
            LogEntryFactory(engagement=engagement, author=user, text="Stichwort")
    make_group(Engagement.objects.order_by("pk").first(), user, dt.date(2020, 1, 1))
    return user


def others(count, chance):
    """Consultations of another organisation, with the same words in them."""
    office, lead = OrganisationFactory(), UserFactory()
    rooms = [Room(pk=key(chance), kind=RoomKind.ENGAGEMENT, organisation=office) for _ in range(count)]
    copy(rooms)
    copy(Membership(room=room, user=lead, role=Role.LEAD, clearance=Circle.SEALED) for room in rooms)
    cases = [Engagement(pk=key(chance), room=room, title="Fremd", status=Status.RUNNING) for room in rooms]
    copy(cases)
    copy(Phase(engagement=case, code="p", name="Phase", state=PhaseState.RUNNING) for case in cases)
    copy(
        LogEntry(pk=key(chance), engagement=case, room=case.room, author=lead, title="E", text="Stichwort", when="2018")
        for case in cases
        for _entry in range(ENTRIES)
    )
    fields = [
        ActionField(pk=key(chance), engagement=case, room=case.room, author=lead, number=1, name="F", circle=20)
        for case in cases
    ]
    copy(fields)
    goals = [
        Goal(pk=key(chance), field=row, room=row.room, author=lead, number=1, text="Z", circle=20) for row in fields
    ]
    copy(goals)
    copy(
        Measure(
            pk=key(chance),
            goal=goal,
            engagement=goal.field.engagement,
            room=goal.room,
            author=lead,
            number=n,
            title="M",
            circle=20,
        )
        for goal in goals
        for n in (1, 2, 3)
    )


def addresses(user):
    engagement = Engagement.objects.visible_to(user).order_by("pk").first()
    return {
        "list": reverse("engagements:list"),
        "detail": engagement.get_absolute_url(),
        "log": reverse("engagements:log-list", args=[engagement.pk]),
        "search": f"{reverse('engagements:search')}?q=stichwort",
        "plan": reverse("steering:plan", args=[engagement.pk]),
        "review": reverse("steering:review", args=[engagement.pk]),
    }


def cost(client, url):
    """What the page asks once everything is in its place; small tables, too, by their indexes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")
    client.get(url)
    with measured() as meter:
        assert client.get(url).status_code == 200
    return meter.found


@pytest.mark.parametrize("name", some(MOST, 2))
def test_a_page_asks_no_more_of_a_larger_house(client, me, name):
    """Ten times the consultations of others: the same statements, rows and blocks."""
    chance = random.Random(1)
    client.force_login(me)
    url = addresses(me)[name]
    others(FEW, chance)
    small = cost(client, url)
    others(MANY - FEW, chance)
    large = cost(client, url)

    assert large["statements"] == small["statements"] <= MOST[name]
    assert large["rows"] <= small["rows"] * SLACK[name]
    assert large["blocks"] <= small["blocks"] * SLACK[name]


def test_a_page_that_reads_everything_would_be_seen(client, me, monkeypatch):
    """The gate, seen red: what is begun is asked of all phases in the house, as it once was."""
    monkeypatch.setattr("engagements.waiting_sql.SOURCES", [EVERYTHING])
    chance = random.Random(1)
    client.force_login(me)
    url = addresses(me)["list"]
    others(FEW, chance)
    small = cost(client, url)
    others(MANY - FEW, chance)

    assert cost(client, url)["rows"] > small["rows"] * SLACK["list"]
