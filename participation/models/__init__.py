"""What do people bring in?"""

from .attendance import Headcount
from .contributions import Contribution, ContributionContact, Point
from .events import Event, EventDuty, EventPhoto, Slot, Table, Venue
from .invitations import EventInvitation
from .proposals import Proposal, ProposalAnswer, ProposalContact
from .registrations import MOST_PERSONS, Answer, Question, Registration
from .rounds import CommentRound, ReportLine, RoundReport, RoundSection
from .statement_work import Signatory, StatementStep
from .statements import AimMeasure, MissionStatement, Section, StatementVersion

__all__ = [
    "MOST_PERSONS",
    "AimMeasure",
    "Answer",
    "CommentRound",
    "Contribution",
    "ContributionContact",
    "Event",
    "EventDuty",
    "EventInvitation",
    "EventPhoto",
    "Headcount",
    "MissionStatement",
    "Point",
    "Proposal",
    "ProposalAnswer",
    "ProposalContact",
    "Question",
    "Registration",
    "ReportLine",
    "RoundReport",
    "RoundSection",
    "Section",
    "Signatory",
    "Slot",
    "StatementStep",
    "StatementVersion",
    "Table",
    "Venue",
]
