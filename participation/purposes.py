"""What each column of this app is for, whom it tells of, and by which rule it goes: read by `retention.registry`."""

from .purposes_contributions import CONTRIBUTIONS
from .purposes_events import EVENTS
from .purposes_statements import STATEMENTS

PURPOSES = {**STATEMENTS, **CONTRIBUTIONS, **EVENTS}
