"""The places of the samples, with the keys and words of the official register."""

from municipalities.actions import source_of
from municipalities.enums import FigureKind, Level
from municipalities.models import Figure, Place, PlaceName, Unit

from . import files

NAMES = ("level", "key", "ars", "full_name", "name", "type_code", "type_name", "seat")
ABOVE = ("land", "kreis", "parent")
COLUMNS = (*NAMES, *ABOVE, "population", "area", "latitude", "longitude")


def load(today):
    """Put in what is missing; a register that is already there stays as it is."""
    data = files.read("places", today)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in data["rows"]]
    known = dict(Place.objects.values_list("key", "pk"))
    for level in Level.values:  # wide before narrow
        for row in rows:
            if row["level"] == level and row["key"] not in known:
                known[row["key"]] = _place(row, known, data["register_date"]).pk
                _figures(row, known[row["key"]], data)
    _located(rows)
    _remarks(data, known)


def _place(row, known, register_date):
    names = {name: row[name] for name in NAMES} | {"name": row["name"] or row["full_name"]}
    above = {f"{name}_id": known[row[name]] if row[name] else None for name in ABOVE}
    return Place.objects.create(**names, **above, register_date=register_date)


def _figures(row, place_id, data):
    for kind, value in ((FigureKind.POPULATION, row["population"]), (FigureKind.AREA, row["area"])):
        source = source_of(data["register_date"])
        Figure.objects.create(place_id=place_id, kind=kind, value=value, as_of=data["counted_on"], source=source)


def _located(rows):
    """Coordinates for those that have none."""
    for row in rows:
        if row["latitude"]:
            without = Place.objects.filter(key=row["key"], latitude=None)
            without.update(latitude=row["latitude"], longitude=row["longitude"])


def _remarks(data, known):
    """What other sources say about a place, beside the register."""
    for row in data["figure"]:
        fixed = {"place_id": known[row["place"]], "kind": FigureKind.POPULATION, "as_of": "", "source": row["source"]}
        Figure.objects.get_or_create(**fixed, defaults={"value": row["value"]})
    for row in data["name"]:
        PlaceName.objects.get_or_create(
            place_id=known[row["place"]], name=row["name"], defaults={"source": row["source"]}
        )
    for row in data["unit"]:
        Unit.objects.get_or_create(place_id=known[row["place"]], name=row["name"])
