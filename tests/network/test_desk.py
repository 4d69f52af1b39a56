"""The workplace of the administrators: how all consultations stand and what waits, in classes and numbers only."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from engagements.enums import Status
from engagements.models import LogEntry
from network import overview
from network.models import Network, NetworkMember
from rooms.acting import act_as
from rooms.enums import Circle, ReleaseState, Role, RoomKind
from rooms.models import Release
from tests.factories.accounts import UserFactory
from tests.factories.desk import desk_of, inquiry_in
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory, RoomFactory
from tests.factories.steering import BodyFactory, TermFactory

pytestmark = pytest.mark.django_db
HOME = reverse("network:home")
CANARY = "Kanarienvogel"


def written(engagement, days):
    entry = LogEntryFactory(engagement=engagement, title=f"{CANARY} Eintrag", text=CANARY)
    LogEntry.objects.filter(pk=entry.pk).update(created_at=timezone.now() - dt.timedelta(days=days))


@pytest.fixture
def acting(admin):
    """The administrator acts, without a request."""
    return lambda: act_as(admin.pk)


def test_the_age_of_the_last_entry_is_a_class(acting):
    for title, days in (("a", 3), ("b", 40), ("c", 200)):
        written(EngagementFactory(title=title), days)
    both = EngagementFactory(title="e")
    written(both, 400)
    written(both, 5)
    EngagementFactory(title="d")
    acting()

    ages = sorted(row["age"] for row in overview.overview())

    assert ages == ["aelter", "keiner", "monate", "wochen", "wochen"]


def test_nothing_else_comes_out_of_the_overview(acting):
    engagement = EngagementFactory(title=f"{CANARY} Titel", occasion=CANARY, aims=CANARY, place=CANARY)
    written(engagement, 3)
    acting()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM network_overview()")
        names = tuple(column.name for column in cursor.description)
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM network_waiting()")
        waiting_names = tuple(column.name for column in cursor.description)

    assert names == overview.COLUMNS
    assert waiting_names == overview.WAITING
    assert CANARY not in str(rows)
    assert str(engagement.pk) not in str(rows)
    assert not any(isinstance(value, dt.datetime) for row in rows for value in row)


@pytest.mark.parametrize("function", ["network_overview", "network_waiting"])
def test_whoever_does_not_administer_gets_no_row(function):
    engagement = EngagementFactory(lead=UserFactory())
    lead = engagement.room.memberships.get().user
    for person in (lead.pk, UserFactory(is_network_admin=True, is_active=False).pk, None):
        act_as(person)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {function}()")
            assert cursor.fetchone() == (0,), person


def test_a_leak_of_the_overview_would_be_seen(acting):
    """The gate, seen red: the same function without the question who asks."""
    EngagementFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('network_overview'::regproc)")
        leaky = cursor.fetchone()[0].replace("WHERE wall_administers()", "")
        cursor.execute(leaky)
    act_as(None)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM network_overview()")
        assert cursor.fetchone() == (1,)


def test_filters_counts_and_order(signed_in):
    for title, status in (("a", Status.RUNNING), ("b", Status.RUNNING), ("c", Status.CLOSED)):
        engagement = EngagementFactory(title=title, status=status)
    written(engagement, 3)

    response = signed_in.get(HOME)
    assert [(label, n) for _key, label, n in response.context["counts"]] == [("laufend", 2), ("abgeschlossen", 1)]
    closed = signed_in.get(HOME, {"stand": "abgeschlossen"}).context["engagements"]
    assert [row["status"] for row in closed] == ["abgeschlossen"]
    recent = signed_in.get(HOME, {"eintrag": "wochen"}).context["engagements"]
    assert len(recent) == 1
    organisation = engagement.room.organisation
    assert len(signed_in.get(HOME, {"organisation": organisation.pk}).context["engagements"]) == 1
    assert len(signed_in.get(HOME, {"sort": "eintrag"}).context["engagements"]) == 3
    assert signed_in.get(HOME, {"sort": "eintrag"}).context["engagements"][0]["age"] == "keiner"
    assert len(signed_in.get(HOME, {"stand": "unsinn"}).context["engagements"]) == 3


def test_what_waits_is_a_number_for_each_organisation(signed_in, acting):
    desk = desk_of()
    lead, today = desk.room.memberships.get().user, timezone.localdate()
    inquiry_in(desk.room, said={"happened": CANARY})
    inquiry_in(desk.room, answer_by=timezone.now() - dt.timedelta(hours=1))
    inquiry_in(desk.room, answered_at=timezone.now())
    engagement = EngagementFactory(room__organisation=desk.room.organisation, lead=lead, title=f"{CANARY} Titel")
    MembershipFactory(room=engagement.room, role=Role.STEERING, ends_on=today + dt.timedelta(days=10))
    MembershipFactory(room=engagement.room, role=Role.STEERING, ends_on=today + dt.timedelta(days=60))
    body = BodyFactory(room=engagement.room, circle=Circle.TEAM)
    TermFactory(body=body, name=f"{CANARY} Mitglied", period=f"bis {today + dt.timedelta(days=20):%d.%m.%Y}")
    entry = LogEntryFactory(engagement=engagement, author=lead)
    release = Release(room=engagement.room, author=lead, kind="engagements.logentry", key=entry.pk, item_version=1)
    release.to_circle, release.title, release.content = Circle.PUBLIC, CANARY, [["", CANARY]]
    release.sha256 = release.digest()
    release.save()
    assert release.state == ReleaseState.PROPOSED

    page = signed_in.get(HOME).content.decode()
    assert CANARY not in page
    acting()
    (row,) = overview.waiting()
    assert {name: row[name] for name in overview.WAITING[2:]} == {
        "releases": 1,
        "editions": 0,
        "requests": 2,
        "late": 1,
        "acute": 0,
        "acute_by": None,
        "seats": 1,
        "memberships": 1,
        "agreements": 0,
    }
    assert overview.ending_roles(today) == [("Mitglied der Lenkungsrunde", 1)]


def test_members_of_the_network_whose_time_ends(signed_in, admin):
    network = Network.objects.create(name="Netzwerk", room=RoomFactory(kind=RoomKind.NETWORK))
    day = timezone.localdate() + dt.timedelta(days=9)
    for name, period in (("Stadt mit Ende", f"2020 bis {day:%d.%m.%Y}"), ("Stadt ohne Ende", "seit 2020")):
        NetworkMember.objects.create(
            network=network, room=network.room, circle=Circle.NETWORK, name=name, sort_name=name, period=period
        )
    MembershipFactory(room=network.room, user=admin, role=Role.LEAD)

    page = signed_in.get(HOME).content.decode()

    assert "Stadt mit Ende" in page
    assert "Stadt ohne Ende" not in page
