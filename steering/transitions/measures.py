"""The only place that moves a measure and sets its light; each report stays as a row of its own."""

from django.db import transaction

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable
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
NEEDS_REASON = {S.DEFERRED, S.REJECTED, S.FAILED}


def reachable(measure):
    """Where a measure can go from where it stands; staying is always one of them."""
    source = S(measure.state)
    return [source, *MEASURE_NEXT[source]]


@transaction.atomic
def report(measure, *, target, light, by, note="", reported_by="", round=None, correction=False, key=None):
    """Write down where a measure stands, with its light; yellow, red and every end want a reason."""
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    source, target, light, note = S(measure.state), S(target), Light(light), note.strip()
    if target != source and target not in MEASURE_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    if not note and (light.needs_reason or (target != source and target in NEEDS_REASON)):
        raise ReasonMissing
    measure.state, measure.light = target, light
    measure.light_reason = note if light.needs_reason else ""
    measure.version += 1
    measure.save(update_fields=["state", "light", "light_reason", "version", "changed_at"])
    row = Progress.objects.create(
        pk=key or uuid7(),
        measure=measure,
        room_id=measure.room_id,
        circle=measure.circle,
        author=by,
        source=source,
        target=target,
        light=light,
        note=note,
        reported_by=reported_by,
        round=round,
        is_correction=correction,
    )
    Entry.objects.record("measure.report", measure, by=by, summary=str(row))
    return row
