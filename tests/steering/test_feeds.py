"""What stands in a calendar, byte by byte, and what never does."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.models import When
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from audit.models import Read
from rooms.enums import Circle
from steering import feeds
from steering.forms.meetings import MeetingForm
from steering.models import Meeting
from steering.transitions.meetings import move_meeting
from tests.factories.stakeholders import PersonFactory
from tests.factories.steering import AgendaItemFactory, BodyFactory, MinutesFactory, TermFactory

from .feeds import clocks_change, day, events, fetch, meets, subscribed

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(body, engagement):
    return meets(body, engagement, number=10, place="Rathaus, Saal 2; hinten")


def raw(url):
    return fetch(url).content.replace(b"\r\n ", b"").decode()


def test_a_meeting_as_a_program_reads_it(member, body, planned):
    event = events(subscribed(member))[str(planned.pk)]

    assert str(event["summary"]) == f"10. Sitzung {body.name}"
    assert str(event["location"]) == "Rathaus, Saal 2; hinten"
    assert (event.start.tzinfo.key, event.start.hour, event.end.hour) == ("Europe/Berlin", 18, 20)
    assert (event["status"], event["class"], int(event["sequence"])) == ("TENTATIVE", "CONFIDENTIAL", 0)
    assert str(event["url"]) == f"http://testserver{planned.get_absolute_url()}"


def test_the_calendar_around_it(member, planned):
    text = raw(subscribed(member))

    for line in (
        "VERSION:2.0",
        "NAME:Ortsgespräch: Sitzungen",
        "X-WR-CALNAME:Ortsgespräch: Sitzungen",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "TZID:Europe/Berlin",
        "LOCATION:Rathaus\\, Saal 2\\; hinten",
    ):
        assert f"\r\n{line}\r\n" in text, line
    assert all(len(line) <= 75 for line in fetch(reverse("steering:feed", args=["a" * 64])).content.split(b"\r\n"))


def test_never_agenda_names_or_minutes(lead, body, planned):
    """Planted all around the meeting; read by somebody who reads all of it on the page."""
    planned.online, planned.cancelled_why = "https://example.org/geheim-online", "geheim-grund"
    planned.save()
    body.purpose = "geheim-aufgabe"
    body.save()
    AgendaItemFactory(meeting=planned, title="geheim-top", presenter="geheim-name", circle=Circle.STEERING)
    MinutesFactory(meeting=planned, text="geheim-protokoll")
    TermFactory(body=body, name="geheim-mitglied", person=PersonFactory(room=planned.room, name="geheim-person"))

    assert "geheim" not in raw(subscribed(lead))


def test_a_confidential_meeting_has_no_title_no_body_and_no_place(lead, engagement):
    inside = BodyFactory(room=engagement.room, circle=Circle.TEAM, name="geheim-gremium")
    meeting = meets(inside, engagement, circle=Circle.TEAM, place="geheim-ort", number=77)
    for url in (subscribed(lead), subscribed(lead, inside, "b" * 64)):
        event = events(url)[str(meeting.pk)]
        assert str(event["summary"]) == "Termin (vertraulich)"
        assert "geheim" not in raw(url)
        assert "77" not in str(event["summary"])
    assert not Read.objects.exists()  # nothing of it was even loaded


def test_without_the_rule_the_search_would_find_it(lead, engagement, monkeypatch):
    """The gate, seen red."""
    inside = BodyFactory(room=engagement.room, circle=Circle.TEAM, name="geheim-gremium")
    meets(inside, engagement, circle=Circle.TEAM)
    monkeypatch.setattr("steering.feeds.When", lambda then, **_rule: When(pk__isnull=False, then=then))
    monkeypatch.setattr("steering.exports.calendar.Circle", SimpleNamespace(TEAM=99, PUBLIC=0))

    assert "geheim" in raw(subscribed(lead))


def test_a_calendar_that_loads_the_row_itself_does_not_leave(lead, engagement, monkeypatch):
    """Such a read would have to be noted, and nobody has signed in whom it could be noted for."""
    inside = BodyFactory(room=engagement.room, circle=Circle.TEAM, name="geheim-gremium")
    meets(inside, engagement, circle=Circle.TEAM)
    monkeypatch.setattr("steering.exports.calendar.title", lambda meeting: meeting.body.name)

    assert Client(raise_request_exception=False).get(subscribed(lead)).status_code == 500


def test_a_protected_meeting_is_in_no_calendar(client, lead, body, engagement, planned):
    hidden = meets(body, engagement, is_protected=True, place="geheim-ort", on=day(31))
    url = subscribed(lead)
    assert set(events(url)) == {str(planned.pk)}
    assert "geheim" not in raw(url)

    client.force_login(lead)
    answer = client.get(reverse("steering:meeting-calendar", args=[hidden.pk]), follow=True)
    assert "sie steht in keinem Kalender" in answer.content.decode()
    assert "Termin in meinen Kalender" not in answer.content.decode()


def test_one_that_is_protected_later_goes_from_the_calendar(lead, planned):
    url = subscribed(lead)
    assert events(url)
    Meeting.objects.filter(pk=planned.pk).update(is_protected=True)
    assert not events(url)


def test_what_changes_is_counted(lead, planned, engagement):
    """Day, time and place in the form, each state in its step; what no calendar shows is not."""
    url = subscribed(lead)

    def sent(**changes):
        form = MeetingForm(instance=Meeting.objects.get(pk=planned.pk), user=lead)
        data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        data |= {"body": planned.body_id} | changes
        form = MeetingForm(data, instance=Meeting.objects.get(pk=planned.pk), user=lead)
        assert form.is_valid(), form.errors
        form.save_by(lead)
        return int(events(url)[str(planned.pk)]["sequence"])

    assert sent(on=str(day(40))) == 1
    assert sent(begins="17:00", ends="19:00") == 2
    assert sent(place="Alter Speicher") == 3
    assert sent() == 3
    move_meeting(planned, "eingeladen", by=lead)
    event = events(url)[str(planned.pk)]
    assert (int(event["sequence"]), event["status"], str(event["location"])) == (4, "CONFIRMED", "Alter Speicher")


def test_a_cancelled_meeting_says_so_and_then_is_gone(lead, planned):
    url = subscribed(lead)
    move_meeting(planned, "abgesagt", by=lead, reason="geheim-grund")

    event = events(url)[str(planned.pk)]
    assert (event["status"], int(event["sequence"])) == ("CANCELLED", 1)
    assert str(event["summary"]).startswith("Abgesagt: 10. Sitzung")
    assert "geheim" not in raw(url)
    Meeting.objects.filter(pk=planned.pk).update(changed_at=timezone.now() - feeds.GOES_AFTER - dt.timedelta(hours=1))
    assert not events(url)


def test_a_year_back_and_all_that_is_ahead(lead, body, engagement):
    rows = {days: meets(body, engagement, on=day(days)) for days in (-366, -365, 0, 900)}

    assert set(events(subscribed(lead))) == {str(rows[days].pk) for days in (-365, 0, 900)}


def test_the_same_key_in_every_calendar(client, lead, body, engagement):
    Meeting.objects.all().delete()
    body.circle, body.is_public = Circle.PUBLIC, True
    body.save()
    meeting = meets(body, engagement, circle=Circle.PUBLIC)
    client.force_login(lead)
    one = client.get(reverse("steering:meeting-calendar", args=[meeting.pk])).content
    found = [set(events(url)) for url in (subscribed(lead), subscribed(lead, body, "b" * 64))]
    found.append(set(events(reverse("steering:feed-public", args=[body.pk]))))

    assert [*found, {str(Calendar.from_ical(one).events[0]["uid"])}] == [{str(meeting.pk)}] * 4


@pytest.mark.parametrize(("month", "days", "hour"), [(3, -1, 17), (3, 1, 16), (10, -1, 16), (10, 1, 17)])
def test_six_in_the_evening_stays_six_when_the_clocks_change(lead, body, month, days, hour):
    meeting = meets(body, body.room.engagement, on=clocks_change(month, days))
    event = events(subscribed(lead))[str(meeting.pk)]

    assert event.start.astimezone(dt.UTC).hour == hour
    assert event.start.hour == 18


def test_without_a_time_it_is_a_day(lead, body, engagement):
    meeting = meets(body, engagement, begins=None, ends=None)
    event = events(subscribed(lead))[str(meeting.pk)]
    assert event.start == meeting.on
    assert event["transp"] == "TRANSPARENT"

    Meeting.objects.update(begins=dt.time(9))
    assert "dtend" not in events(subscribed(lead, token="b" * 64))[str(meeting.pk)]


@pytest.mark.parametrize("bad", ["\r\nEND:VEVENT\r\nBEGIN:VEVENT", "\rATTACH:x", "\x0bATTACH:x", "\u2028ATTACH:x"])
def test_no_text_begins_a_line_of_its_own(lead, body, engagement, bad):
    body.name = f"Runde{bad}"
    body.save()
    meets(body, engagement, place=f"Saal{bad}")
    content = fetch(subscribed(lead, body)).content

    lines = content.decode().splitlines()
    assert [lines.count(each) for each in ("BEGIN:VEVENT", "END:VEVENT")] == [1, 1]
    assert not [line for line in lines if line.startswith("ATTACH")]
    assert len(Calendar.from_ical(content).events) == 1


def test_the_same_bytes_until_something_changes(lead, planned):
    url = subscribed(lead)
    first = fetch(url)
    assert first.content == fetch(url).content
    again = fetch(url, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")

    Meeting.objects.filter(pk=planned.pk).delete()  # nothing newer is there, and yet it is not the same
    assert fetch(url, if_none_match=first["ETag"]).status_code == 200


def test_fixed_number_of_statements(lead, body, engagement):
    counts = []
    url = subscribed(lead)
    for n in (1, 2):
        for _each in range(n):
            meets(body, engagement)
        fetch(url)  # the day of the first fetch is noted once
        with CaptureQueriesContext(connection) as seen:
            assert fetch(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_one_meeting_for_ones_own_calendar(member, planned):
    client = Client()
    client.force_login(member)
    response = client.get(reverse("steering:meeting-calendar", args=[planned.pk]))

    assert response["Content-Disposition"] == 'attachment; filename="termin.ics"'
    assert response["Cache-Control"] == "no-store, private"
    assert str(planned.pk) in response.content.decode()
    assert "Termin in meinen Kalender" in client.get(planned.get_absolute_url()).content.decode()


# --- the public one ------------------------------------------------------------------------


@pytest.mark.parametrize("circle", [circle for circle in Circle if circle < Circle.SEALED])
@pytest.mark.parametrize("is_public", [True, False])
def test_only_a_body_that_meets_in_public_has_a_public_calendar(client, lead, engagement, circle, is_public):
    body = BodyFactory(room=engagement.room, circle=circle, is_public=is_public, name="geheim")
    meets(body, engagement, circle=circle)
    url = reverse("steering:feed-public", args=[body.pk])
    client.force_login(lead)  # reads it all, and yet
    for page in (fetch(url), client.get(url)):
        opens = circle == Circle.PUBLIC and is_public
        assert page.status_code == (200 if opens else 404)
        assert ("geheim" in page.content.decode()) == opens


def test_the_public_calendar_holds_public_meetings_only(client, lead, engagement):
    body = BodyFactory(room=engagement.room, circle=Circle.PUBLIC, is_public=True)
    rows = {circle: meets(body, engagement, circle=circle) for circle in Circle if circle < Circle.SEALED}
    url = reverse("steering:feed-public", args=[body.pk])
    client.force_login(lead)

    assert set(events(url)) == {str(rows[Circle.PUBLIC].pk)}
    assert str(rows[Circle.TEAM].pk) not in client.get(url).content.decode()
    assert events(url)[str(rows[Circle.PUBLIC].pk)]["class"] == "PUBLIC"
    assert "url" not in events(url)[str(rows[Circle.PUBLIC].pk)]  # nobody could open it
