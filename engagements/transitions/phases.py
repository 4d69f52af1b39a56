"""The only place that moves a phase: begun, finished, skipped, taken back, opened again."""

import re

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Entry
from periods.fields import expand
from periods.reading import read
from rooms.enums import Circle

from .. import gates
from ..enums import CriterionKind, PhaseState
from ..models import Phase, PhaseStep
from .steps import ReasonMissing, StepRefused


class Step(models.TextChoices):
    """What can be done with a phase; the values stand in addresses."""

    START = "beginnen", gettext_lazy("Beginnen")
    FINISH = "abschliessen", gettext_lazy("Abschließen")
    SKIP = "ueberspringen", gettext_lazy("Überspringen")
    TAKE_BACK = "zuruecknehmen", gettext_lazy("Zurücknehmen")
    REOPEN = "wieder-oeffnen", gettext_lazy("Wieder öffnen")


NEXT = {
    PhaseState.PLANNED: {Step.START: PhaseState.RUNNING, Step.SKIP: PhaseState.SKIPPED},
    PhaseState.RUNNING: {Step.FINISH: PhaseState.DONE, Step.TAKE_BACK: PhaseState.PLANNED},
    PhaseState.DONE: {Step.REOPEN: PhaseState.RUNNING},
    PhaseState.SKIPPED: {Step.TAKE_BACK: PhaseState.PLANNED},
}
CHECKED = {Step.START: CriterionKind.ENTRY, Step.FINISH: CriterionKind.EXIT}
NEEDS_REASON = {Step.SKIP, Step.REOPEN}
OPENING_WORD = re.compile(r"^(?:seit|ab|am|im|in|vom|von)\s+", re.IGNORECASE)


class PhaseNotReachable(StepRefused):
    """The step does not start from where the phase stands."""

    def __init__(self, source, step):
        words = {"step": step.label, "state": source.label}
        super().__init__(_("„%(step)s“ geht nicht: Die Phase ist im Stand „%(state)s“.") % words)


class GateNotMet(StepRefused):
    """Something is missing and nobody has said why it may be missing."""

    def __init__(self, missing):
        self.missing = missing
        super().__init__(_("Es fehlt noch etwas. Mit einem Grund geht es trotzdem."))


@transaction.atomic
def take_step(phase, step, *, by, when="", reason="", circle=Circle.TEAM):
    """Take one step, write it down with date, reason and what was missing, and return its row.

    The row is locked first: of two people who press at once, one moves the phase and the other is refused.
    """
    phase = Phase.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=phase.pk)
    step, source, reason = Step(step), PhaseState(phase.state), reason.strip()
    if step not in NEXT[source]:
        raise PhaseNotReachable(source, step)
    missing = gates.unmet(phase, CHECKED[step], by) if step in CHECKED else []
    if missing and not reason:
        raise GateNotMet(missing)
    if step in NEEDS_REASON and not reason:
        raise ReasonMissing

    when = when or f"{timezone.localdate():%d.%m.%Y}"
    phase.period = period_after(phase, step, when)
    phase.state = NEXT[source][step]
    phase.save(update_fields=expand(Phase, {"state", "period"}))
    row = PhaseStep.objects.create(
        phase=phase,
        room_id=phase.engagement.room_id,
        author=by,
        circle=circle,
        source=source,
        target=phase.state,
        on=day_of(step, when),
        when=when,
        reason=reason,
        unmet="\n".join(item.text for item in missing),
    )
    # The reason stays in the row with its circle; the history tells only what every member sees on the way.
    Entry.objects.record("phase.moved", phase.engagement, by=by, summary=f"{phase}: {row}")
    return row


def day_of(step, when):
    """The day a step is sorted by: the first of its wording, for an end the last."""
    reading = read(when)
    days = (reading.latest, reading.earliest) if step == Step.FINISH else (reading.earliest, reading.latest)
    return next(filter(None, days), timezone.localdate())


def period_after(phase, step, when):
    """The wording of the actual period after a step; what a person typed stays as it is."""
    # Dates of steps are known to every member, so the wording does not depend on who may read the reasons.
    taken = list(PhaseStep.objects.filter(phase=phase).order_by("pk").values_list("source", "target", "when"))
    started = _last(taken, PhaseState.PLANNED, PhaseState.RUNNING)
    finished = _last(taken, PhaseState.RUNNING, PhaseState.DONE)
    if phase.period not in {"", since(started), span(started, finished)}:
        return phase.period
    if step == Step.START:
        return since(when)
    if step == Step.FINISH:
        return span(started, when)
    if step == Step.REOPEN:
        return since(started)
    return ""


def _last(taken, source, target):
    return next((when for *states, when in reversed(taken) if states == [source, target]), "")


def since(start):
    """„seit Herbst 2017“; German, because periods are read as German."""
    bare = OPENING_WORD.sub("", start)
    return f"seit {bare}" if bare and read(f"seit {bare}").edtf else start


def span(start, end):
    """„2015 bis 2017“, or once where both ends say the same."""
    start, end = OPENING_WORD.sub("", start), OPENING_WORD.sub("", end)
    if start == end or not end:
        return start
    return f"{start} bis {end}" if start else f"bis {end}"
