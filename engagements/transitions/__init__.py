"""The only place that moves a phase, a consultation or an agreement from state to state."""

from .agreements import AGREEMENT_NEXT, AgreementNotReachable, move_agreement
from .phases import NEXT, GateNotMet, PhaseNotReachable, Step, take_step
from .status import STATUS_NEXT, StatusNotReachable, move_status
from .steps import ReasonMissing, StepRefused

__all__ = [
    "AGREEMENT_NEXT",
    "NEXT",
    "STATUS_NEXT",
    "AgreementNotReachable",
    "GateNotMet",
    "PhaseNotReachable",
    "ReasonMissing",
    "StatusNotReachable",
    "Step",
    "StepRefused",
    "move_agreement",
    "move_status",
    "take_step",
]
