"""Events: planned from a format, opened, held; the run sheet's clock; what everybody reads keeps its words."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from engagements.transitions.steps import StepRefused
from participation.enums import EventState, Format, Publicness
from participation.event_sheet import clocked, minutes_over
from participation.formats import USUAL, usual
from participation.models import Event, EventPhoto, Slot
from participation.transitions.events import EVENT_NEXT, move_event
from rooms.enums import Circle
from rooms.models import File
from stakeholders.enums import BodyKind
from stakeholders.models import Body
from tests.factories.events import (
    EventFactory,
    OpenEventFactory,
    RegistrationFactory,
    SlotFactory,
    in_days,
)
from tests.factories.steering import ActionFieldFactory
from tests.pages.reading import key_in

pytestmark = pytest.mark.django_db


def page_of(client, event):
    return client.get(reverse("participation:event-detail", args=[event.pk])).content.decode()


# --- planning -------------------------------------------------------------------------------


def test_a_format_brings_what_is_usual(signed_in, engagement):
    url = reverse("participation:event-create", args=[engagement.pk])
    page = signed_in.get(f"{url}?format={Format.LARGE_GROUP}")
    assert page.context["form"]["title"].value() == "Großgruppenforum"
    data = {
        **{"title": "Wie leben wir zusammen?", "format": Format.LARGE_GROUP, "publicness": Publicness.PARTLY},
        **{"mode": "praesenz", "begins": "2030-05-14T10:00", "has_times": "on", "attendance": "zaehlen"},
        **{"needs_registration": "on", "circle": 20, "key": key_in(page)},
    }
    for _twice in range(2):
        assert signed_in.post(url, data).status_code == 302

    event = Event.objects.get()
    assert event.ends - event.begins == dt.timedelta(hours=7)
    assert [slot.title for slot in event.slots.all()] == [str(step[0]) for step in usual(event.format).steps]


@pytest.mark.parametrize("name", USUAL)
def test_the_usual_steps_fit_into_the_usual_time(name):
    way = USUAL[name]

    assert sum(minutes for _title, minutes, _method in way.steps) <= way.hours * 60


def test_an_end_before_the_beginning_is_told_with_one_sentence(signed_in, engagement):
    url = reverse("participation:event-create", args=[engagement.pk])
    data = {"title": "X", "begins": "2030-05-14T10:00", "ends": "2030-05-14T09:00", "format": "auftakt"}
    page = signed_in.post(url, data | {"key": key_in(signed_in.get(url))}).content.decode()

    assert "Das Ende liegt vor dem Beginn." in page
    assert not Event.objects.exists()


def test_an_event_needs_no_consultation(lead, engagement):
    """Where the room is a network's."""
    event = EventFactory(engagement=None, room=engagement.room)

    assert event.engagement is None
    assert str(event)


# --- the way --------------------------------------------------------------------------------


@pytest.mark.parametrize("source", EventState)
@pytest.mark.parametrize("target", EventState)
def test_every_step_that_is_not_in_the_table_is_refused(engagement, lead, source, target):
    event = EventFactory(engagement=engagement, state=source, begins=in_days(0, 0), ends=None)
    if target in EVENT_NEXT[source]:
        assert move_event(event, target, by=lead).state == target
    else:
        with pytest.raises(StepRefused):
            move_event(event, target, by=lead)


def test_nobody_has_met_tomorrow_and_nothing_opens_without_a_day(engagement, lead):
    with pytest.raises(StepRefused):
        move_event(EventFactory(engagement=engagement, begins=in_days(1), ends=None), EventState.HELD, by=lead)
    with pytest.raises(StepRefused):
        move_event(EventFactory(engagement=engagement, begins=None, ends=None), EventState.OPEN, by=lead)


def test_who_had_registered_hears_once_that_it_is_off(signed_in, engagement, django_capture_on_commit_callbacks):
    event = OpenEventFactory(engagement=engagement)
    RegistrationFactory(event=event, email="ada@gast.example")
    RegistrationFactory(event=event, email="weg@gast.example", state="abgemeldet")
    url = reverse("participation:event-move", args=[event.pk, "abgesagt"])
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.get(url)
        signed_in.post(url)
        signed_in.post(url)

    assert [message.to for message in mail.outbox] == [["ada@gast.example"]]
    assert (
        "Die Veranstaltung ist abgesagt." in signed_in.get(reverse("reports:event", args=[event.pk])).content.decode()
    )


def test_the_page_says_what_is_next(signed_in, engagement):
    event = EventFactory(engagement=engagement, publicness=Publicness.OPEN)
    words = page_of(signed_in, event)
    for word in ("Zur Freigabe vorschlagen", "Treffpunkt eintragen", "Anmeldung öffnen", "Ablauf schreiben"):
        assert word in words
    Event.objects.filter(pk=event.pk).update(state=EventState.HELD, begins=in_days(-1), ends=None)
    words = page_of(signed_in, event)

    assert "Zahlen eintragen" in words
    assert "Arbeitsgruppen und Verantwortliche einsetzen" in words


