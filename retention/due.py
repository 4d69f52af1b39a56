"""The calendar of a room: which groups go when, how many rows of each kind, and what stands in the way."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.enums import ActivityKind
from network.models import HelpRequest, Inquiry
from participation.models import Answer, Event, EventInvitation, Registration
from stakeholders.models import Nomination

from .deadlines import MONTHS, UNCONFIRMED_DAYS
from .enums import Group, PlanState
from .models import DeletionPlan, Hold, Term

FEWEST = 5  # a smaller number could point at somebody


@dataclass
class Due:
    """One group of rows: what it holds, in numbers, and the day it must go; without a day the end is still open."""

    group: Group
    counts: dict = field(default_factory=dict)
    on: date | None = None
    plan: DeletionPlan | None = None
    term: Term | None = None

    @property
    def is_due(self):
        return self.on is not None and self.on <= timezone.localdate()

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def months(self):
        return self.term.months if self.term else MONTHS[self.group]

    @property
    def usual(self):
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


def forget_nominations():
    """Who was thought of for a seat goes when the seats are filled, with every earlier wording; tells how many."""
    keys = [str(key) for key in Nomination.objects.forgettable().values_list("pk", flat=True)]
    ask("SELECT retention_remove('stakeholders.nomination', %s)", keys)
    return len(keys)


def forget_contacts():
    """Name and address of whoever brought something in go on the day she was told; tells how many."""
    return ask("SELECT contribution_contacts_expire()")[0][0]


def forget_peers():
    """Peer consultations whose day has come go with every word; tells how many."""
    return ask("SELECT network_forget_peers()")[0][0]


def forget_help():
    """Requests for help that ended a year ago go with every offer and every earlier wording; tells how many."""
    keys = [str(key) for key in HelpRequest.objects.forgettable(timezone.now()).values_list("pk", flat=True)]
    ask("SELECT retention_remove('network.helprequest', %s)", keys)
    return len(keys)


def forget_requests():
    """Requests decided a year ago go with every earlier wording; tells how many."""
    keys = [str(key) for key in Inquiry.objects.forgettable(timezone.now()).values_list("pk", flat=True)]
    ask("SELECT retention_remove('network.inquiry', %s)", keys)
    return len(keys)


def forget_answers():
    """What was asked for an event goes a week after it; tells how many answers."""
    keys = [str(key) for key in Answer.objects.forgettable(timezone.localdate()).values_list("pk", flat=True)]
    ask("SELECT retention_remove('participation.answer', %s)", keys)
    return len(keys)


def forget_registrations():
    """Who had registered for an event goes a month after it, with every earlier wording; the counts stay."""
    rows = Registration.objects.forgettable(timezone.localdate())
    found = list(rows.values_list("pk", "event"))
    ask("SELECT retention_remove('participation.registration', %s)", [str(key) for key, _event in found])
    Event.objects.filter(pk__in={event for _key, event in found}).update(cleared_on=timezone.localdate())
    return len(found)


def forget_invited():
    """Who was invited to an event goes with those who had registered; tells how many."""
    rows = EventInvitation.objects.forgettable(timezone.localdate())
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    ask("SELECT retention_remove('participation.eventinvitation', %s)", keys)
    return len(keys)


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
    for term in Term.objects.filter(room=room).order_by("created_at", "pk").select_related("author"):
        found[Group(term.group)].term = term  # the latest stays
    return list(found.values())


def keys_of(room, group):
    """The rows of one group as they are now: label -> keys."""
    rows = ask('SELECT label, key FROM retention_rows(%s) WHERE "group" = %s ORDER BY 1, 2', room.pk, group)
    found = {}
    for label, key in rows:
        found.setdefault(label, []).append(str(key))
    return found


def group_of(row):
    """Which group a row goes with; none where it is in no calendar."""
    rows = ask(
        'SELECT "group" FROM retention_rows(%s) WHERE label = %s AND key = %s', row.room_id, label_of(row), row.pk
    )
    return Group(rows[0][0]) if rows else None


def label_of(row):
    return row._meta.label_lower


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


# Of consultations that are over, for „Das wartet auf Sie“ (engagements/waiting_sql.py).
# Something is due, for their lead.
WAITING_DELETIONS = """
SELECT m.id, 'deletion', due.goes, '', 0, m.room_id::text, NULL, ''
FROM over m JOIN retention_waiting(ARRAY(SELECT room_id FROM over WHERE leads)) due ON due.room = m.room_id
"""
# Deletions somebody else has proposed, for whoever may confirm them: the proposer was the lead.
WAITING_PLANS = f"""
SELECT m.id, 'deletion-plan', (d.proposed_at AT TIME ZONE '{settings.TIME_ZONE}')::date, '', 0, d.id::text, NULL, ''
FROM over m JOIN retention_deletionplan d ON d.room_id = m.room_id
WHERE m.of_team AND d.state = 'vorgeschlagen' AND d.proposed_by_id <> %(person)s
"""
