"""What was decided, and what became of it?"""

from .counters import Counter
from .meetings import AgendaItem, Attendance, Meeting
from .minutes import Addendum, Minutes, MinutesReply
from .plan import ActionField, Goal, Measure, MeasureStep, Mirror, Obstacle, Progress
from .resolutions import Passage, Resolution, Task
from .rounds import RoundRequest, UpdateRound
from .visits import Visit

__all__ = [
    "ActionField",
    "Addendum",
    "AgendaItem",
    "Attendance",
    "Counter",
    "Goal",
    "Measure",
    "MeasureStep",
    "Meeting",
    "Minutes",
    "MinutesReply",
    "Mirror",
    "Obstacle",
    "Passage",
    "Progress",
    "Resolution",
    "RoundRequest",
    "Task",
    "UpdateRound",
    "Visit",
]
