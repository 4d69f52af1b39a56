"""What waits is one statement written by hand: for anybody in any world it says what the queries of Django said."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from accounts.models import User
from engagements import waiting_sql
from engagements.enums import AgreementState, ContributionState, CriterionKind, PhaseState, Status
from engagements.models import Agreement, Criterion, Engagement, LogEntry, Mandate, OwnContribution
from engagements.waiting import waiting_and_dates
from rooms.enums import Circle
from rooms.models import Release, Unlock
from rooms.seal import open_text
from tests.engagements.waiting_by_query import next_dates, rows_by_query
from tests.factories.engagements import LogEntryFactory, PhaseFactory
from tests.rooms.test_visibility import chance_world

pytestmark = pytest.mark.django_db

OURS = {
    "mandate",
    "begin",
    "status",
    "phase",
    "criteria",
    "paper",
    "contribution",
    "report",
    "quiet",
    "opening",
    "release",
}


TODAY = timezone.localdate


def ago(days):
    return TODAY() - dt.timedelta(days=days)


def period(days):
    return f"{ago(days):%d.%m.%Y}"


def fill(engagement, number, chance, people):
    """Something of every kind in every circle, written by anybody, shared on any day."""

    def item(circle):
        shared_on = ago(chance.randint(0, 300))
        return {"room": engagement.room, "author": chance.choice(people), "circle": circle, "shared_on": shared_on}

    status, states = [
        (Status.REQUEST, [PhaseState.RUNNING, PhaseState.PLANNED]),
        (Status.CLARIFYING, [PhaseState.PLANNED, PhaseState.PLANNED]),
        (Status.RUNNING, [PhaseState.DONE, PhaseState.RUNNING]),
    ][number % 3]
    Engagement.objects.filter(pk=engagement.pk).update(status=status)
    if number % 3 == 2:
        Mandate.objects.create(engagement=engagement, organ="Rat", **item(Circle.TEAM))
    for state in states:
        phase = PhaseFactory(engagement=engagement, state=state, planned=period(chance.randint(-20, 90)))
        for circle in Circle:
            kind, met = chance.choice(CriterionKind.values), chance.choice([None, TODAY()])
            Criterion.objects.create(phase=phase, kind=kind, text="K", met_on=met, **item(circle))
    for circle in Circle:
        state, term = chance.choice(AgreementState.values), chance.choice(["", period(30), period(-30)])
        Agreement.objects.create(engagement=engagement, title=f"P{circle}", state=state, term=term, **item(circle))
        state = chance.choice(ContributionState.values)
        OwnContribution.objects.create(
            engagement=engagement, name=f"E{circle}", state=state, due=period(chance.randint(-9, 9)), **item(circle)
        )
        write(engagement, chance, item(circle))
    if number % 3 == 1:  # nobody wrote lately
        LogEntry.objects.filter(engagement=engagement).update(written_on=ago(100))


def write(engagement, chance, item):
    """An entry that was due and says nothing, one of today, one to come."""
    written = ago(chance.choice([0, 100]))
    for days in (50, 0, chance.randint(-20, 0)):
        text = chance.choice(["", "", "Text"])
        LogEntryFactory(engagement=engagement, text=text, when=period(days), written_on=written, **item)


def open_and_propose(engagement, chance, people):
    for entry in LogEntry.objects.filter(engagement=engagement, circle=Circle.SEALED):
        at = timezone.now() - dt.timedelta(hours=chance.randint(0, 5))
        Unlock.objects.create(
            room=engagement.room, kind="engagements.logentry", key=entry.pk, person=chance.choice(people),
            reason="Grund", at=at, until=at + dt.timedelta(hours=3), noted_at=chance.choice([None, timezone.now()]),
        )  # fmt: skip
    for entry in LogEntry.objects.filter(engagement=engagement, circle=Circle.TEAM):
        Release.objects.create(
            room=engagement.room, author=chance.choice(people), kind="engagements.logentry", key=entry.pk,
            item_version=1, to_circle=Circle.CLIENT, title="Freigabe", sha256="x",
        )  # fmt: skip


def world(seed):
    chance_world(seed)
    chance, people = random.Random(seed), list(User.objects.order_by("-pk")[:12])
    for number, engagement in enumerate(Engagement.objects.filter(own_contributions=None).order_by("pk")):
        fill(engagement, number, chance, people)
        open_and_propose(engagement, chance, people)
    return list(Engagement.objects.all())


def shape(rows):
    """As a set, with its words opened; of a long silence the day is not asked for any more."""
    return {
        (row[0], row[1], None if row[1] == "quiet" else row[2], open_text(row[3]), *row[4:7])
        for row in rows
        if row[1] in OURS
    }


def differences(engagements):
    """Those for whom the two say different things, and the kinds that were met at all."""
    wrong, kinds = {}, set()
    for person in User.objects.all():
        expected = shape(rows_by_query(person, engagements))
        kinds |= {row[1] for row in expected}
        if other := shape(waiting_sql.rows_waiting(person, engagements)) ^ expected:
            wrong[person.pk] = other
    return wrong, kinds


def test_the_statement_says_what_the_queries_said():
    met = set()
    for seed in range(300, 303):
        wrong, kinds = differences(world(seed))
        assert wrong == {}, (seed, wrong)
        met |= kinds

    assert met == OURS  # each kind was there to be missed


@pytest.mark.parametrize("seed", range(310, 312))
def test_the_next_dates_are_those_she_may_read(seed):
    engagements = world(seed)
    for person in User.objects.all():
        _waiting, dates = waiting_and_dates(person, engagements)

        assert [date.key for date in dates] == [str(entry.pk) for entry in next_dates(person, engagements)]


def test_a_rule_with_a_gap_would_be_seen(monkeypatch):
    """The gate, seen red: sealed papers of others wait for everybody in the team."""
    gap = [source.replace(waiting_sql.VISIBLE, "true") for source in waiting_sql.SOURCES]
    monkeypatch.setattr(waiting_sql, "SOURCES", gap)

    assert any(differences(world(seed))[0] for seed in range(300, 302))
