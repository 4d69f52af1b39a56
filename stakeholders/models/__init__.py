"""Who takes part there?"""

from .bodies import Body, BodyClaim, BodyShare, LegalBasis, SeatGroup, Term
from .founding import Call, CouncilStep, CouncilYear, Nomination
from .register import Alias, NotDuplicate, Office, Organisation, Person

__all__ = [
    "Alias",
    "Body",
    "BodyClaim",
    "BodyShare",
    "Call",
    "CouncilStep",
    "CouncilYear",
    "LegalBasis",
    "Nomination",
    "NotDuplicate",
    "Office",
    "Organisation",
    "Person",
    "SeatGroup",
    "Term",
]
