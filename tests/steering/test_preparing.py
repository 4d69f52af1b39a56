"""A meeting prepared out of what the house knows: proposed, ticked, and never twice on one agenda."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rooms.enums import Circle
from steering.enums import Aim, ItemState, Light, MeasureState, MeetingState, ReplyKind, ResolutionKind
from steering.models import AgendaItem, Meeting, MinutesReply, Progress
from steering.preparing import Preparing, add_items
from steering.transitions.meetings import move_meeting
from tests.factories.steering import (
    ActionFieldFactory,
    AgendaItemFactory,
    GoalFactory,
    MeasureFactory,
    MeetingFactory,
    ResolutionFactory,
    TaskFactory,
    UpdateRoundFactory,
)
from tests.stakeholders.sent import sent_by

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)
ALL = {"circle": Circle.STEERING}


@pytest.fixture
def ahead(engagement, body):
    return MeetingFactory(engagement=engagement, body=body, **ALL, on=TODAY + dt.timedelta(days=30), number=11)


@pytest.fixture
def measure(engagement):
    goal = GoalFactory(field=ActionFieldFactory(engagement=engagement, **ALL), **ALL)
    return lambda **more: MeasureFactory(goal=goal, **{**ALL, "state": MeasureState.RUNNING, **more})


def proposals(lead, meeting):
    return {row.about.partition("-")[0]: row for row in Preparing(lead, meeting).all()}


def url_of(meeting):
    return reverse("steering:meeting-prepare", args=[meeting.pk])


def test_what_the_house_knows_is_proposed(lead, member, ahead, meeting, measure):
    engagement = ahead.engagement
    AgendaItemFactory(meeting=meeting, **ALL, title="Blieb liegen", minutes=7)
    late = measure(period="2020", light=Light.YELLOW, light_reason="Es fehlt Geld.", owner="Bauamt")
    ResolutionFactory(engagement=engagement, **ALL, due=YESTERDAY, title="Busse")
    ResolutionFactory(engagement=engagement, **ALL, kind=ResolutionKind.DECISION, answers=ResolutionFactory(**ALL))
    TaskFactory(engagement=engagement, **ALL, due=YESTERDAY, text="Eigentümer fragen")
    MinutesReply.objects.create(meeting=meeting, member=member, room=meeting.room, kind=ReplyKind.OBJECTS, **ALL)
    last = UpdateRoundFactory(engagement=engagement, **ALL)
    Progress.objects.create(measure=late, room=late.room, round=last, source="x", target="x", light="gruen", **ALL)
    found = proposals(lead, ahead)

    assert set(found) == {"punkt", "protokoll", "antwort", "empfehlung", "aufgaben", "runde", "massnahme"}
    assert (found["punkt"].title, found["punkt"].minutes) == ("Blieb liegen", 7)
    assert "überfällig" in found["massnahme"].why
    assert "Es fehlt Geld." in found["massnahme"].why
    assert found["massnahme"].presenter == "Bauamt"
    assert "Eigentümer fragen" in found["aufgaben"].input
    assert found["antwort"].aim == Aim.INFORMATION
    assert {row.is_wanted for row in found.values()} == {True}


def test_a_quiet_house_proposes_nothing(client, lead, ahead, measure):
    measure(light=Light.GREEN)
    client.force_login(lead)

    assert proposals(lead, ahead) == {}
    assert "Nichts ist überfällig" in client.get(url_of(ahead)).content.decode()


def test_yellow_in_time_is_offered_and_red_is_ticked(lead, ahead, measure):
    red, yellow = measure(light=Light.RED), measure(light=Light.YELLOW)
    found = {row.about: row.is_wanted for row in Preparing(lead, ahead).all()}

    assert found == {f"massnahme-{red.pk}": True, f"massnahme-{yellow.pk}": False}


def test_one_click_makes_the_items_once(client, lead, ahead, measure):
    red = measure(light=Light.RED)
    measure(light=Light.YELLOW)
    client.force_login(lead)
    page = client.get(url_of(ahead)).context["form"]
    words = {f"ja-massnahme-{red.pk}": "on", f"ziel-massnahme-{red.pk}": Aim.DECISION, f"zeit-massnahme-{red.pk}": "25"}
    for _ in range(2):
        client.post(url_of(ahead), words)
    item = AgendaItem.objects.get()

    assert len(page.proposals) == 2
    assert (item.aim, item.minutes, item.order, item.circle) == (Aim.DECISION, 25, 1, Circle.STEERING)
    assert [row.about for row in Preparing(lead, ahead).all()] != []
    assert item.about not in {row.about for row in Preparing(lead, ahead).all()}


def test_two_at_once_put_it_there_once(lead, ahead, measure):
    measure(light=Light.RED)
    first, second = Preparing(lead, ahead).all(), Preparing(lead, ahead).all()

    assert [len(add_items(ahead, rows, by=lead)) for rows in (first, second)] == [1, 0]


def test_an_open_item_returns_and_is_not_brought_again(lead, ahead, meeting):
    item = AgendaItemFactory(meeting=meeting, **ALL)
    add_items(ahead, Preparing(lead, ahead).all(), by=lead)
    move_meeting(meeting, MeetingState.HELD, by=lead)
    item.refresh_from_db()

    assert item.state == ItemState.CARRIED
    assert ahead.agenda.get().came_from == item
    assert proposals(lead, ahead) == {}


def test_what_returns_by_itself_and_was_proposed_too_stands_in_nobodys_way(lead, ahead, meeting, measure):
    red = measure(light=Light.RED)
    add_items(ahead, Preparing(lead, ahead).all(), by=lead)
    AgendaItemFactory(meeting=meeting, **ALL, about=f"massnahme-{red.pk}")
    move_meeting(meeting, MeetingState.HELD, by=lead)

    assert ahead.agenda.count() == 2


def test_what_was_told_once_is_no_news(engagement, lead, ahead, meeting, measure):
    last, row = UpdateRoundFactory(engagement=engagement, **ALL), measure()
    Progress.objects.create(measure=row, room=row.room, round=last, source="x", target="x", light="gruen", **ALL)
    assert set(proposals(lead, ahead)) == {"runde"}

    AgendaItemFactory(meeting=meeting, **ALL, about=f"runde-{last.pk}", state=ItemState.CLOSED)
    assert proposals(lead, ahead) == {}


def test_what_lies_further_in_stays_there(client, lead, member, ahead, measure):
    measure(light=Light.RED, circle=Circle.TEAM, title="Kanariengeheim")
    add_items(ahead, Preparing(lead, ahead).all(), by=lead)
    client.force_login(member)

    assert AgendaItem.objects.get().circle == Circle.TEAM
    assert b"Kanariengeheim" not in client.get(ahead.get_absolute_url()).content
    assert client.get(url_of(ahead)).status_code == 403


def test_it_says_when_it_is_too_late_to_invite(client, lead, ahead):
    Meeting.objects.filter(pk=ahead.pk).update(on=TODAY + dt.timedelta(days=3))
    client.force_login(lead)

    assert "die Ladungsfrist beträgt 14" in client.get(url_of(ahead)).content.decode()


def test_what_is_over_is_not_prepared(client, lead, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.HELD)
    client.force_login(lead)

    assert "vorbereiten lässt sich die nächste" in client.get(url_of(meeting), follow=True).content.decode()


def test_bad_minutes_get_a_sentence(client, lead, ahead, measure):
    red = measure(light=Light.RED)
    client.force_login(lead)
    answer = sent_by(client, url_of(ahead), {f"zeit-massnahme-{red.pk}": "-3"})

    assert answer.status_code == 200
    assert "Bitte sehen Sie diese Angaben noch einmal an" in answer.content.decode()
    assert not AgendaItem.objects.exists()


def test_the_page_asks_as_often_for_three_as_for_one(client, lead, ahead, measure, meeting):
    engagement = ahead.engagement

    def filled():
        measure(light=Light.RED)
        AgendaItemFactory(meeting=meeting, **ALL)
        ResolutionFactory(engagement=engagement, **ALL, due=YESTERDAY)
        answered = ResolutionFactory(engagement=engagement, **ALL)
        ResolutionFactory(engagement=engagement, **ALL, kind=ResolutionKind.DECISION, answers=answered)

    def asked():
        client.get(url_of(ahead))
        with CaptureQueriesContext(connection) as seen:
            client.get(url_of(ahead))
        return len(seen)

    client.force_login(lead)
    filled()
    one = asked()
    filled()
    filled()

    assert asked() == one
