"""What the addresses of this part answer; see `tests.doors.table`."""

from tests.doors.answers import ANYBODY

DOORS = {
    "reports:home": (ANYBODY, None),
}
