"""The run sheet of an event: when each step begins, and changing their order."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from rooms.ids import own_key

from .formats import usual
from .models import Slot

NOON = dt.time(9)  # an event without a time of day is planned from nine o'clock on


@dataclass
class Step:
    """One step with its clock: from, to, and by how much it begins before the one ahead of it has ended."""

    slot: Slot
    begins: dt.datetime
    ends: dt.datetime
    overlap: int = 0  # minutes
    gap: int = 0


def first_moment(event):
    if event.begins and event.has_times:
        return timezone.localtime(event.begins).replace(tzinfo=None)
    day = timezone.localtime(event.begins).date() if event.begins else timezone.localdate()
    return dt.datetime.combine(day, NOON)


def clocked(event, slots):
    """Each step right after the one before it, unless its time is fixed."""
    now, found = first_moment(event), []
    for slot in slots:
        begins = now
        if slot.starts:
            begins = dt.datetime.combine(now.date(), slot.starts)
        apart = int((begins - now).total_seconds() // 60) if found else 0
        now = begins + dt.timedelta(minutes=slot.minutes)
        found.append(Step(slot, begins, now, overlap=max(0, -apart), gap=max(0, apart)))
    return found


def minutes_over(event, steps):
    """By how many minutes the sheet runs beyond the announced end; 0 where it fits or nothing is announced."""
    if not (steps and event.ends and event.has_times):
        return 0
    end = timezone.localtime(event.ends).replace(tzinfo=None)
    return max(0, int((steps[-1].ends - end).total_seconds() // 60))


@transaction.atomic
def take_usual_steps(event, *, by):
    """The steps the format usually has, as a first draft; an event that has steps keeps them."""
    if event.slots.exists():
        return 0
    rows = [
        Slot(
            pk=own_key(event.pk, order),
            room_id=event.room_id,
            circle=max(event.circle, Slot._meta.get_field("circle").default),
            author=by,
            event=event,
            order=order,
            title=str(title),
            minutes=minutes,
            method=str(method),
        )
        for order, (title, minutes, method) in enumerate(usual(event.format).steps, 1)
    ]
    Slot.objects.bulk_create(rows, ignore_conflicts=True)
    Entry.objects.record("event.sheet", event, by=by)
    return len(rows)


@transaction.atomic
def move_slot(slot, *, up):
    """One place up or down."""
    rows = list(Slot.objects.select_for_update(of=("self",)).filter(event=slot.event_id).order_by("order", "pk"))
    here = [row.pk for row in rows].index(slot.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    renumber(rows)


@transaction.atomic
def remove_slot(slot, *, by):
    rows = list(Slot.objects.select_for_update(of=("self",)).filter(event=slot.event_id).order_by("order", "pk"))
    Entry.objects.record("slot.deleted", slot, by=by)
    key = slot.pk
    slot.delete()
    renumber([row for row in rows if row.pk != key])


def renumber(rows):
    for place, row in enumerate(rows, 1):
        if row.order != place:
            row.order = place
            row.save(update_fields=["order", "changed_at"])
