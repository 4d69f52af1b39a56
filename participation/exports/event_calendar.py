"""Events as a calendar (RFC 5545): what, when, in which town; the exact place is for registered people."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from steering.exports.calendar import CONTENT_TYPE, entry, frame, line

from ..enums import EventState

__all__ = ["CONTENT_TYPE", "calendar"]
STATUS = {EventState.PLANNED: "TENTATIVE", EventState.CANCELLED: "CANCELLED"}
DAY = timedelta(days=1)


def calendar(events, *, name, link):
    """These events as bytes. `link` makes the address of the page of one."""
    return frame("Veranstaltungen", name, [row(event, link) for event in events if event.begins is not None])


def row(event, link):
    """One event; a calendar hears of it when it is cancelled."""
    is_off = event.state == EventState.CANCELLED
    found = entry(event, STATUS.get(event.state, "CONFIRMED"), event.changed_at)
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
