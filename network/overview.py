"""All consultations at a glance, and what waits in the rooms of the organisations: classes and numbers, no content."""

from collections import Counter
from datetime import timedelta

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from engagements.enums import Status
from rooms.enums import Role
from rooms.models import Membership

from .queries import folded, in_words

COLUMNS = ("town", "organisation", "status", "phase_names", "period_from", "period_until", "age", "organisation_key")
WAITING = (
    "organisation",
    "organisation_key",
    "releases",
    "editions",
    "requests",
    "late",
    "acute",
    "acute_by",
    "seats",
    "memberships",
    "agreements",
)
EMBARGOES = ("organisation", "organisation_key", "number", "next_at")
AGES = {  # how long ago the last entry was written, never on which day
    "wochen": _("bis 2 Wochen"),
    "monate": _("bis 3 Monate"),
    "aelter": _("älter"),
    "keiner": _("noch keiner"),
}
SOON = timedelta(days=30)
SORTS = {
    "": lambda row: (not row["is_open"], folded(row["town"]), row["organisation"], row["years"]),
    "organisation": lambda row: (folded(row["organisation"]), folded(row["town"]), row["years"]),
    "stand": lambda row: (list(Status).index(row["status"]), folded(row["town"]), row["organisation"]),
    "eintrag": lambda row: (-list(AGES).index(row["age"]), folded(row["town"]), row["organisation"]),
    "beginn": lambda row: (row["years"] == "", row["years"], folded(row["town"])),
}


def table_of(function, columns):
    """All rows of one of the functions that look over the wall, by the names of these columns."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {function}()")  # noqa: S608 -- names of ours
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def overview():
    """Every consultation by state, phase and the age of its last entry, as rows for a page."""
    rows = in_words(table_of("network_overview", COLUMNS))
    for row in rows:
        row["age_words"] = AGES[row["age"]]
    return sorted(rows, key=SORTS[""])


def counts(rows):
    """How many there are of each state, in the order of the states; states nobody is in are left out."""
    number = Counter(row["status"] for row in rows)
    return [(status.value, status.label, number[status]) for status in Status if number[status]]


def chosen(rows, *, stand="", organisation="", phase="", eintrag="", sort=""):
    """The rows that fit, in the order asked for."""
    tests = {"status": stand, "organisation_key": int(organisation or 0), "age": eintrag}
    for column, wanted in tests.items():
        if wanted:
            rows = [row for row in rows if row[column] == wanted]
    if phase:
        rows = [row for row in rows if phase in map(str, row["phase_names"])]
    return sorted(rows, key=SORTS.get(sort, SORTS[""]))


def waiting():
    """What waits in each organisation's rooms, in numbers; those where nothing waits are left out."""
    rows = table_of("network_waiting", WAITING)
    told = [row for row in rows if any(row[name] for name in WAITING[2:])]
    return sorted(told, key=lambda row: folded(row["organisation"]))


def embargoes():
    """How many signed profiles wait for their day in each organisation, and when the next comes."""
    rows = table_of("network_embargoes", EMBARGOES)
    return sorted(rows, key=lambda row: row["next_at"])


def ending_roles(today):
    """How many memberships of which role end within thirty days."""
    rows = Membership.objects.filter(ends_on__range=(today, today + SOON)).values("role").annotate(n=Count("pk"))
    return [(Role(row["role"]).label, row["n"]) for row in rows.order_by("role_order")]
