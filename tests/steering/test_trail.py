"""The way of a thing, backwards and forwards: whole for who reads all of it, without a trace of what one does not."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rooms.enums import Circle
from rooms.models.items import RoomItemQuerySet
from steering.models import Impulse, Measure, Meeting, Progress, Resolution
from steering.trail import Trail
from tests.factories.engagements import LogEntryFactory
from tests.factories.steering import (
    AgendaItemFactory,
    MeasureFactory,
    MeetingFactory,
    ResolutionFactory,
)

pytestmark = pytest.mark.django_db
FOR_GROUP, INSIDE = {"circle": Circle.STEERING}, {"circle": Circle.TEAM}
SECRET = "kanariezaudert"


@pytest.fixture
def way(engagement, meeting, goal, lead):
    """A need, a meeting, a recommendation, the answer of the council, a measure, a report."""
    item = AgendaItemFactory(meeting=meeting, order=2, title="Wohnraum", **FOR_GROUP)
    words = {"engagement": engagement, **FOR_GROUP}
    asked = ResolutionFactory(**words, number=9, title="Ein Haus", meeting=meeting, item=item)
    answer = ResolutionFactory(**words, kind="beschluss", number=14, title="Das Haus", answers=asked)
    measure = MeasureFactory(goal=goal, title="Lotsin", rests_on=answer, state="in_umsetzung", **FOR_GROUP)
    report_of(measure, "in_umsetzung")
    impulse_of(measure, "Es fehlt Wohnraum", entry=LogEntryFactory(engagement=engagement, title="Runder Tisch"))
    return {"meeting": meeting, "asked": asked, "answer": answer, "measure": measure}


def report_of(measure, target, **fields):
    words = {"source": "beschlossen", "target": target, "light": "gruen"} | FOR_GROUP | fields
    return Progress.objects.create(measure=measure, room=measure.room, **words)


def impulse_of(measure, text, **fields):
    return Impulse.objects.create(measure=measure, room=measure.room, kind="bedarf", text=text, **INSIDE | fields)


def told(stops, depth=0):
    """Each stop with how deep it lies."""
    for stop in stops:
        yield depth, stop.label, stop.title
        yield from told(stop.below, depth + 1)


def labels(user, row):
    row = type(row).objects.get(pk=row.pk)
    return [(depth, label) for depth, label, _title in told(Trail(user, row).stops)]


def page(client, row):
    content = client.get(row.get_absolute_url()).content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken":)"\w+"', "", content)


WHOLE = [(0, "Sitzung"), (1, "Empfehlung"), (2, "Antwort"), (3, "Maßnahme"), (4, "Stand")]


def test_the_team_sees_the_whole_way_from_everywhere(way, lead):
    assert labels(lead, way["measure"]) == [(0, "Bedarf"), *WHOLE]
    for name in ("meeting", "asked", "answer"):
        assert labels(lead, way[name]) == WHOLE, name


def test_the_group_sees_the_same_without_what_the_team_keeps(way, member):
    for row in way.values():
        assert labels(member, row) == WHOLE


def test_where_one_is_is_marked_and_all_else_is_a_link(way, lead, client):
    client.force_login(lead)
    for name, row in way.items():
        content = page(client, row)
        trail = content[content.index('<ol class="trail">') :]
        assert trail.count('aria-current="true"') == 1, name
        for other in way.values():
            assert (f'href="{other.get_absolute_url()}"' in trail) == (other != row)


def test_several_answers_and_measures_stand_side_by_side(way, engagement, goal, lead):
    words = {"engagement": engagement, "kind": "beschluss", **FOR_GROUP}
    second = ResolutionFactory(**words, number=20, answers=way["asked"])
    MeasureFactory(goal=goal, rests_on=second, **FOR_GROUP)
    MeasureFactory(goal=goal, rests_on=way["asked"], **FOR_GROUP)

    found = [depth for depth, label in labels(lead, way["meeting"]) if label == "Maßnahme"]
    assert sorted(found) == [2, 3, 3]


def test_nothing_is_shown_where_there_is_no_way(engagement, meeting, goal, lead):
    alone = MeasureFactory(goal=goal, **FOR_GROUP)
    report_of(alone, "in_umsetzung")
    for row in (alone, meeting, ResolutionFactory(engagement=engagement, **FOR_GROUP)):
        assert labels(lead, row) == []


# --- The wall ------------------------------------------------------------------------------


def hide(way, goal, engagement):
    """Hidden links on all sides: what nobody but the team may learn of."""
    words = {"engagement": engagement, "title": SECRET, **INSIDE}
    measure = way["measure"]
    impulse_of(measure, SECRET, entry=LogEntryFactory(engagement=engagement, title=SECRET))
    ResolutionFactory(**words, kind="beschluss", number=31, answers=way["asked"], meeting=way["meeting"])
    ResolutionFactory(**words, number=32, meeting=way["meeting"])
    MeasureFactory(goal=goal, title=SECRET, rests_on=way["answer"], **INSIDE)
    report_of(measure, "verstetigt", on="2026-01-01", note=SECRET, **INSIDE)


def test_two_worlds_are_the_same_to_whoever_may_not_know(way, goal, engagement, client, member):
    client.force_login(member)
    before = {name: page(client, row) for name, row in way.items()}
    hide(way, goal, engagement)

    for name, row in way.items():
        assert page(client, row) == before[name], name


def break_the_way(way, engagement, goal):
    """A decision in the middle that only the team reads; the ends belong to the group."""
    middle = ResolutionFactory(engagement=engagement, number=40, title=SECRET, answers=way["asked"], **INSIDE)
    Measure.objects.filter(pk=way["measure"].pk).update(rests_on=middle)
    return middle


def test_at_something_hidden_the_way_ends(way, goal, engagement, client, member):
    client.force_login(member)
    Measure.objects.filter(pk=way["measure"].pk).update(rests_on=None)
    before = {name: page(client, row) for name, row in way.items()}
    break_the_way(way, engagement, goal)

    assert labels(member, way["measure"]) == []
    assert labels(member, way["meeting"]) == WHOLE[:3]
    for name, row in way.items():
        assert page(client, row) == before[name], name


def test_a_hidden_meeting_and_item_leave_no_trace(way, body, engagement, client, member):
    """A recommendation from a meeting of the team alone."""
    inner = MeetingFactory(engagement=engagement, body=body, number=77, **INSIDE)
    item = AgendaItemFactory(meeting=inner, title=SECRET, **INSIDE)
    client.force_login(member)
    Resolution.objects.filter(pk=way["asked"].pk).update(meeting=None, item=None)
    before = {name: page(client, row) for name, row in way.items()}
    Resolution.objects.filter(pk=way["asked"].pk).update(meeting=inner, item=item)

    for name, row in way.items():
        assert page(client, row) == before[name], name
    assert labels(member, way["asked"])[0] == (0, "Empfehlung")


def test_a_forgotten_wall_would_be_seen(way, goal, engagement, member, monkeypatch):
    """The gate, seen red: without the rule the hidden steps stand there."""
    hide(way, goal, engagement)
    monkeypatch.setattr(RoomItemQuerySet, "visible_to", lambda rows, user, room=None: rows.all())
    for name in ("measure", "answer", "asked", "meeting"):
        assert SECRET in str(list(told(Trail(member, way[name]).stops))), name


# --- Size ----------------------------------------------------------------------------------


def test_the_same_number_of_statements_with_one_and_with_many(way, goal, lead, client):
    client.force_login(lead)
    meeting, engagement = way["meeting"], way["meeting"].engagement

    def asked(row):
        with CaptureQueriesContext(connection) as found:
            client.get(row.get_absolute_url())
        return len(found)

    before = {name: asked(row) for name, row in way.items()}
    words = {"engagement": engagement, **FOR_GROUP}
    for number in range(50, 53):
        question = ResolutionFactory(**words, number=number, meeting=meeting)
        answer = ResolutionFactory(**words, kind="beschluss", number=number, answers=question)
        for rests_on in (answer, way["answer"], way["asked"]):
            report_of(MeasureFactory(goal=goal, rests_on=rests_on, **FOR_GROUP), "in_umsetzung")
        impulse_of(way["measure"], f"Anstoß {number}", entry=LogEntryFactory(engagement=engagement))

    assert {name: asked(row) for name, row in way.items()} == before


def test_addresses_of_a_way_lead_where_they_say(way, client, member):
    client.force_login(member)
    for row in way.values():
        for url in re.findall(r'<ol class="trail">.*?</section>', page(client, row), re.DOTALL):
            for target in re.findall(r'href="([^"]+)"', url):
                assert client.get(target).status_code == 200
    assert Meeting.objects.count() == 1
    assert reverse("steering:measure-detail", args=[way["measure"].pk]) == way["measure"].get_absolute_url()
