"""Four hundred days over a full house: what waits is told once, to whom it waits for; what does not wait, to nobody."""

import datetime as dt
from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.letters import post
from accounts.models import Letter
from engagements.models import Engagement
from rooms.enums import Circle, ReleaseState, Role
from rooms.models import Membership, Release
from steering import reminding
from steering.models import Meeting, MinutesReply, Task
from steering.reminding import post_to_all, remind_all
from tests.attack.figures import size
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import (
    BodyFactory,
    MeetingFactory,
    MinutesFactory,
    ResolutionFactory,
    TaskFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
FOR_GROUP = {"circle": Circle.STEERING}
BEGIN = timezone.localdate()


def day(n):
    return BEGIN + dt.timedelta(days=n)


@pytest.fixture
def at_the_table(engagement, body, member):
    """The member's seat; a second member who has left; a third whose access was withdrawn."""
    gone = MembershipFactory(room=engagement.room, role=Role.STEERING, ends_on=day(5)).user
    locked = MembershipFactory(room=engagement.room, role=Role.STEERING, user__is_active=False).user
    for person in (member, gone, locked):
        TermFactory(body=body, account=person)
    return {"gone": gone, "locked": locked}


def meeting_on(engagement, body, n, state, **more):
    return MeetingFactory(engagement=engagement, body=body, on=day(n), state=state, **FOR_GROUP, **more)


def edition_out(meeting, lead, advisor):
    MinutesFactory(meeting=meeting, circle=Circle.TEAM)
    words = {"kind": "steering.minutes", "key": meeting.pk, "item_version": 1, "title": "Protokoll", "content": []}
    people = {"author": lead, "decided_by": advisor, "state": ReleaseState.RELEASED}
    people["decided_at"] = timezone.make_aware(dt.datetime.combine(BEGIN, dt.time()))  # before any reply of today
    return Release.objects.create(
        room=meeting.room, circle=20, to_circle=20, sha256="x", shared_on=day(0), **words, **people
    )


@pytest.fixture
def team(lead, advisor):
    return lead, advisor


@pytest.fixture
def house(engagement, body, team, member, at_the_table):
    """One of everything that waits, and beside it the same that does not."""
    body.notice_days = 14
    body.save()
    far = dt.timedelta(days=60)
    meeting_on(engagement, body, 60, "eingeladen", invited_on=day(30))
    meeting_on(engagement, body, 61, "abgesagt", invited_on=day(30))
    meeting_on(engagement, body, 62, "eingeladen", invited_on=day(60))  # invited two days before: she knows
    meeting_on(engagement, body, 100, "geplant")
    meeting_on(engagement, body, 40, "gehalten")  # without minutes
    MinutesFactory(meeting=meeting_on(engagement, body, 41, "gehalten"))
    for n, approved in ((70, None), (71, day(1))):
        found = meeting_on(engagement, body, -3, "gehalten", reply_by=day(n), approved_on=approved)
        edition_out(found, *team)
    for title, fields in {
        "offen": {},
        "beantwortet": {"outcome": "beschlossen"},
        "ohne Frist": {"due": None},
    }.items():
        ResolutionFactory(engagement=engagement, title=title, **FOR_GROUP, **{"due": BEGIN + far} | fields)
    TaskFactory(engagement=engagement, account=member, due=day(80), **FOR_GROUP)
    TaskFactory(engagement=engagement, account=member, due=day(81), done_on=day(2), **FOR_GROUP)
    TaskFactory(engagement=engagement, account=at_the_table["gone"], due=day(82), **FOR_GROUP)
    TaskFactory(engagement=engagement, account=at_the_table["locked"], due=day(83), **FOR_GROUP)
    TaskFactory(engagement=engagement, account=member, due=day(84), circle=Circle.TEAM)  # not hers to read
    TermFactory(body=body, period=f"bis {day(200):%d.%m.%Y}")
    TermFactory(body=body, period=f"bis {day(200):%d.%m.%Y}")
    over = BodyFactory(room=engagement.room, ended=f"{day(190):%d.%m.%Y}", **FOR_GROUP)
    TermFactory(body=over, period=f"bis {day(200):%d.%m.%Y}")
    return engagement


@pytest.fixture
def days(monkeypatch, django_capture_on_commit_callbacks):
    """Let days go by with the command; which letter went to whom on which day."""
    found = []

    def pass_by(until, first=0, runs=1):
        for n in range(first, until + 1):
            monkeypatch.setattr(timezone, "localdate", lambda *_a, n=n: day(n))
            for _again in range(runs):
                mail.outbox.clear()
                with django_capture_on_commit_callbacks(execute=True):
                    call_command("remind_steering", verbosity=0)
                found.extend((n, message.to[0], message.body) for message in mail.outbox)
        return found

    return pass_by


WORDS = {
    "eingeladen sind": "meeting",
    "ein Protokoll wartet": "minutes",
    "auf eine Empfehlung": "answer",
    "bald fällig": "task_soon",
    "ist überfällig.": "task_late",
    "fehlt noch das Protokoll": "record",
    "Ladungsfrist": "notice",
    "Amtszeit": "term",
    "es gibt Neues": "digest",
}


def kind_of(body):
    return next(kind for words, kind in WORDS.items() if words in body)


def told(found, *but):
    rows = [(n, to, kind_of(body)) for n, to, body in found]
    return [row for row in rows if row[2] not in but]


EXPECTED = [
    (47, "record", "lead"),
    (57, "meeting", "member"),
    (61, "answer", "lead"),
    (67, "minutes", "member"),
    (77, "task_soon", "member"),
    (81, "task_late", "member"),
    (83, "notice", "lead"),
    (158, "term", "lead"),
]


@pytest.mark.slow
def test_four_hundred_days_tell_each_thing_once(house, days, lead, member):
    people = {lead.email: "lead", member.email: "member"}
    found = [(n, kind, people[to]) for n, to, kind in told(days(size(210, 400)), "digest")]

    assert sorted(found) == EXPECTED


@pytest.mark.slow
def test_twice_a_day_doubles_nothing(house, days):
    found = told(days(90, first=45, runs=2), "digest")

    assert [(n, kind) for n, _to, kind in found] == [row[:2] for row in EXPECTED if row[0] <= 90]


def test_no_letter_says_what_it_is_about(house, days):
    found = [*days(90, first=45), *days(159, first=157)]

    assert found
    for _n, _to, text in found:
        assert text.count("http") in {1, 2}
        for word in (house.title, "Lenkungsrunde 0", "offen", "Aufgabe 1", "Mitglied", "Protokoll der"):
            assert word not in text.replace("Lenkungsrunde\n", "")


def test_a_closed_consultation_is_silent(house, days):
    Engagement.objects.update(status="abgeschlossen")

    assert days(90, first=45) + days(160, first=157) == []


def test_what_became_settled_meanwhile_is_not_told(house, days, member):
    days(50, first=48)
    Meeting.objects.filter(state="eingeladen").update(state="abgesagt")
    Meeting.objects.filter(state="geplant").update(state="eingeladen", invited_on=day(98))
    Task.objects.update(done_on=day(50))
    waiting = Meeting.objects.get(reply_by=day(70))
    MinutesReply.objects.create(meeting=waiting, room=waiting.room, member=member, **FOR_GROUP)
    Membership.objects.filter(role=Role.LEAD).update(ends_on=day(50))

    assert told(days(100, first=51), "digest", "record") == []


def test_a_moved_meeting_is_told_of_anew(house, days, member):
    days(58, first=56)
    Meeting.objects.filter(on=day(60)).update(on=day(90))

    assert [(n, kind) for n, _to, kind in told(days(91, first=59)) if kind == "meeting"] == [
        (57, "meeting"),
        (87, "meeting"),
    ]


def test_days_without_the_command_are_made_up_for_but_not_months(house, days):
    assert [(n, kind) for n, _to, kind in told(days(66, first=66), "digest")] == [(66, "answer")]

    assert told(days(320, first=310)[1:], "digest") == []


def test_old_things_bring_no_flood(engagement, member, days):
    for n in range(5):
        TaskFactory(engagement=engagement, account=member, due=day(-100 - n), **FOR_GROUP)

    assert days(20) == []


@pytest.fixture
def frozen(monkeypatch):
    """The day on which a meeting is near."""
    monkeypatch.setattr(timezone, "localdate", lambda *_a: day(57))


def test_a_crash_before_the_end_leaves_nothing_and_nothing_twice(house, frozen):
    waiting = next(reminding.meeting_soon(day(57)))
    with transaction.atomic():
        post_to_all(waiting, str)
        transaction.set_rollback(True)
    assert Letter.objects.count() == 0

    for _again in range(3):
        remind_all(day(57), str)
    assert Letter.objects.filter(once__startswith="meeting:").count() == 1


def test_a_letter_without_its_occasion_would_be_seen(house, days, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(reminding, "post", lambda *words, once: post(*words, once=None))

    assert max(Counter(row[1:] for row in told(days(70, first=55), "digest")).values()) > 1


def test_a_forgotten_state_would_be_seen(house, days, monkeypatch):
    """The gate, seen red: cancelled meetings are told of."""
    real = reminding.meetings
    monkeypatch.setattr(reminding, "meetings", lambda state=None, **where: real(**where))

    assert len([row for row in told(days(70, first=50)) if row[2] == "meeting"]) > 1
