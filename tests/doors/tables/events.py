"""What the addresses of this part answer; see `tests.doors.table`."""

DOORS = {}
