"""How does the consultation proceed?"""

from .engagement import Engagement, EngagementLink
from .log import LogEntry
from .mandate import Agreement, Contact, Mandate, OwnContribution
from .phases import Criterion, Phase, PhaseStep
from .programmes import Programme, ProgrammeClaim, ProgrammePart, ProgrammePartner, ProgrammePlace
from .templates import CriterionTemplate, PhaseTemplate, ProcessTemplate

__all__ = [
    "Agreement",
    "Contact",
    "Criterion",
    "CriterionTemplate",
    "Engagement",
    "EngagementLink",
    "LogEntry",
    "Mandate",
    "OwnContribution",
    "Phase",
    "PhaseStep",
    "PhaseTemplate",
    "ProcessTemplate",
    "Programme",
    "ProgrammeClaim",
    "ProgrammePart",
    "ProgrammePartner",
    "ProgrammePlace",
]
