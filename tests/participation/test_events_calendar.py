"""Events in calendars: read by outside parsers, told when they are off, and nothing in them that is not public."""

import datetime as dt
import shutil
import subprocess

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from participation.enums import EventState, Publicness
from participation.models import Event
from participation.transitions.events import move_event
from rooms.enums import Circle
from tests.factories.events import EventFactory, OpenEventFactory, VenueFactory, in_days

pytestmark = pytest.mark.django_db
FEED = "/oeffentlich/veranstaltungen/kalender.ics"


def entries(client, url=FEED):
    found = Calendar.from_ical(client.get(url).content)
    return {str(each["uid"]): each for each in found.walk("VEVENT")}


@pytest.fixture
def event(engagement):
    return OpenEventFactory(engagement=engagement, title="Forum; mit, Zeichen\\", place="Ludwigslust")


def test_a_public_event_as_a_program_reads_it(client, event):
    VenueFactory(event=event, place_detail="Hinterhaus, zweiter Stock")
    for url in (FEED, reverse("reports:event-calendar", args=[event.pk])):
        found = entries(client, url)[str(event.pk)]
        assert str(found["summary"]) == event.title
        assert str(found["location"]) == "Ludwigslust"
        assert found["dtstart"].dt == event.begins
        assert found["dtend"].dt == event.ends
        assert b"Hinterhaus" not in client.get(url).content


def test_a_second_parser_agrees(client, event):
    found = vobject.readOne(client.get(FEED).content.decode())

    assert found.vevent.summary.value == event.title
    assert found.vevent.dtstart.value.utcoffset() == timezone.localtime(event.begins).utcoffset()
    assert found.serialize()


def test_a_third_program_imports_it(client, event, tmp_path):
    khal = shutil.which("khal") or ".venv/bin/khal"
    (tmp_path / "kalender").mkdir()
    (tmp_path / "feed.ics").write_bytes(client.get(FEED).content)
    (tmp_path / "config").write_text(
        f"[calendars]\n[[eins]]\npath = {tmp_path}/kalender\ntype = calendar\n[locale]\n"
        "timeformat = %H:%M\ndateformat = %d.%m.\nlongdateformat = %d.%m.%Y\n"
        "datetimeformat = %d.%m. %H:%M\nlongdatetimeformat = %d.%m.%Y %H:%M\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    command = [khal, "-c", str(tmp_path / "config"), "import", "--batch", str(tmp_path / "feed.ics")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (found,) = (tmp_path / "kalender").glob("*.ics")

    assert vobject.readOne(found.read_text()).vevent.uid.value == str(event.pk)


def test_one_that_is_off_says_so_for_a_month(client, event, lead):
    before = entries(client)[str(event.pk)]["sequence"]
    move_event(event, EventState.CANCELLED, by=lead)
    found = entries(client)[str(event.pk)]

    assert str(found["status"]) == "CANCELLED"
    assert str(found["summary"]).startswith("Abgesagt")
    assert found["sequence"] > before
    Event.objects.filter(pk=event.pk).update(changed_at=timezone.now() - dt.timedelta(days=31))
    assert not entries(client)


@pytest.mark.parametrize(
    "change",
    [
        {"circle": Circle.NETWORK},
        {"circle": Circle.STEERING},
        {"circle": Circle.NETWORK, "publicness": Publicness.CLOSED},
        {"begins": None, "ends": None},
    ],
)
def test_what_is_not_public_stands_in_no_feed(client, event, change):
    Event.objects.filter(pk=event.pk).update(**change)

    assert not entries(client)


def test_without_the_circle_it_would_stand_there(client, event, monkeypatch):
    """The planted leak, seen red."""
    Event.objects.filter(pk=event.pk).update(circle=Circle.STEERING)
    monkeypatch.setattr("reports.views.events.public_events", lambda request: Event.objects.all())
    # Even then the wall of the database lets nothing through for nobody.
    assert not entries(client)
    Event.objects.filter(pk=event.pk).update(circle=Circle.PUBLIC)
    assert entries(client)


def test_days_without_hours(client, engagement):
    day = in_days(10, 0)
    event = OpenEventFactory(engagement=engagement, begins=day, ends=day + dt.timedelta(days=1), has_times=False)
    found = entries(client)[str(event.pk)]

    assert found["dtstart"].dt == day.date()
    assert found["dtend"].dt == day.date() + dt.timedelta(days=2)


def test_the_same_bytes_as_long_as_nothing_changes(client, event):
    first = client.get(FEED)

    assert first.content == client.get(FEED).content
    assert "public" in first["Cache-Control"]
    assert not first.cookies


def test_members_take_an_inner_event_along(client, member, engagement):
    event = EventFactory(engagement=engagement, circle=Circle.STEERING)
    client.force_login(member)
    found = entries(client, reverse("participation:event-calendar", args=[event.pk]))

    assert str(found[str(event.pk)]["class"]) == "CONFIDENTIAL"
