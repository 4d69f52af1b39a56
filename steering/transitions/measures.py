"""The only place that moves a measure and sets its light; each report stays as a row of its own."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable
from rooms.enums import Circle
from rooms.ids import uuid7

from ..enums import Light
from ..enums import MeasureState as S
from ..models import Measure, Progress

ENDS = (S.DEFERRED, S.REJECTED)
MEASURE_NEXT = {
    S.PROPOSED: (S.EXAMINED, S.RECOMMENDED, S.DECIDED, *ENDS),
    S.EXAMINED: (S.PROPOSED, S.RECOMMENDED, S.DECIDED, *ENDS),
    S.RECOMMENDED: (S.EXAMINED, S.DECIDED, *ENDS),
    S.DECIDED: (S.PREPARED, S.RUNNING, S.DONE, S.DEFERRED, S.FAILED),
    S.PREPARED: (S.RUNNING, S.DONE, S.DEFERRED, S.FAILED),
    S.RUNNING: (S.PREPARED, S.DONE, S.LASTING, S.DEFERRED, S.FAILED),
    S.DONE: (S.LASTING, S.RUNNING),
    S.LASTING: (S.RUNNING, S.FAILED),
    S.DEFERRED: (S.PROPOSED, S.EXAMINED, S.DECIDED, S.PREPARED, S.RUNNING, S.REJECTED),
    S.REJECTED: (S.PROPOSED,),
    S.FAILED: (S.PROPOSED, S.RUNNING),
}
MEANWHILE = _("Inzwischen hat jemand anderes einen neuen Stand gemeldet. Bitte sehen Sie noch einmal hin.")
NEEDS_REASON = {S.DEFERRED, S.REJECTED, S.FAILED}


def reachable(measure):
    """Where a measure can go from where it stands; staying is always one of them."""
    source = S(measure.state)
    return [source, *MEASURE_NEXT[source]]


def is_overtaken(measure, round):
    """Whether it was reported anew after a closed round: then a correction says how it was, and moves nothing."""
    later = Q(round__number__gt=round.number)
    if round.closed_on:
        later |= Q(round=None, on__gt=round.closed_on)
    return Progress.objects.filter(later, measure=measure).exists()


def stand_of(measure):
    """Where a measure stands, as a page carries it along to notice what is reported meanwhile."""
    return f"{measure.state}/{measure.light}"


@transaction.atomic
def report(measure, *, target, light, by, note="", reported_by="", round=None, correction=False, key=None, was=""):
    """Write down where a measure stands, with its light; yellow, red and every end want a reason."""
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    source, target, light, note = S(measure.state), S(target), Light(light), note.strip()
    moves = not correction or not is_overtaken(measure, round)
    if moves and was and was != stand_of(measure):
        raise StepRefused(MEANWHILE)
    if moves and target != source and target not in MEASURE_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    if not note and (light.needs_reason or (target != source and target in NEEDS_REASON)):
        raise ReasonMissing
    if moves:
        measure.state, measure.light = target, light
        measure.light_reason = note if light.needs_reason else ""
        measure.version += 1
        measure.save(update_fields=["state", "light", "light_reason", "version", "changed_at"])
    row = Progress.objects.create(
        pk=key or uuid7(),
        measure=measure,
        room_id=measure.room_id,
        circle=max(Circle.STEERING, measure.circle),
        author=by,
        source=source if moves else target,
        target=target,
        light=light,
        note=note,
        reported_by=reported_by,
        round=round,
        is_correction=correction,
    )
    Entry.objects.record("measure.report", measure, by=by, summary=str(row))
    return row
