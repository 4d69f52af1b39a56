"""Letters before something must go: at the right days, once, and without a name."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import keys
from accounts.letters import PURPOSE
from accounts.models import Letter
from engagements.enums import ActivityKind, Status
from engagements.models import Engagement, LogEntry
from rooms.enums import Role
from tests.factories.rooms import MembershipFactory
from tests.faults.erasure import as_owner
from tests.retention.places import closed_consultation, person, url
from tests.walls import sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement(db):
    return closed_consultation()


@pytest.fixture
def day(engagement, monkeypatch):
    """Runs the command so many days before the talks are due."""
    ((due,),) = sql("SELECT retention_due(%s, 'talks')", [engagement.room_id])

    def run(days_left):
        monkeypatch.setattr(timezone, "localdate", lambda: due - dt.timedelta(days=days_left))
        call_command("remind_due")

    return run


def steps():
    """Which of the three went, in their order; `once` ends with the step and the person."""
    rows = Letter.objects.filter(occasion="deletion").order_by("written_at")
    return [int(letter.once.split(":")[-2]) for letter in rows]


@pytest.mark.parametrize(("days_left", "step"), [(91, []), (90, [90]), (31, [90]), (30, [30]), (7, [7]), (1, [7])])
def test_a_letter_at_90_30_and_7_days(day, days_left, step):
    day(days_left)

    assert steps() == step


def test_the_days_go_by_and_three_letters_go(day):
    for days_left in range(95, -5, -1):
        day(days_left)
        day(days_left)

    assert steps() == [90, 30, 7]


def test_to_each_lead_and_to_nobody_else_without_a_name(engagement, day):
    other = MembershipFactory(room=engagement.room, role=Role.LEAD, user__name="Zweite Federführung").user
    day(30)
    texts = [
        keys.open_sealed(PURPOSE, bytes(letter.content), str(letter.pk)).decode() for letter in Letter.objects.all()
    ]

    leads = {person(engagement, "lead").email, other.email}
    assert {email for email in leads for text in texts if email in text} == leads
    assert len(texts) == 2
    for text in texts:
        assert url("due", engagement.room_id) in text
        assert "in 30 Tagen" in text
        for word in ("Geheim", engagement.title, "Rolle", "Federführung:"):
            assert word not in text


def test_of_what_is_empty_or_open_no_letter(engagement, day):
    Engagement.objects.filter(pk=engagement.pk).update(status=Status.RUNNING)
    day(30)
    assert steps() == []
    Engagement.objects.filter(pk=engagement.pk).update(status=Status.CLOSED)
    LogEntry.objects.exclude(kind=ActivityKind.WORKSHOP).delete()
    sql("DELETE FROM audit_version")
    day(30)
    assert steps() == []
    LogEntry.objects.update(kind=ActivityKind.TALK)
    as_owner()
    day(30)
    assert steps() == [30]
