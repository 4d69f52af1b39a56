import datetime as dt

import pytest
from django.utils import timezone

from engagements.transitions.steps import ReasonMissing, StepRefused
from rooms.enums import Circle
from rooms.transitions import approve
from steering.enums import ItemState, Light, MeasureState, MeetingState, MinutesState
from steering.models import AgendaItem, Meeting, Progress
from steering.numbering import next_number
from steering.transitions.measures import MEASURE_NEXT, report
from steering.transitions.meetings import TooEarly, bring_open_items, close_item, move_meeting
from steering.transitions.minutes import approve_minutes, digest, edition_of, send_to_review, take_back
from tests.factories.steering import (
    AgendaItemFactory,
    MeasureFactory,
    MeetingFactory,
    MinutesFactory,
)

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + dt.timedelta(days=1)
TEXT = "Die Runde begrüßt den Entwurf.\n\n[intern]Das Amt zögert.[/intern]"


@pytest.fixture
def minutes(meeting):
    return MinutesFactory(meeting=meeting, text=TEXT)


def released(minutes, advisor, lead):
    release = send_to_review(minutes, by=advisor, reply_by=TOMORROW)
    return approve(release, by=lead)


# --- meetings ------------------------------------------------------------------------------


def test_what_stayed_open_returns_on_the_next_agenda_once(meeting, lead):
    later = MeetingFactory(engagement=meeting.engagement, body=meeting.body, on=TOMORROW)
    AgendaItemFactory(meeting=later, order=1)
    kept, done = AgendaItemFactory.create_batch(2, meeting=meeting, circle=Circle.STEERING)
    close_item(done, by=lead)

    move_meeting(meeting, MeetingState.HELD, by=lead)
    bring_open_items(meeting.body, by=lead)

    returned = AgendaItem.objects.get(came_from=kept)
    kept.refresh_from_db()
    assert (returned.meeting, returned.title, returned.order, returned.circle) == (
        later,
        kept.title,
        2,
        Circle.STEERING,
    )
    assert kept.state == ItemState.CARRIED
    assert not AgendaItem.objects.filter(came_from=done).exists()


def test_an_item_that_has_returned_is_closed_there(meeting, lead):
    MeetingFactory(engagement=meeting.engagement, body=meeting.body, on=TOMORROW)
    item = AgendaItemFactory(meeting=meeting)
    move_meeting(meeting, MeetingState.HELD, by=lead)

    with pytest.raises(StepRefused, match="spätere"):
        close_item(item, by=lead)


def test_nobody_has_met_tomorrow(meeting, lead):
    later = MeetingFactory(engagement=meeting.engagement, body=meeting.body, on=TOMORROW)

    with pytest.raises(TooEarly):
        move_meeting(later, MeetingState.HELD, by=lead)


def test_a_cancelled_meeting_says_why_and_tells_the_calendars(meeting, lead):
    with pytest.raises(ReasonMissing):
        move_meeting(meeting, MeetingState.CANCELLED, by=lead)

    moved = move_meeting(meeting, MeetingState.CANCELLED, by=lead, reason="Hochwasser")

    assert (moved.cancelled_why, moved.sequence) == ("Hochwasser", 1)


# --- minutes -------------------------------------------------------------------------------


def test_the_group_reads_no_internal_passage(minutes, advisor, lead):
    release = released(minutes, advisor, lead)

    assert release.circle == Circle.STEERING
    assert "zögert" not in str(release.content)
    assert "begrüßt" in str(release.content)


def test_minutes_are_approved_with_their_hash(minutes, advisor, lead):
    released(minutes, advisor, lead)
    Meeting.objects.update(reply_by=TOMORROW - dt.timedelta(days=2))

    done = approve_minutes(minutes, by=lead)

    assert (done.state, done.sha256) == (MinutesState.APPROVED, digest(TEXT))
    with pytest.raises(StepRefused):
        take_back(done, by=lead)


def test_nothing_is_approved_that_the_group_has_not_read(minutes, advisor, lead):
    send_to_review(minutes, by=advisor, reply_by=TOMORROW)

    with pytest.raises(StepRefused, match="zweite Person"):
        approve_minutes(minutes, by=lead)


def test_a_text_changed_after_the_release_is_not_approved(minutes, advisor, lead):
    released(minutes, advisor, lead)
    minutes.refresh_from_db()
    minutes.text = TEXT + "\n\nUnd noch etwas."
    minutes.save()

    with pytest.raises(StepRefused, match="geändert"):
        approve_minutes(minutes, by=lead)


def test_minutes_that_are_internal_throughout_are_not_sent(meeting, advisor):
    minutes = MinutesFactory(meeting=meeting, text="[intern]Alles.[/intern]")

    with pytest.raises(StepRefused, match="bleibt nichts"):
        send_to_review(minutes, by=advisor, reply_by=TOMORROW)


def test_the_newest_edition_counts(minutes, advisor, lead):
    released(minutes, advisor, lead)
    minutes.refresh_from_db()
    minutes = take_back(minutes, by=lead)
    minutes.text = "Neu gefasst."
    minutes.save()
    released(minutes, advisor, lead)

    assert edition_of(minutes.pk).content == [["", "Neu gefasst."]]


# --- measures ------------------------------------------------------------------------------


def test_every_report_stays(lead):
    measure = MeasureFactory(state=MeasureState.DECIDED)

    report(measure, target=MeasureState.RUNNING, light=Light.GREEN, by=lead, note="Stelle besetzt")
    report(measure, target=MeasureState.RUNNING, light=Light.YELLOW, by=lead, note="Haushalt offen")

    measure.refresh_from_db()
    assert (measure.state, measure.light, measure.light_reason) == ("in_umsetzung", "gelb", "Haushalt offen")
    assert list(Progress.objects.values_list("source", "target", "light").order_by("pk")) == [
        ("beschlossen", "in_umsetzung", "gruen"),
        ("in_umsetzung", "in_umsetzung", "gelb"),
    ]


@pytest.mark.parametrize("light", [Light.YELLOW, Light.RED])
def test_yellow_and_red_want_a_reason(light, lead):
    with pytest.raises(ReasonMissing):
        report(MeasureFactory(), target=MeasureState.PROPOSED, light=light, by=lead)


def test_no_step_leads_from_proposed_to_done(lead):
    with pytest.raises(StepRefused, match="führt kein Schritt"):
        report(MeasureFactory(), target=MeasureState.DONE, light=Light.GREEN, by=lead, note="fertig")


def test_every_state_is_reached_and_none_is_a_trap_by_accident():
    assert set(MEASURE_NEXT) == set(MeasureState)
    assert {target for targets in MEASURE_NEXT.values() for target in targets} == set(MeasureState)


# --- numbers -------------------------------------------------------------------------------


def test_a_number_is_given_once_also_after_a_deletion():
    measure = MeasureFactory()
    first = next_number(measure.engagement, "measure")
    measure.delete()

    assert [first, next_number(measure.engagement, "measure")] == [1, 2]
