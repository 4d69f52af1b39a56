"""The only place that lays out the way to a council, or moves somebody who is thought of for one of its seats."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Entry
from engagements.transitions.steps import StepRefused, not_reachable
from periods.reading import read
from rooms.enums import Circle
from rooms.once import wait_for
from stakeholders.enums import BodyKind, FoundingStep
from stakeholders.enums import NominationState as N
from stakeholders.enums import StepState as S
from stakeholders.models import Body, CouncilStep, Nomination, Term
from stakeholders.terms import is_moment, without_bis
from stakeholders.traits import NamesATrait, check_may_be_named

from .steps import laid_out, write_step

NOMINATION_NEXT = {
    N.PROPOSED: (N.ASKED, N.WILLING, N.DECLINED, N.WITHDRAWN),
    N.ASKED: (N.WILLING, N.DECLINED, N.WITHDRAWN),
    N.WILLING: (N.DECLINED, N.WITHDRAWN),
    N.ELECTED: (),
    N.APPOINTED: (),
    N.DECLINED: (N.ASKED, N.WILLING),
    N.WITHDRAWN: (N.ASKED, N.WILLING),
}
SETTLED = {N.ELECTED, N.APPOINTED, N.DECLINED, N.WITHDRAWN}
EACH_TERM = [FoundingStep.CALL, FoundingStep.FILLING, FoundingStep.FIRST, FoundingStep.TRAINING, FoundingStep.REPORT]


class SeatsExceeded(StepRefused):
    """More people than seats."""

    def __init__(self, group, taken, new):
        words = ngettext(
            "„%(group)s“ hat %(seats)s Sitze, besetzt sind %(taken)s. Für eine weitere Person reicht es nicht.",
            "„%(group)s“ hat %(seats)s Sitze, besetzt sind %(taken)s. Für %(new)s weitere Personen reicht es nicht.",
            new,
        )
        super().__init__(words % {"group": group.label, "seats": group.seats, "taken": taken, "new": new})


@transaction.atomic
def begin(body, *, by, known=None):
    """Lay out the ten steps of a council; what the house knows already is done, the first of the others runs."""
    wait_for(body.pk)
    if body.steps.exists():
        return
    if body.kind != BodyKind.INTEGRATION_BOARD:
        raise StepRefused(_("Den Aufbau begleiten wir bei Integrationsbeiräten."))
    try:
        with transaction.atomic():
            _lay_out(body, by, known or {})
    except IntegrityError:  # steps from when the body was the team's own: the wall hides them from whoever asks
        words = _("Den Aufbau hat das Beratungsteam schon begonnen, nur für sich. Bitte fragen Sie dort nach.")
        raise StepRefused(words) from None
    Entry.objects.record("body.accompanied", body, by=by)


def _lay_out(body, by, known):
    for key, state in laid_out(FoundingStep, known):
        CouncilStep.objects.create(
            room_id=body.room_id,
            circle=max(Circle.CLIENT, body.circle),
            author=by,
            body=body,
            key=key,
            state=state,
            period=known.get(key, ""),
        )


@transaction.atomic
def renew(body, *, by):
    """After a term of office the way begins again with the call; what was is kept in the versions of the steps."""
    wait_for(body.pk)
    steps = {step.key: step for step in CouncilStep.objects.select_for_update(of=("self",)).filter(body=body)}
    if not steps:
        raise StepRefused(_("Für dieses Gremium ist noch kein Aufbau begonnen."))
    later = {step.state for key, step in steps.items() if key in {*EACH_TERM[1:], FoundingStep.ANEW}}
    call = steps.get(FoundingStep.CALL)
    if call and call.state == S.RUNNING and later == {S.OPEN}:  # else what was typed since would be emptied
        raise StepRefused(_("Der Aufruf läuft schon, und was nach ihm kommt, ist noch offen."))
    for key in [*EACH_TERM, FoundingStep.ANEW]:
        target = S.RUNNING if key == FoundingStep.CALL else S.OPEN
        if key in steps:
            steps[key].period = steps[key].note = ""
            write_step(steps[key], target, by)
    Entry.objects.record("body.renewed", body, by=by)


@transaction.atomic
def move_nomination(row, target, *, by):
    """Write down what somebody said; who said no is forgotten after a while."""
    row = Nomination.objects.select_for_update(of=("self",)).get(pk=row.pk)
    source, target = N(row.state), N(target)
    if target not in NOMINATION_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    return _settle(row, target, by)


def _settle(row, target, by, day=None):
    row.state = target
    row.goes_on = row.day_to_go(day) if target in SETTLED else None
    row.version += 1
    row.save(update_fields=["state", "goes_on", "version", "changed_at"])
    Entry.objects.record("nomination.state", row, by=by)
    return row


def is_start(when):
    """Whether a term can begin with these words: one day, month or year, and no span."""
    return is_moment(when) and without_bis(when) == when.strip()


@transaction.atomic
def fill(body, keys, *, how, through, when, by):
    """Make members of those who are willing, by one decision; never more than there are seats, never below a trait."""
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    rows = list(Nomination.objects.select_for_update(of=("self",)).filter(body=body, pk__in=keys).order_by("pk"))
    if not rows or len(rows) < len(set(keys)) or any(row.state != N.WILLING for row in rows):
        raise StepRefused(_("Nicht mehr alle sind bereit. Bitte sehen Sie noch einmal hin."))
    if not is_start(when):
        raise StepRefused(_("Bitte nennen Sie einen Tag, einen Monat oder ein Jahr."))
    day = read(when).earliest
    _check_seats(body, rows, day)
    basis = _("%(how)s durch %(through)s, %(when)s") % {"how": N(how).label, "through": through, "when": when}
    terms = [_member(body, row, f"seit {when}", basis) for row in rows]
    for row in rows:
        _settle(row, N(how), by, max(day, timezone.localdate()))
    Entry.objects.record("body.filled", body, by=by, summary=str(len(terms)))
    return terms


def _member(body, row, period, basis):
    return Term.objects.create(body=body, group_id=row.group_id, name=row.name, period=period, basis=basis[:200])


def _check_seats(body, rows, day):
    """Who still sits there on that day, or is to come, counts; a seat without a group is no seat of the plan."""
    groups = {group.pk: group for group in body.groups.all()}
    wanted = {}
    for row in rows:
        wanted[row.group_id] = wanted.get(row.group_id, 0) + 1
    if None in wanted and groups:
        raise StepRefused(_("Bitte geben Sie allen eine Sitzgruppe, damit niemand über den Plan hinaus dazukommt."))
    for key, new in wanted.items():
        if key is None:
            continue
        try:
            check_may_be_named(groups[key])
        except NamesATrait as refused:
            raise StepRefused(str(refused)) from None
        taken = body.terms.filter(group=key, deputy_of=None).exclude(period_until__lt=day).count()
        if taken + new > groups[key].seats:
            raise SeatsExceeded(groups[key], taken, new)
