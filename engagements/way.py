"""The way of a consultation as one person may read it: each phase with what is missing and what can be done."""

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .enums import CriterionKind, PhaseState
from .gates import looks_itself
from .models import Criterion, PhaseStep
from .transitions import NEXT


def phases_for(user, engagement):
    """The phases with their criteria and steps, as far as the person may read them."""
    steps = PhaseStep.objects.visible_to(user).newest_first()
    criteria = Criterion.objects.visible_to(user).select_related("met_by")
    return engagement.phases.in_order().prefetch_related(
        Prefetch("steps", steps, to_attr="visible_steps"), Prefetch("criteria", criteria, to_attr="visible_criteria")
    )


class Card:
    """One phase as it stands on the page: its criteria, what is missing, what can be done."""

    def __init__(self, phase, findings, may_write, readers):
        self.phase, self.findings, self.may_write = phase, findings, may_write
        self.entry = self._criteria(CriterionKind.ENTRY) if may_write else []
        self.exit = self._criteria(CriterionKind.EXIT) if may_write else []
        self.missing = self._missing() if may_write else []
        self.steps = phase.visible_steps
        for step in self.steps:
            step.read_by = readers.of_item(step)
        self.overrides = [step for step in self.steps if step.is_override]

    def _criteria(self, kind):
        rows = [row for row in self.phase.visible_criteria if row.kind == kind]
        for row in rows:
            row.is_system = looks_itself(row)
            row.found = self.findings.found(row.gate)
            row.is_met = self.findings.is_met(row)
        return rows

    def _missing(self):
        kind = {PhaseState.PLANNED: CriterionKind.ENTRY, PhaseState.RUNNING: CriterionKind.EXIT}.get(self.phase.state)
        return self.findings.unmet(self.phase, kind) if kind else []

    @property
    def needs_agreement(self):
        return self.may_write and not self.findings.covers(self.phase)

    @property
    def doings(self):
        """The steps that can be taken, the next one first."""
        return list(NEXT[PhaseState(self.phase.state)])

    @property
    def has_more(self):
        """Whether there is something to unfold: criteria, hints, steps."""
        return bool(self.steps) or (self.may_write and bool(self.entry or self.exit or self.phase.template))

    @property
    def more_label(self):
        if not self.may_write:
            return _("Verlauf")
        if self.is_running:
            return _("Methode und Verlauf")
        if self.missing:
            n = len(self.missing)
            words = ngettext("%(n)d Punkt vor dem Beginn offen", "%(n)d Punkte vor dem Beginn offen", n) % {"n": n}
            return _("Kriterien, Methode und Verlauf – %(open)s") % {"open": words}
        return _("Kriterien, Methode und Verlauf")

    @property
    def is_running(self):
        return self.phase.state == PhaseState.RUNNING

    @property
    def may_repeat(self):
        return self.phase.state != PhaseState.PLANNED
