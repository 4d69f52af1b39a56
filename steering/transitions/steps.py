"""The only place that moves one of the ten steps to a council or to a mission statement."""

from django.db import transaction

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable
from periods.fields import expand
from stakeholders.enums import StepState as S

STEP_NEXT = {
    S.OPEN: (S.RUNNING, S.DONE, S.SKIPPED),
    S.RUNNING: (S.DONE, S.SKIPPED, S.OPEN),
    S.DONE: (S.RUNNING,),
    S.SKIPPED: (S.RUNNING,),
}


def laid_out(keys, known):
    """Every step with where it begins: what the house knows already is done, the first of the others runs."""
    running = False
    for key in keys:
        state = S.DONE if key in known else S.OPEN
        if state == S.OPEN and not running:
            state, running = S.RUNNING, True
        yield key, state


@transaction.atomic
def move_step(step, target, *, by, is_missing=False):
    """Take a step further; what is left out, or called done though something is missing, says why in its note."""
    step = type(step).objects.select_for_update(of=("self",)).get(pk=step.pk)
    source, target = S(step.state), S(target)
    if target not in STEP_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    if not step.note and (target == S.SKIPPED or (target == S.DONE and is_missing)):
        raise ReasonMissing
    write_step(step, target, by)
    if step.is_over:
        _run_next(step.siblings.select_for_update(of=("self",)), by)
    return step


def _run_next(steps, by):
    """Where nothing runs any more, the first step that is still open does."""
    steps = sorted(steps, key=lambda row: row.number)
    waiting = [row for row in steps if row.state == S.OPEN]
    if waiting and not any(row.state == S.RUNNING for row in steps):
        write_step(waiting[0], S.RUNNING, by)


def write_step(step, target, by):
    step.state = target
    step.version += 1
    step.save(update_fields=expand(step, {"state", "period", "note", "version", "changed_at"}))
    Entry.objects.record(f"{step._meta.model_name}.state", step, by=by, summary=str(target.label))
