from engagements.rules import can_write
from rooms.enums import Role, RoomKind
from rooms.reach import reach_of

AT_THE_TABLE = {Role.STEERING, Role.CONTACT, Role.OBSERVER}


def can_steer(user, engagement):
    """The team prepares meetings, writes minutes and keeps the plan."""
    return can_write(user, engagement)


def can_plan(user, engagement):
    """The town's contact persons keep bodies, measures and decisions as well as the team does."""
    return engagement.room_id in reach_of(user).kept_rooms


def may_enter(user, room_id):
    """Whoever is a member of the consultation."""
    return room_id in reach_of(user).rooms


def can_reply(user, meeting, edition):
    """Whoever reads the edition as a member of the group agrees with it or objects, until the minutes are approved."""
    return edition is not None and meeting.approved_on is None and meeting.room_id in reach_of(user).rooms


def can_do(user, task):
    """Whoever has a task says when it is done, and so does whoever keeps the list."""
    return task.account_id == user.pk or can_plan(user, task.engagement)


def seats_of(user):
    """The rooms of consultations in whose group somebody sits."""
    rows = reach_of(user).memberships
    return {row.room_id for row in rows if row.kind == RoomKind.ENGAGEMENT and row.role in AT_THE_TABLE}


def only_sits(user):
    """Whether somebody has nothing to do here but to sit in groups."""
    rows = [row for row in reach_of(user).memberships if row.kind == RoomKind.ENGAGEMENT]
    return bool(rows) and not user.is_network_admin and all(row.role in AT_THE_TABLE for row in rows)
