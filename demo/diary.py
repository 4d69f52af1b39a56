"""The entries of the process diary: published facts with their source, and invented ones that say so."""

from engagements.models import LogEntry
from periods.reading import read
from rooms.releasing import propose
from rooms.transitions import approve
from stakeholders.models import Office

from .house import circle, day_of, made

PLAIN = ("kind", "title", "when", "minutes", "head_count", "count_method", "themes", "source")


def load(house, engagement, row, by, actors):
    phases = {phase.code: phase for phase in engagement.phases.all()}
    persons = {office.person.name: office.person for office in _offices(engagement)}
    for data in row.get("entry", []):
        entry = _entry(house, engagement, data, by, phases)
        entry.organisations.set([actors[name] for name in data.get("actors", [])])
        entry.persons.set([persons[name] for name in data.get("persons", [])])


def release(house, engagement, row):
    """What two people let out of the team, and what still waits for the second."""
    for data in row.get("release", []):
        entry = engagement.log.get(title=data["entry"])
        words = {name: data[name].strip() for name in ("title", "text", "purpose")}
        proposed = propose(entry, to_circle=circle(data["to"]), by=house.accounts[data["by"]], **words)
        if "second" in data:
            approve(proposed, by=house.accounts[data["second"]])


def _offices(engagement):
    return Office.objects.filter(person__room=engagement.room).select_related("person")


def _entry(house, engagement, data, by, phases):
    written = read(data["written"]).earliest if "written" in data else day_of(data["when"], house.today)
    fields = {name: data[name] for name in PLAIN if name in data} | {"text": data["text"].strip()}
    return made(
        LogEntry,
        engagement=engagement,
        room=engagement.room,
        author=house.accounts[data["author"]] if "author" in data else by,
        circle=circle(data.get("circle", "public")),
        shared_on=written,
        written_on=written,
        phase=phases[data["phase"]] if "phase" in data else None,
        **({"kind": "notiz"} | fields),
    )
