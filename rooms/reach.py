"""How far one person reads: her memberships, read once per request and turned into lists of rooms."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from accounts.statements import ask

from .enums import TEAM_ROLES, Circle, Role, RoomKind

# The same as `Membership.objects.active()`.
STANDINGS = """\
SELECT m.room_id, (SELECT r.kind FROM rooms_room r WHERE r.id = m.room_id), m.role, m.clearance, m.starts_on
FROM rooms_membership m
WHERE m.user_id = %(person)s AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)
ORDER BY m.role_order, m.id
"""


class Standing(NamedTuple):
    """What a person is in a room today."""

    room_id: UUID
    kind: str
    role: str
    clearance: int
    starts_on: date


class Reach:
    """The rooms a person reads, by the innermost circle each opens to her."""

    def __init__(self, user):
        self.user_id = user.pk
        self.in_network = False
        self.open_rooms = defaultdict(set)  # clearance -> rooms read from their first day
        self.dated_rooms = []  # (room, clearance, first day) of those who read from their start
        self.lead_rooms, self.team_rooms = set(), set()
        self.memberships = []
        if user.is_authenticated and user.is_active:
            rows = ask(STANDINGS, {"person": user.pk, "today": timezone.localdate()})
            self.memberships = [Standing(*row) for row in rows]
        for row in self.memberships:
            self._add(row)

    def _add(self, row):
        role = Role(row.role)
        if row.kind == RoomKind.NETWORK and row.clearance >= Circle.NETWORK:
            self.in_network = True
        if role.reads_back:
            self.open_rooms[min(row.clearance, Circle.TEAM)].add(row.room_id)
        else:
            self.dated_rooms.append((row.room_id, row.clearance, row.starts_on))
        if row.clearance == Circle.SEALED:
            self.lead_rooms.add(row.room_id)
        if role in TEAM_ROLES and row.clearance >= Circle.TEAM:
            self.team_rooms.add(row.room_id)

    @property
    def rooms(self):
        """Every room the person is an active member of."""
        return set().union(*self.open_rooms.values()) | {room for room, *_ in self.dated_rooms}

    @property
    def kept_rooms(self):
        """The rooms whose lists she keeps: of the team, or the town's contact person."""
        return self.team_rooms | {row.room_id for row in self.memberships if row.role == Role.CONTACT}

    def reads_to(self, room_id):
        """The innermost circle she reads in a room whenever it was shared; also outside her rooms."""
        levels = [min(level, Circle.TEAM) for level, rooms in self.open_rooms.items() if room_id in rooms]
        everybody = Circle.NETWORK if self.in_network else Circle.PUBLIC
        return Circle.SEALED if room_id in self.lead_rooms else max([*levels, everybody])

    def clearance(self, room_id):
        """The innermost circle the person reads in a room, or None outside it."""
        levels = [level for level, rooms in self.open_rooms.items() if room_id in rooms]
        levels += [level for room, level, _start in self.dated_rooms if room == room_id]
        if room_id in self.lead_rooms:
            levels.append(Circle.SEALED)
        return max(levels, default=None)


def reach_of(user):
    """The person's reach, kept on the object that stands for her in this request."""
    if not hasattr(user, "_reach"):
        user._reach = Reach(user)
    return user._reach
