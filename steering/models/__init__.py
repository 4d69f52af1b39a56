"""What was decided, and what became of it?"""

from .consensing import Consensing, ConsensingOption, ConsensingSheet
from .counters import Counter
from .feeds import Feed
from .meetings import AgendaItem, Attendance, Meeting, Note
from .minutes import Addendum, Minutes, MinutesReply
from .parts import Funding, Impulse
from .plan import ActionField, Goal, Measure, MeasureStep, Mirror, Obstacle, Progress
from .resolutions import Passage, Resolution, Task
from .rounds import RoundAsked, RoundRequest, UpdateRound
from .visits import Digest, Visit

__all__ = [
    "ActionField",
    "Addendum",
    "AgendaItem",
    "Attendance",
    "Consensing",
    "ConsensingOption",
    "ConsensingSheet",
    "Counter",
    "Feed",
    "Digest",
    "Funding",
    "Goal",
    "Impulse",
    "Measure",
    "MeasureStep",
    "Meeting",
    "Minutes",
    "MinutesReply",
    "Mirror",
    "Note",
    "Obstacle",
    "Passage",
    "Progress",
    "Resolution",
    "RoundAsked",
    "RoundRequest",
    "Task",
    "UpdateRound",
    "Visit",
]
