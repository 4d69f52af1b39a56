"""What waits, as queries of Django: its definition before it was written by hand; `test_waiting` compares the two."""

from datetime import timedelta

from django.db.models import CharField, Count, DateField, F, Max, Min, Q, SmallIntegerField, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from engagements.enums import AgreementState, ContributionState, CriterionKind, PhaseState, Status
from engagements.models import Agreement, Criterion, Engagement, LogEntry, OwnContribution, Phase
from engagements.models.mandate import SIGNED_STATES
from rooms.enums import Role
from rooms.models import Release, Unlock
from rooms.reach import reach_of

QUIET_FOR = timedelta(days=60)


def rows_by_query(user, engagements):
    """One row for each thing that waits, kind by kind."""
    ids = {engagement.pk: engagement for engagement in engagements if engagement.is_open}
    return [row for source in SOURCES for row in source(ids, user)]


def next_dates(user, engagements, limit=5):
    """Appointments that the user may read: still to come, or today and not yet written about."""
    today = timezone.localdate()
    return (
        LogEntry.objects.visible_to(user)
        .filter(Q(when_from__gt=today) | Q(when_from=today, text=""), engagement__in=engagements, sorts_on__gte=today)
        .order_by("when_from", "pk")[:limit]
    )


def _row(queryset, kind, *, engagement, due=None, label="", number=0, ref="", circle=""):
    """The common shape of all sources: engagement, kind, day, words, number, key, and the circle the words are of."""
    return queryset.order_by().values_list(
        F(engagement),
        Value(kind, output_field=CharField()),
        F(due) if due else Cast(Value(None), DateField()),
        F(label) if label else Value("", output_field=CharField()),
        F(number) if number else Value(0),
        Cast(ref, CharField()) if ref else Value("", output_field=CharField()),
        F(circle) if circle else Cast(Value(None), SmallIntegerField()),
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
    return _row(rows, "paper", engagement="engagement_id", due="term_until", label="title", ref="pk", circle="circle")


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
    return _row(rows, "report", engagement="engagement_id", due="when_from", label="title", ref="pk", circle="circle")


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
    early = [pk for pk in _team(ids, user) if ids[pk].status in EARLY]
    moved = Phase.objects.filter(engagement__in=early).exclude(state=PhaseState.PLANNED).values("engagement")
    rows = Phase.objects.filter(engagement__in=early).exclude(engagement__in=moved)
    return _row(rows.order_by().values("engagement_id").distinct(), "begin", engagement="engagement_id")


def _status_behind(ids, user):
    """A phase is under way, and the consultation still stands as a request."""
    requests = [pk for pk in _team(ids, user) if ids[pk].status == Status.REQUEST]
    rows = Phase.objects.filter(engagement__in=requests, state=PhaseState.RUNNING).values("engagement_id").distinct()
    return _row(rows, "status", engagement="engagement_id")


def _openings(ids, user):
    """Something sealed was opened, and the lead has not yet taken note."""
    leads = [pk for pk, engagement in ids.items() if engagement.room_id in reach_of(user).lead_rooms]
    rows = Unlock.objects.filter(room__engagement__in=leads, noted_at=None).exclude(person=user)
    rows = rows.order_by().values("room__engagement")
    rows = rows.annotate(n=Count("at", distinct=True), first=Min(TruncDate("at")))
    return _row(rows, "opening", engagement="room__engagement", due="first", number="n")


def _releases(ids, user):
    """Somebody asks her to agree that a text leaves the team."""
    rooms = [engagement.room_id for engagement in ids.values()]
    rows = Release.objects.visible_to(user).waiting_for(user).filter(room__in=rooms)
    day = TruncDate("created_at")
    rows = rows.annotate(day=day)
    return _row(rows, "release", engagement="room__engagement", due="day", label="title", ref="pk", circle="circle")


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
    _openings,
    _releases,
)
