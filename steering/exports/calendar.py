"""Meetings as a calendar (RFC 5545): when, which body, and the way to the page; never what it is about, never who."""

import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from rooms.enums import Circle

from ..enums import MeetingState

CONTENT_TYPE = "text/calendar; charset=utf-8"
AGAIN_AFTER = timedelta(hours=6)
UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")  # nothing that could begin a line of its own
STATUS = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def calendar(meetings, *, name, link=None):
    """These meetings as bytes. `link` makes the address of the page of one."""
    return frame("Sitzungen", name, [event(meeting, link) for meeting in meetings])


def frame(kind, name, rows):
    """A calendar as bytes; the same as long as nothing changes."""
    from icalendar import Calendar  # noqa: PLC0415 -- loaded when somebody asks for a calendar

    name = line(name)
    found = Calendar()
    found.add("prodid", f"-//Ortsgespräch//{kind}//DE")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    for row in rows:
        found.add_component(row)
    found.add_missing_timezones()
    return found.to_ical()


def entry(row, status, changed):
    """What stands in a calendar for a row; it knows it again by its key, wherever it met it."""
    from icalendar import Event  # noqa: PLC0415

    changed = changed.astimezone(UTC).replace(microsecond=0)
    found = Event()
    found.add("uid", str(row.pk))
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("sequence", row.sequence)
    found.add("status", status)
    found.add("class", "PUBLIC" if row.circle == Circle.PUBLIC else "CONFIDENTIAL")
    return found


def event(meeting, link):
    """One meeting."""
    status = STATUS.get(meeting.state, "CONFIRMED")
    found = entry(meeting, status, max(meeting.changed_at, meeting.body_changed_at))
    found.add("summary", title(meeting))
    for what, moment in times(meeting):
        found.add(what, moment)
    if meeting.begins is None:
        found.add("transp", "TRANSPARENT")  # a day without a time of day does not block it
    if meeting.where:
        found.add("location", line(meeting.where))
    if link:
        found.add("url", link(meeting))
        found.add(
            "description", _("Tagesordnung und Unterlagen nach der Anmeldung: %(link)s") % {"link": link(meeting)}
        )
    return found


def title(meeting):
    """What may lie open on a telephone: nothing of a meeting that is for the team."""
    if meeting.circle >= Circle.TEAM:
        words = _("Termin (vertraulich)")
    else:
        words = _("%(number)s. Sitzung %(body)s") % {"number": meeting.number, "body": line(meeting.of)}
    return _("Abgesagt: %(what)s") % {"what": words} if meeting.state == MeetingState.CANCELLED else words


def times(meeting):
    """The day, or its hours in the house's time zone; an end nobody has named is not made up."""
    if meeting.begins is None:
        return [("dtstart", meeting.on)]
    zone = timezone.zoneinfo.ZoneInfo(settings.TIME_ZONE)
    clocks = [("dtstart", meeting.begins), ("dtend", meeting.ends)]
    return [(what, datetime.combine(meeting.on, clock, zone)) for what, clock in clocks if clock]


def line(text):
    return UNWRITABLE.sub(" ", text).strip()
