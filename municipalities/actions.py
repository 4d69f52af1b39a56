"""The register comes into the house: places, their figures, and what has changed since the last edition."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from .enums import FigureKind, Level
from .models import Figure, Place, PlaceName

PUBLISHER = "Statistisches Bundesamt (Destatis), Gemeindeverzeichnis GV-ISys"
FIELDS = ["ars", "level", "name", "full_name", "type_code", "type_name", "seat", "land_id", "kreis_id", "parent_id"]
COLUMNS = [name.removesuffix("_id") for name in FIELDS] + ["register_date", "gone_on"]
BATCH = 1000
# More places than these gone at once is no reform but a file cut short.
MANY, SHARE = 50, 0.1
IMPORT_LOCK = 7_601_076


class Refused(Exception):
    """The register is readable, but taking it over would do harm; the text is a sentence for a person."""


@dataclass
class Report:
    """What an import has changed."""

    created: int = 0
    changed: int = 0
    figures: int = 0
    renamed: list = field(default_factory=list)  # (key, old name, new name)
    gone: list = field(default_factory=list)  # (key, name)
    returned: list = field(default_factory=list)  # (key, name)

    def __bool__(self):
        return any(vars(self).values())


def source_of(as_of):
    """How the edition is cited."""
    return f"{PUBLISHER}, Gebietsstand {as_of:%d.%m.%Y}"


def population_date(as_of):
    """The day the figures of an edition are from where nobody says: the end of a year, published the autumn after."""
    return date(as_of.year - (1 if as_of.month >= 7 else 2), 12, 31)


@transaction.atomic
def take_over(register, *, counted_on=None, force=False, progress=lambda done, total: None):
    """Bring places and figures to the state of this edition: all or nothing, and nothing twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    known = {place.key: place for place in Place.objects.all()}
    report = Report()
    if not force:
        _refuse_older(register)
        _refuse_cut_short(register, known)
    _write_places(register, known, report, progress)
    _mark_gone(register, known, report)
    _write_figures(register, known, counted_on or population_date(register.as_of), report)
    return report


def _refuse_older(register):
    newest = Place.objects.aggregate(newest=Max("register_date"))["newest"]
    if newest and register.as_of < newest:
        raise Refused(
            _("Die Datei hat den Gebietsstand %(old)s, gespeichert ist schon %(new)s. Wenn das so sein soll: --force.")
            % {"old": f"{register.as_of:%d.%m.%Y}", "new": f"{newest:%d.%m.%Y}"}
        )


def _refuse_cut_short(register, known):
    gone = _missing(register, known)
    if len(gone) > max(MANY, SHARE * len(known)):
        raise Refused(
            _("In der Datei fehlen %(count)d gespeicherte Orte; sie ist wohl unvollständig. "
              "Wenn das so sein soll: --force.") % {"count": len(gone)}
        )  # fmt: skip


def _missing(register, known):
    """Current places that came from the register and are no longer in it."""
    present = {record.key for record in register.records}
    return [place for place in known.values() if place.register_date and not place.gone_on and place.key not in present]


def _write_places(register, known, report, progress):
    done, total = 0, len(register.records)
    for level in Level.values:  # wide before narrow, for narrow ones point at wide ones
        records = [record for record in register.records if record.level == level]
        touched = [place for record in records if (place := _brought_up(record, register.as_of, known, report))]
        for start in range(0, len(touched), BATCH):
            Place.objects.bulk_create(
                touched[start : start + BATCH], update_conflicts=True, unique_fields=["key"], update_fields=COLUMNS
            )
            progress(done + start, total)
        done += len(records)
        progress(done, total)
    keys = [record.key for record in register.records]
    Place.objects.filter(key__in=keys).exclude(register_date=register.as_of).update(register_date=register.as_of)


def _brought_up(record, as_of, known, report):
    """The place as the record has it, or None where it already is."""
    values = {name: getattr(record, name) for name in FIELDS[:-3]}
    for name in ("land", "kreis", "parent"):
        key = getattr(record, name)
        values[f"{name}_id"] = known[key].pk if key else None
    place = known.get(record.key)
    if place is None:
        report.created += 1
        place = known[record.key] = Place(key=record.key, register_date=as_of, **values)
        return place
    if place.gone_on is None and all(getattr(place, name) == value for name, value in values.items()):
        return None
    if place.gone_on:
        report.returned.append((place.key, record.full_name))
    if place.full_name != record.full_name:
        _keep_name(place, as_of)
        report.renamed.append((place.key, place.full_name, record.full_name))
    report.changed += 1
    for name, value in values.items():
        setattr(place, name, value)
    place.gone_on, place.register_date = None, as_of
    return place


def _keep_name(place, as_of):
    if not place.full_name:
        return
    source = source_of(place.register_date) if place.register_date else ""
    names = {"period": f"bis {as_of:%d.%m.%Y}", "source": source}
    PlaceName.objects.get_or_create(place=place, name=place.full_name, defaults=names)


def _mark_gone(register, known, report):
    missing = _missing(register, known)
    report.gone = [(place.key, place.full_name) for place in missing]
    Place.objects.filter(pk__in=[place.pk for place in missing]).update(gone_on=register.as_of)


def _write_figures(register, known, counted_on, report):
    """A reading for every number that is new or differs from what the same publisher says for the same day."""
    as_of, source = f"{counted_on:%d.%m.%Y}", source_of(register.as_of)
    summed = f"{source} (Summe der Gemeinden)"
    official = Figure.objects.filter(source__startswith=PUBLISHER, as_of_from=counted_on, as_of_until=counted_on)
    said = dict.fromkeys(official.values_list("place_id", "kind", "value"))
    wanted = []
    for record in register.records:
        place = known[record.key].pk
        for kind, value in ((FigureKind.POPULATION, record.population), (FigureKind.AREA, record.area)):
            if value is not None and (place, kind.value, Decimal(value)) not in said:
                said_by = source if record.level == Level.MUNICIPALITY else summed
                wanted.append(Figure(place_id=place, kind=kind, value=value, as_of=as_of, source=said_by))
    Figure.objects.bulk_create(
        wanted,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["place", "kind", "as_of", "source"],
        update_fields=["value"],
    )
    report.figures = len(wanted)
