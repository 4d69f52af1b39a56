"""Which places and people belong together?"""

from .courses import Course, CourseModule, CourseParticipant, ModuleAttendance
from .editions import ProfileEdition
from .face import Outline, Subscription
from .funders import FunderLogo
from .help import HelpOffer, HelpRequest
from .inquiries import Inquiry, InquiryDesk, InquiryState, Interest
from .library import LibraryItem
from .meetings import MeetingPresence, NetworkMeeting, SuccessFactor
from .members import Cohort, CohortCount, CohortPlace, NetworkMember
from .network import Network
from .peer import PeerConsultation, PeerNote, PeerSeat
from .pool import PoolProfile, PoolRequest
from .profiles import CaseProfile, ProfileConsent
from .site import SiteText, TextKey

__all__ = [
    "CaseProfile",
    "Cohort",
    "CohortCount",
    "CohortPlace",
    "Course",
    "CourseModule",
    "CourseParticipant",
    "FunderLogo",
    "HelpOffer",
    "HelpRequest",
    "Inquiry",
    "InquiryDesk",
    "InquiryState",
    "Interest",
    "LibraryItem",
    "MeetingPresence",
    "ModuleAttendance",
    "Network",
    "NetworkMeeting",
    "NetworkMember",
    "Outline",
    "PeerConsultation",
    "PeerNote",
    "PeerSeat",
    "PoolProfile",
    "PoolRequest",
    "ProfileConsent",
    "ProfileEdition",
    "SiteText",
    "Subscription",
    "SuccessFactor",
    "TextKey",
]
