"""The phases of a consultation as they really went, with the steps that led there."""

from engagements.enums import CriterionKind, PhaseState
from engagements.models import PhaseStep
from periods.reading import read

from .house import day_of, made

FIELDS = ("state", "planned", "period", "remark")
INVENTED = "Fiktiv"


def load(engagement, row, by, today):
    """Put the named phases into their order; of a template not told as a whole the other phases go."""
    named = [phase["code"] for phase in row.get("phase", [])]
    whole = row.get("whole", False)
    if not whole:
        engagement.phases.exclude(code__in=named).delete()
    phases = {phase.code: phase for phase in engagement.phases.all()}
    order = named + [code for code in phases if code not in named]
    for data in row.get("phase", []):
        _go(phases[data["code"]], data, by, today, whole)
    for number, code in enumerate(order, start=1):
        phases[code].order = number * 10
        phases[code].save()


def _go(phase, data, by, today, whole):
    for name in FIELDS:
        setattr(phase, name, data.get(name, ""))
    phase.clean_fields(exclude=["engagement", "template"])
    _steps(phase, data, by, today)
    if whole:
        _tick(phase, data, by, today)
    else:
        phase.criteria.all().delete()  # nobody had such a list then


def _steps(phase, data, by, today):
    """From planned to where the phase is, on the days its period knows."""
    first, last = read(phase.period).earliest, day_of(phase.period, today)
    begun = [(PhaseState.RUNNING, first)] if first and first < last else []  # a phase of one day is one step
    states = {
        PhaseState.PLANNED: [],
        PhaseState.RUNNING: [(PhaseState.RUNNING, first or today)],
        PhaseState.DONE: [*begun, (PhaseState.DONE, last)],
    }
    before = PhaseState.PLANNED
    for state, on in states[PhaseState(phase.state)]:
        is_last = state == phase.state
        made(
            PhaseStep, room=phase.engagement.room, author=by, shared_on=on, phase=phase, source=before, target=state,
            on=on, when=phase.period if is_last else "", reason=data.get("reason" if is_last else "begun", ""),
            unmet=data.get("unmet", "") if is_last else "",
        )  # fmt: skip
        before = state


def _tick(phase, data, by, today):
    """Criteria met with a phase that is done, or said to be met already; always marked as invented."""
    still_open = data.get("open", []) + data.get("unmet", "").splitlines()
    for criterion in phase.criteria.all():
        is_exit = criterion.kind == CriterionKind.EXIT
        told = phase.state == PhaseState.DONE or (phase.state == PhaseState.RUNNING and (not is_exit or "open" in data))
        if told and criterion.text not in still_open:
            period = read(phase.period)
            on = day_of(phase.period, today) if is_exit else period.earliest or day_of(phase.period, today)
            criterion.met_on, criterion.met_by, criterion.note = on, by, INVENTED
            criterion.save()
