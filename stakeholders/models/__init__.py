"""Who takes part there?"""

from .bodies import Body, BodyClaim, BodyShare, LegalBasis, SeatGroup, Term
from .register import Alias, NotDuplicate, Office, Organisation, Person

__all__ = [
    "Alias",
    "Body",
    "BodyClaim",
    "BodyShare",
    "LegalBasis",
    "NotDuplicate",
    "Office",
    "Organisation",
    "Person",
    "SeatGroup",
    "Term",
]
