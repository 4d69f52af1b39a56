"""What waits for a person, and what comes next: over all her engagements in two statements."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import CharField, Count, DateField, F, Max, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rooms.enums import Role
from rooms.reach import reach_of

from .enums import AgreementState, ContributionState, CriterionKind, PhaseState, Status
from .models import Agreement, Criterion, Engagement, LogEntry, OwnContribution, Phase
from .models.mandate import SIGNED_STATES

QUIET_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Waiting:
    """One thing to do: since when or until when, in words, and where."""

    engagement: UUID
    text: str
    url: str
    due: date | None = None


def waiting_for(user, engagements):
    """What waits for the user in these engagements: how to begin, then the longest overdue first."""
    ids = {engagement.pk: engagement for engagement in engagements if engagement.is_open}
    sources = [source(ids, user) for source in SOURCES]
    rows = sources[0].union(*sources[1:], all=True) if ids else []
    found = [(FIRST.get(row[1], len(FIRST)), _worded(row)) for row in rows]
    return [item for _rank, item in sorted(found, key=lambda pair: (pair[0], *order(pair[1])))]


def order(item):
    """The longest overdue first, what has no day last."""
    return item.due is None, item.due or date.max, item.text


def next_dates(user, engagements, limit=5):
    """Appointments that the user may read: still to come, or today and not yet written about."""
    today = timezone.localdate()
    return (
        LogEntry.objects.visible_to(user)
        .filter(Q(when_from__gt=today) | Q(when_from=today, text=""), engagement__in=engagements)
        .select_related("engagement")
        .order_by("when_from", "pk")[:limit]
    )


def _row(queryset, kind, *, engagement, due=None, label="", number=0, ref=""):
    """The common shape of all sources: engagement, kind, day, words, number, key."""
    return queryset.order_by().values_list(
        F(engagement),
        Value(kind, output_field=CharField()),
        F(due) if due else Cast(Value(None), DateField()),
        F(label) if label else Value("", output_field=CharField()),
        F(number) if number else Value(0),
        Cast(ref, CharField()) if ref else Value("", output_field=CharField()),
    )


def _team(ids, user):
    """Of these engagements, those in which the user is on the team."""
    rooms = reach_of(user).team_rooms
    return [pk for pk, engagement in ids.items() if engagement.room_id in rooms]


def _late_phases(ids, user):
    today = timezone.localdate()
    late = Q(state=PhaseState.PLANNED, planned_from__lt=today) | Q(state=PhaseState.RUNNING, planned_until__lt=today)
    rows = Phase.objects.filter(late, engagement__in=_team(ids, user))
    return _row(rows, "phase", engagement="engagement_id", due="planned_from", label="name", ref="pk")


def _open_criteria(ids, user):
    rows = (
        Criterion.objects.filter(
            phase__engagement__in=_team(ids, user),
            phase__state=PhaseState.RUNNING,
            kind=CriterionKind.EXIT,
            met_on=None,
        )
        .filter(gate="")
        .order_by()
        .values("phase__engagement_id", "phase__name")
        .annotate(n=Count("pk"))
    )
    return _row(rows, "criteria", engagement="phase__engagement_id", label="phase__name", number="n")


def _papers(ids, user):
    today = timezone.localdate()
    unfinished = Q(state__in=[AgreementState.DRAFT, AgreementState.NEGOTIATING])
    run_out = Q(state__in=SIGNED_STATES, term_until__lt=today)
    rows = Agreement.objects.visible_to(user).filter(unfinished | run_out, engagement__in=_team(ids, user))
    return _row(rows, "paper", engagement="engagement_id", due="term_until", label="title", ref="pk")


def _contributions(ids, user):
    mine = set(_team(ids, user)) | _contact_engagements(ids, user)
    rows = (
        OwnContribution.objects.visible_to(user)
        .filter(engagement__in=mine)
        .exclude(state=ContributionState.DONE)
        .order_by()
        .values("engagement_id")
        .annotate(n=Count("pk"), first=Max("due_until"))
    )
    return _row(rows, "contribution", engagement="engagement_id", due="first", number="n")


def _contact_engagements(ids, user):
    rooms = {row.room_id for row in reach_of(user).memberships if row.role == Role.CONTACT}
    return {pk for pk, engagement in ids.items() if engagement.room_id in rooms}


def _reports(ids, user):
    """Appointments that are over and still say nothing."""
    rows = LogEntry.objects.visible_to(user).filter(
        engagement__in=_team(ids, user), text="", when_from__lt=timezone.localdate(), when_from__gt=F("written_on")
    )
    return _row(rows, "report", engagement="engagement_id", due="when_from", label="title", ref="pk")


def _quiet(ids, user):
    running = [pk for pk in _team(ids, user) if ids[pk].status in {Status.RUNNING, Status.CLARIFYING}]
    rows = (
        LogEntry.objects.visible_to(user)
        .filter(engagement__in=running)
        .order_by()
        .values("engagement_id")
        .annotate(last=Max("written_on"))
        .filter(last__lt=timezone.localdate() - QUIET_FOR)
    )
    return _row(rows, "quiet", engagement="engagement_id", due="last")


def _without_mandate(ids, user):
    early = [pk for pk in _team(ids, user) if ids[pk].status in EARLY]
    return _row(Engagement.objects.filter(pk__in=early, mandates=None), "mandate", engagement="pk")


def _not_begun(ids, user):
    """No phase has ever been begun."""
    moved = Phase.objects.exclude(state=PhaseState.PLANNED).values("engagement")
    early = [pk for pk in _team(ids, user) if ids[pk].status in EARLY]
    rows = Phase.objects.filter(engagement__in=early).exclude(engagement__in=moved)
    return _row(rows.order_by().values("engagement_id").distinct(), "begin", engagement="engagement_id")


def _status_behind(ids, user):
    """A phase is under way, and the consultation still stands as a request."""
    requests = [pk for pk in _team(ids, user) if ids[pk].status == Status.REQUEST]
    rows = Phase.objects.filter(engagement__in=requests, state=PhaseState.RUNNING).values("engagement_id").distinct()
    return _row(rows, "status", engagement="engagement_id")


EARLY = {Status.REQUEST, Status.CLARIFYING, Status.RUNNING}
SOURCES = (
    _without_mandate,
    _not_begun,
    _status_behind,
    _late_phases,
    _open_criteria,
    _papers,
    _contributions,
    _reports,
    _quiet,
)
# What a new consultation needs first stands first.
FIRST = {"mandate": 0, "begin": 1, "status": 2}


def _worded(row):
    """A source's row as a sentence with its door."""
    engagement, kind, due, label, number, ref = row
    today = timezone.localdate()
    if kind == "phase":
        text = _("Phase „%(name)s“ liegt hinter dem Plan") % {"name": label}
        url = reverse("engagements:phases", args=[engagement])
    elif kind == "criteria":
        text = ngettext("„%(name)s“: %(n)s Kriterium noch offen", "„%(name)s“: %(n)s Kriterien noch offen", number) % {
            "name": label,
            "n": number,
        }
        url, due = reverse("engagements:phases", args=[engagement]), None
    elif kind == "paper":
        late = due is not None and due < today
        text = (_("Abgelaufen: %(name)s") if late else _("Noch nicht unterzeichnet: %(name)s")) % {"name": label}
        url, due = reverse("engagements:agreement-detail", args=[ref]), due if late else None
    elif kind == "contribution":
        text = ngettext("%(n)s Eigenleistung steht noch aus", "%(n)s Eigenleistungen stehen noch aus", number) % {
            "n": number
        }
        url = reverse("engagements:mandate", args=[engagement])
    elif kind == "report":
        text = _("Ergebnis festhalten: %(name)s") % {"name": label}
        url = reverse("engagements:log-update", args=[ref])
    elif kind == "begin":
        text, url = _("Erste Phase beginnen"), reverse("engagements:phases", args=[engagement])
    elif kind == "status":
        text, url = _("Stand von „Anfrage“ weiterstellen"), reverse("engagements:status", args=[engagement])
    elif kind == "mandate":
        text, url = (
            _("Auftrag der Verwaltungsspitze eintragen"),
            reverse("engagements:mandate-create", args=[engagement]),
        )
    else:
        text, url, due = _("Seit längerem kein Eintrag"), reverse("engagements:log-create", args=[engagement]), None
    return Waiting(engagement, text, url, due)
