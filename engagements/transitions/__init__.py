"""The only place that moves a phase, a consultation, an agreement or a template from state to state."""

from .agreements import AGREEMENT_NEXT, AgreementNotReachable, move_agreement
from .phases import NEXT, GateNotMet, PhaseNotReachable, Step, take_step
from .status import STATUS_NEXT, StatusNotReachable, move_status
from .steps import ReasonMissing, StepRefused
from .templates import TEMPLATE_NEXT, NoPhases, NotADraft, VersionTaken, publish_template

__all__ = [
    "AGREEMENT_NEXT",
    "NEXT",
    "STATUS_NEXT",
    "TEMPLATE_NEXT",
    "AgreementNotReachable",
    "GateNotMet",
    "NoPhases",
    "NotADraft",
    "PhaseNotReachable",
    "ReasonMissing",
    "StatusNotReachable",
    "Step",
    "StepRefused",
    "VersionTaken",
    "move_agreement",
    "move_status",
    "publish_template",
    "take_step",
]
