"""One of the ten steps to a council or to a mission statement: where it can go, and going there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.transitions.steps import ReasonMissing, StepRefused
from stakeholders.enums import StepState

from ..transitions.steps import STEP_NEXT, move_step

VERBS = {
    StepState.RUNNING: gettext_lazy("Wieder aufnehmen"),
    StepState.DONE: gettext_lazy("Erledigt"),
    StepState.SKIPPED: gettext_lazy("Entfällt"),
}


def targets_of(step):
    """Where a step can go, each with its verb."""
    source = StepState(step.state)
    verbs = VERBS | {StepState.RUNNING: _("Beginnen")} if source == StepState.OPEN else VERBS
    return [(state, verbs[state]) for state in STEP_NEXT[source] if state in verbs]


def moved(request, step, state, *, findings, way):
    """The answer to a step being taken further: the page of the way, or why it was not taken."""
    if state not in StepState:
        raise Http404
    try:
        move_step(step, state, by=request.user, is_missing=any(finding.is_missing for finding in findings))
    except ReasonMissing:
        messages.error(
            request, _("Bitte halten Sie zuerst fest, warum es auch ohne geht. Dann können Sie weitergehen.")
        )
        return redirect(step)
    except StepRefused as refused:
        messages.error(request, str(refused))
        return redirect(step)
    messages.success(request, _("„%(step)s“: %(state)s.") % {"step": step, "state": StepState(state).label})
    return redirect(way)
