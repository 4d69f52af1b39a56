"""What the loader has built so far, and how it builds."""

from dataclasses import dataclass, field
from datetime import date

from periods.reading import read
from rooms.enums import Circle


@dataclass
class House:
    """Everything made so far, by the keys of the data files."""

    today: date
    organisations: dict = field(default_factory=dict)
    organisation_rooms: dict = field(default_factory=dict)
    accounts: dict = field(default_factory=dict)
    programmes: dict = field(default_factory=dict)
    engagements: dict = field(default_factory=dict)


def made(model, **fields):
    """A row whose fields have been checked as a form would check them, saved."""
    row = model(**fields)
    row.clean_fields(exclude={each.name for each in model._meta.concrete_fields if each.is_relation})
    row.save()
    return row


def circle(name):
    return Circle[name.upper()]


def day_of(wording, today):
    """The day on which something of this date was written down: its last day, if that is past."""
    reading = read(wording)
    days = [day for day in (reading.latest, reading.earliest) if day and day <= today]
    return days[0] if days else today


def on_day(wording):
    """The first day a wording of the data files means; None where there is none."""
    return read(wording).earliest if wording else None
