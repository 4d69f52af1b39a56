"""Holding a meeting on screen: what everybody in the hall may see, one item after the other, against the clock."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from .models import AgendaItem


@dataclass
class Slot:
    """An item and when it would be its turn, as far as the agenda says."""

    item: AgendaItem
    begins: dt.datetime | None
    ends: dt.datetime | None


class Course:
    """The items of a meeting that may stand on the wall: never one that not all of its readers read."""

    def __init__(self, user, meeting):
        self.meeting = meeting
        told = {"meeting": meeting, "circle__lte": meeting.told_to_all}
        rows = AgendaItem.objects.visible_to(user).filter(**told).in_order()
        self.slots = list(self._slots(rows))

    def _slots(self, rows):
        begins = self.meeting.begins and dt.datetime.combine(self.meeting.on, self.meeting.begins)
        for item in rows:
            ends = begins + dt.timedelta(minutes=item.minutes) if begins and item.minutes else None
            yield Slot(item, begins, ends)
            begins = ends or begins

    @property
    def items(self):
        return [slot.item for slot in self.slots]

    @property
    def minutes(self):
        """How long all of it takes, as planned."""
        return sum(item.minutes or 0 for item in self.items)

    def place_of(self, item):
        """Where an item stands, from 0; None if it may not stand on the wall."""
        return next((place for place, each in enumerate(self.items) if each.pk == item.pk), None)

    def at(self, place):
        return self.items[place] if 0 <= place < len(self.items) else None

    @property
    def is_today(self):
        return self.meeting.on == timezone.localdate()
