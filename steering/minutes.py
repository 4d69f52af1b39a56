"""How far the minutes of meetings are, in words, as far as somebody may know."""

from django.utils.translation import gettext as _

from rooms.enums import Circle, ReleaseState
from rooms.models import Release

from .enums import MeetingState, MinutesState
from .models import Minutes


def tell_minutes(user, meetings):
    """Say at each meeting how far its minutes are, for all of them with two questions."""
    keys = [meeting.pk for meeting in meetings]
    records = {row.pk: row for row in Minutes.objects.visible_to(user).filter(pk__in=keys).defer("text")}
    out = Release.objects.visible_to(user).filter(
        kind=Minutes._meta.label_lower, key__in=keys, to_circle=Circle.STEERING, state=ReleaseState.RELEASED
    )
    read = set(out.values_list("key", flat=True))
    for meeting in meetings:
        meeting.minutes_there = meeting.pk in read or meeting.pk in records
        meeting.minutes_words = _words(meeting, records.get(meeting.pk), meeting.pk in read)


def _words(meeting, record, is_out):
    if meeting.state == MeetingState.CANCELLED:
        return ""
    if meeting.approved_on:
        return _("Protokoll genehmigt am %(day)s") % {"day": f"{meeting.approved_on:%d.%m.%Y}"}
    if is_out and meeting.reply_by and (record is None or record.state == MinutesState.REVIEW):
        return _("Protokoll: Einwände bis %(day)s") % {"day": f"{meeting.reply_by:%d.%m.%Y}"}
    if record:
        waits = record.state == MinutesState.REVIEW
        return _("Protokoll wartet auf die Freigabe") if waits else _("Protokoll im Entwurf")
    return _("Noch kein Protokoll")
