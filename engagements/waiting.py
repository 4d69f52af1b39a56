"""What waits for a person, and what comes next: over all her engagements in one statement."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from rooms.noted import note_values
from rooms.seal import open_text

from .waiting_sql import DATES, rows_waiting
from .waiting_words import DOORS

# What a new consultation needs first stands first.
FIRST = {"mandate": 0, "begin": 1, "status": 2}


@dataclass(frozen=True)
class Waiting:
    """One thing to do: since when or until when, in words, and where."""

    engagement: UUID
    text: str
    door: tuple
    due: date | None = None

    @property
    def url(self):
        name, key = self.door
        return reverse(name, args=[key])


@dataclass(frozen=True)
class Appointment:
    """What comes next, as an entry of the diary is shown."""

    key: str
    title: str
    when: str
    when_from: date
    when_until: date | None
    engagement: object

    @property
    def get_absolute_url(self):
        return reverse("engagements:log-detail", args=[self.key])


def waiting_for(user, engagements):
    """What waits for the user in these engagements: how to begin, then the longest overdue first."""
    return in_order(noted(rows_waiting(user, engagements), engagements)) if engagements else []


def waiting_and_dates(user, engagements):
    """The same, and the next appointments she may read."""
    rows = noted(rows_waiting(user, engagements, DATES), engagements) if engagements else []
    by_pk = {engagement.pk: engagement for engagement in engagements}
    dates = [
        Appointment(key, open_text(title), when, day, day if is_one_day else None, by_pk[engagement])
        for engagement, kind, day, title, is_one_day, key, _circle, when in rows
        if kind == "date"
    ]
    return in_order([row for row in rows if row[1] != "date"]), dates


def noted(rows, engagements):
    """The rows; those whose words lie in a circle count as read."""
    rooms = {engagement.pk: engagement.room_id for engagement in engagements}
    for engagement, _kind, _due, _label, _number, ref, circle, _more in rows:
        if circle is not None:
            note_values(rooms[engagement], UUID(ref), circle)
    return rows


def in_order(rows):
    """In words: how to begin, then the longest overdue, what has no day last."""
    today, said = timezone.localdate(), {}
    found = [(FIRST.get(row[1], len(FIRST)), _worded(row, today, said)) for row in rows]
    return [item for _rank, item in sorted(found, key=lambda pair: (pair[0], *order(pair[1])))]


def order(item):
    """The longest overdue first, what has no day last."""
    return item.due is None, item.due or date.max, item.text


def _worded(row, today, said):
    """A source's row as a sentence with its door; `said` keeps what has been translated on the way."""
    engagement, kind, due, label, number, ref, _circle, _more = row
    if kind == "paper" and (due is None or due >= today):
        kind = "unsigned"
    page = DOORS[kind]
    text = said.get((kind, number, label))
    if text is None:
        # In a union no column opens its texts itself.
        text = said[kind, number, label] = page.words % {"name": open_text(label), "n": number}
    door = (page.name, ref if page.of_row else engagement)
    return Waiting(engagement, text, door, due if page.is_dated else None)
