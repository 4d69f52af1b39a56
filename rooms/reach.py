"""How far one person reads: her memberships, read once per request and turned into lists of rooms."""

from collections import defaultdict

from .enums import TEAM_ROLES, Circle, Role, RoomKind
from .models.room import Membership


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
            self.memberships = list(Membership.objects.filter(user=user).active().select_related("room"))
        for row in self.memberships:
            self._add(row)

    def _add(self, row):
        role = Role(row.role)
        if row.room.kind == RoomKind.NETWORK and row.clearance >= Circle.NETWORK:
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
