"""Events as a calendar (RFC 5545): what, when, in which town; the exact place is for registered people."""

from datetime import UTC, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from rooms.enums import Circle
from steering.exports.calendar import AGAIN_AFTER, CONTENT_TYPE, line

from ..enums import EventState

__all__ = ["CONTENT_TYPE", "calendar"]
STATUS = {EventState.PLANNED: "TENTATIVE", EventState.CANCELLED: "CANCELLED"}
DAY = timedelta(days=1)


def calendar(events, *, name, link):
    """These events as bytes; the same as long as nothing changes. `link` makes the address of the page of one."""
    from icalendar import Calendar  # noqa: PLC0415 -- loaded when somebody asks for a calendar

    found = Calendar()
    found.add("prodid", "-//Ortsgespräch//Veranstaltungen//DE")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", line(name))
    found.add("x-wr-calname", line(name))
    found.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    for event in events:
        if event.begins is not None:
            found.add_component(entry(event, link))
    found.add_missing_timezones()
    return found.to_ical()


def entry(event, link):
    """One event; a calendar knows it again by its key, and hears of it when it is cancelled."""
    from icalendar import Event  # noqa: PLC0415

    changed = event.changed_at.astimezone(UTC).replace(microsecond=0)
    is_off = event.state == EventState.CANCELLED
    found = Event()
    found.add("uid", str(event.pk))
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("sequence", event.sequence)
    found.add("status", STATUS.get(event.state, "CONFIRMED"))
    found.add("class", "PUBLIC" if event.circle == Circle.PUBLIC else "CONFIDENTIAL")
    title = line(event.title)
    found.add("summary", _("Abgesagt: %(what)s") % {"what": title} if is_off else title)
    for what, moment in times(event):
        found.add(what, moment)
    if not event.has_times or is_off:
        found.add("transp", "TRANSPARENT")
    if event.place:
        found.add("location", line(event.place))
    found.add("url", link(event))
    return found


def times(event):
    """Its hours in the house's time zone, or its days; the day after the last, as calendars want it."""
    zone = timezone.zoneinfo.ZoneInfo(settings.TIME_ZONE)
    begins = event.begins.astimezone(zone)
    ends = event.ends.astimezone(zone) if event.ends else None
    if event.has_times:
        return [("dtstart", begins), *([("dtend", ends)] if ends and ends > begins else [])]
    return [("dtstart", begins.date()), *([("dtend", ends.date() + DAY)] if ends else [])]
