"""The calendar of a room: which groups go when, how many rows of each kind, and what stands in the way."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.apps import apps
from django.db import connection
from django.db.models import CharField, DateField, F, Func, Q, SmallIntegerField, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.enums import ActivityKind
from engagements.models import Engagement
from rooms.reach import reach_of

from .deadlines import MONTHS, UNCONFIRMED_DAYS
from .enums import Group, PlanState
from .models import DeletionPlan, Hold

FEWEST = 5  # a smaller number could point at somebody


@dataclass
class Due:
    """One group of rows: what it holds, in numbers, and the day it must go; without a day the end is still open."""

    group: Group
    counts: dict = field(default_factory=dict)
    on: date | None = None
    plan: DeletionPlan | None = None

    @property
    def is_due(self):
        return self.on is not None and self.on <= timezone.localdate()

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def months(self):
        return MONTHS[self.group]

    @property
    def lines(self):
        return in_words(self.counts)


def in_words(counts):
    """Numbers with the names of their kinds, the many first."""
    named = [(number, name_of(label, number)) for label, number in counts.items()]
    return sorted(named, key=lambda pair: (-pair[0], str(pair[1])))


def name_of(label, number):
    if label == "engagements.engagement":
        return _("Texte zur Beratung selbst")
    if label == "audit.version":
        return _("von Hand Gelöschtes")
    meta = apps.get_model(label)._meta
    return meta.verbose_name if number == 1 else meta.verbose_name_plural


def ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def ended_on(room):
    """The day the consultation ended; none as long as it is open, and none for whoever is not of the team."""
    return ask("SELECT retention_ended(%s)", room.pk)[0][0]


def calendar(room):
    """Both groups with their day, what is first due first."""
    days = {group: ask("SELECT retention_due_on(%s, %s)", room.pk, group)[0][0] for group in Group}
    found = {group: Due(group, on=days[group]) for group in Group}
    for group, label, n in ask('SELECT "group", label, count(*) FROM retention_rows(%s) GROUP BY 1, 2', room.pk):
        found[Group(group)].counts[label] = n
    for plan in DeletionPlan.objects.filter(room=room, state=PlanState.PROPOSED).select_related("proposed_by"):
        found[Group(plan.group)].plan = plan
    return list(found.values())


def keys_of(room, group):
    """The rows of one group as they are now: label -> keys."""
    rows = ask('SELECT label, key FROM retention_rows(%s) WHERE "group" = %s ORDER BY 1, 2', room.pk, group)
    found = {}
    for label, key in rows:
        found.setdefault(label, []).append(str(key))
    return found


def holding(room):
    """The holds that stand: confirmed, or placed so lately that there was no time."""
    fresh = timezone.now() - timedelta(days=UNCONFIRMED_DAYS)
    stands = Q(confirmed_by__isnull=False) | Q(created_at__gt=fresh)
    rows = Hold.objects.filter(stands, room=room, ended_at=None, until__gte=timezone.localdate())
    return rows.select_related("author", "confirmed_by")


@dataclass(frozen=True)
class Figure:
    """How many entries of a kind a year had, whether they are still there or not."""

    year: int
    kind: str
    n: int

    @property
    def shown(self):
        return str(self.n) if self.n >= FEWEST else _("weniger als %(n)s") % {"n": FEWEST}


def figures(room):
    """The statistics of a room; deleting changes none of them."""
    rows = ask("SELECT year, kind, n FROM retention_figures(%s) ORDER BY 1 DESC, 2", room.pk)
    labels = dict(ActivityKind.choices)
    return [Figure(year, labels.get(kind, kind), n) for year, kind, n in rows]


def by_kind(rows):
    """All years together, the most first: what a page has room for."""
    found = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    sums = [Figure(max(row.year for row in each), kind, sum(row.n for row in each)) for kind, each in found.items()]
    return sorted(sums, key=lambda row: (-row.n, str(row.kind)))


def _row(rows, kind, day, engagement, ref):
    """The shape all sources of „Das wartet auf Sie“ have in common."""
    return rows.order_by().values_list(
        F(engagement),
        Value(kind, output_field=CharField()),
        F(day),
        Value("", output_field=CharField()),
        Value(0),
        Cast(ref, CharField()),
        Cast(Value(None), SmallIntegerField()),
    )


def waiting_deletions(ids, user):
    """Closed consultations of which something is due, for their lead."""
    leads = [pk for pk, engagement in ids.items() if engagement.room_id in reach_of(user).lead_rooms]
    goes = Func("room_id", function="retention_waits", output_field=DateField())
    rows = Engagement.objects.filter(pk__in=leads).annotate(goes=goes).filter(goes__lte=timezone.localdate())
    return _row(rows, "deletion", "goes", "pk", "room_id")


def waiting_plans(ids, user):
    """Deletions somebody else has proposed, for whoever may confirm them: the proposer was the lead."""
    rooms = [engagement.room_id for engagement in ids.values()]
    rows = DeletionPlan.objects.visible_to(user).filter(room__in=rooms, state=PlanState.PROPOSED)
    rows = rows.exclude(proposed_by=user).annotate(day=TruncDate("proposed_at"))
    return _row(rows, "deletion-plan", "day", "room__engagement", "pk")