def test_at_the_close_of_a_forum_groups_are_set_up_in_one_step(signed_in, engagement):
    field = ActionFieldFactory(engagement=engagement, circle=20, name="Wohnen")
    event = EventFactory(engagement=engagement, state=EventState.HELD, begins=in_days(-1), ends=None)
    url = re.search(r'href="([^"]+)">Arbeitsgruppen und', page_of(signed_in, event))[1]
    data = {f"group-{field.pk}": "AG Wohnen", f"lead-{field.pk}": "Sozialamt", f"was-{field.pk}": field.version}
    signed_in.post(url, data | {"key": key_in(signed_in.get(url))})

    assert Body.objects.get().kind == BodyKind.WORKING_GROUP
    field.refresh_from_db()
    assert field.lead == "Sozialamt"


def test_members_of_the_group_read_and_change_nothing(client, member, engagement):
    event = EventFactory(engagement=engagement, circle=Circle.STEERING)
    RegistrationFactory(event=event, name="Ada Gast")
    client.force_login(member)

    assert "Ada Gast" not in page_of(client, event)
    for name in ("event-update", "event-registrations", "attendance-print", "event-counts", "slot-create"):
        assert client.get(reverse(f"participation:{name}", args=[event.pk])).status_code == 403


def test_somebody_from_elsewhere_reads_a_public_event_on_its_public_page_only(client, outsider, engagement):
    event = OpenEventFactory(engagement=engagement)
    client.force_login(outsider)

    assert client.get(reverse("participation:event-detail", args=[event.pk])).status_code == 404
    assert client.get(reverse("reports:event", args=[event.pk])).status_code == 200


# --- the run sheet --------------------------------------------------------------------------


def test_the_clock_follows_the_minutes(engagement):
    event = EventFactory(engagement=engagement, begins=in_days(3, 18), ends=in_days(3, 19))
    SlotFactory(event=event, minutes=15)
    SlotFactory(event=event, minutes=30, starts=dt.time(18, 10))
    SlotFactory(event=event, minutes=45)
    steps = clocked(event, Slot.objects.filter(event=event))

    assert [f"{step.begins:%H:%M}" for step in steps] == ["18:00", "18:10", "18:40"]
    assert [step.overlap for step in steps] == [0, 5, 0]
    assert minutes_over(event, steps) == 25


def test_steps_move_and_go(signed_in, engagement):
    event = EventFactory(engagement=engagement)
    rows = [SlotFactory(event=event, title=word, order=n) for n, word in enumerate("abc", 1)]
    order = reverse("participation:slot-order", args=[rows[2].pk])
    signed_in.post(order, {"what": "up"})
    assert [row.title for row in event.slots.all()] == ["a", "c", "b"]
    signed_in.post(order, {"what": "remove"})
    assert [(row.title, row.order) for row in event.slots.all()] == [("a", 1), ("b", 2)]


def test_steps_already_there_are_not_doubled(signed_in, engagement):
    event = EventFactory(engagement=engagement, format=Format.FORUM)
    for _twice in range(2):
        signed_in.post(reverse("participation:event-sheet-usual", args=[event.pk]))

    assert event.slots.count() == len(usual(Format.FORUM).steps)


# --- lists and photographs ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["participation:event-list", "reports:events"])
def test_a_list_asks_as_much_for_three_as_for_one(client, lead, engagement, name):
    args = [engagement.pk] if name.startswith("participation") else []
    if args:
        client.force_login(lead)
    counts = []
    for n in (1, 2):
        for _more in range(n):
            OpenEventFactory(engagement=engagement, capacity=3)
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name, args=args))
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_no_photograph_without_consent(signed_in, engagement):
    event = EventFactory(engagement=engagement)
    assert (
        "Das ist der Normalfall"
        in signed_in.get(reverse("participation:event-photos", args=[event.pk])).content.decode()
    )
    page = signed_in.post(reverse("participation:photo-create", args=[event.pk]), {"shows": "Saal"}).content.decode()

    assert "Ohne Zustimmung kein Foto." in page
    assert not EventPhoto.objects.exists()


def test_a_withdrawn_photograph_is_gone(signed_in, lead, engagement, django_capture_on_commit_callbacks):
    event = EventFactory(engagement=engagement)
    inside = {"room": event.room, "author": lead}
    words = {"name": "saal.png", "content_type": "image/png", "size": 3, "sha256": "0" * 64}
    file = File.objects.create(**inside, **words, content=ContentFile(b"png", "s.png"))
    page = signed_in.get(reverse("participation:photo-create", args=[event.pk]))
    data = {"file": file.pk, "shows": "Saal", "asked_by": "Moderation", "asked_on": "2026-01-15", "circle": 40}
    data |= {"consent": "Für das Protokoll", "agreed": "on", "key": key_in(page)}
    assert signed_in.post(reverse("participation:photo-create", args=[event.pk]), data).status_code == 302
    photo, name = EventPhoto.objects.get(), file.content.name
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(reverse("participation:photo-delete", args=[photo.pk]))

    assert not EventPhoto.objects.exists()
    assert not File.objects.filter(pk=file.pk).exists()
    assert not file.content.storage.exists(name)


def test_today_counts_until_it_is_over(engagement):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = EventFactory(engagement=engagement, begins=midnight, ends=None)

    assert today in Event.objects.ahead()
    assert today.is_over
