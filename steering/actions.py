"""What happens to several rows at once: a series of meetings, an attendance list, an invitation."""

from django.db import transaction

from audit.models import Entry
from rooms.enums import Circle
from rooms.once import wait_for

from .enums import MeetingState
from .models import AgendaItem, Attendance, Meeting
from .numbering import next_number
from .rhythm import in_rhythm
from .transitions.meetings import bring_open_items


def give_number(meeting):
    """Give a new meeting its number within its body."""
    meeting.number = next_number(meeting.body, "meeting")
    return meeting


@transaction.atomic
def plan_series(engagement, data, *, by):
    """Plan several meetings of one body in a rhythm; returns them, the first first.

    A day on which the body meets already is left out: a form sent twice plans nothing twice.
    """
    wait_for(data["body"].pk)
    taken = set(data["body"].meetings.exclude(state=MeetingState.CANCELLED).values_list("on", flat=True))
    made = []
    for day in in_rhythm(data["first"], data["every"], data["count"]):
        if day in taken:
            continue
        meeting = Meeting(
            engagement=engagement,
            room_id=engagement.room_id,
            author=by,
            circle=max(Circle.STEERING, data["body"].circle),
            body=data["body"],
            on=day,
            begins=data["begins"],
            ends=data["ends"],
            place=data["place"],
        )
        give_number(meeting).save()
        made.append(meeting)
        Entry.objects.record("meeting.created", meeting, by=by)
    bring_open_items(data["body"], by=by)
    return made


@transaction.atomic
def note_attendance(meeting, lines, *, by):
    """Replace the attendance list of a meeting; of two who note it at once the second waits."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    meeting.attendance.all().delete()
    Attendance.objects.bulk_create(lines)
    Entry.objects.record("meeting.attendance", meeting, by=by)


@transaction.atomic
def reorder(meeting, item, up):
    """Move one item of an agenda a place up or down."""
    items = held_agenda(meeting)
    keys = [each.pk for each in items]
    here = keys.index(item.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    renumber(items)


def held_agenda(meeting):
    return list(AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=meeting).order_by("order", "pk"))


@transaction.atomic
def remove_item(item, *, by):
    """Take an item off its agenda; those below it move up."""
    items = held_agenda(item.meeting)
    Entry.objects.record("agenda.deleted", item, by=by)
    key = item.pk
    item.delete()
    renumber([each for each in items if each.pk != key])


def renumber(items):
    for place, each in enumerate(items, 1):
        if each.order != place:
            each.order = place
            each.save(update_fields=["order", "changed_at"])
