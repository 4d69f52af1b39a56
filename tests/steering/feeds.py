"""What the tests of the calendars share: meetings around today, and a calendar read as a program reads it."""

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from rooms.enums import Circle
from steering.feeds import make_feed
from steering.models import Feed
from tests.factories.steering import MeetingFactory

TOKEN = "a" * 64


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def clocks_change(month, days):
    """So many days from the Sunday of next year on which the clocks change in March or October."""
    last = dt.date(timezone.localdate().year + 1, month, 31)
    return last - dt.timedelta(days=last.isoweekday() % 7) + dt.timedelta(days=days)


def meets(body, engagement, **fields):
    """A meeting of the group in a month."""
    fields = {"circle": Circle.STEERING, "on": day(30), "begins": dt.time(18), "ends": dt.time(20)} | fields
    return MeetingFactory(body=body, engagement=engagement, **fields)


def subscribed(person, body=None, token=TOKEN):
    """The address of a new calendar of this person."""
    make_feed(Feed(label="Telefon", of_body=body is not None, body=body), token, by=person)
    return reverse("steering:feed", args=[token])


def fetch(url, **headers):
    return Client().get(url, headers=headers)


def events(url):
    """Key of a meeting -> its event, as a program without a session gets it."""
    response = fetch(url)
    assert response.status_code == 200, response.status_code
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}
