from rooms.enums import RoomKind
from rooms.models import Room
from rooms.reach import reach_of


def can_create(user):
    """Whoever works for an advising organisation may open a consultation; it is then hers to lead."""
    return user.is_authenticated and user.organisation_id is not None


def can_write(user, engagement):
    """The team writes: entries, agreements, phases, contributions. Also after the end, as an addendum."""
    return engagement.room_id in reach_of(user).team_rooms


def can_lead(user, engagement):
    """The lead answers for the engagement: its status, its people."""
    return engagement.room_id in reach_of(user).lead_rooms


def clearance(user, engagement):
    """The innermost circle the user reads in this engagement."""
    return reach_of(user).clearance(engagement.room_id)


def can_edit_templates(user):
    return user.is_authenticated and user.is_network_admin


def can_create_programme(user):
    """Programmes lie in the room of the organisation: whoever writes there, or is the first to need it."""
    if not can_create(user):
        return False
    rooms = Room.objects.filter(kind=RoomKind.ORGANISATION, organisation=user.organisation_id)
    keys = set(rooms.values_list("pk", flat=True))
    return not keys or bool(keys & reach_of(user).team_rooms)


def can_edit_programme(user, programme):
    return programme.room_id in reach_of(user).team_rooms


def can_tick_contribution(user, contribution):
    """The town's contact person keeps the list of its own contributions as well as the team does."""
    return contribution.room_id in reach_of(user).kept_rooms
