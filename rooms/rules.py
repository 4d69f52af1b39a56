from .enums import Role
from .models import Membership
from .reach import reach_of

MANAGERS = (Role.LEAD, Role.PROCESS)


def can_see_members(user, room):
    """The team knows who is in the room."""
    return room.pk in reach_of(user).team_rooms


def is_member(user, room):
    return room.pk in reach_of(user).rooms


def can_look_through(user, room):
    """The lead, who reads everything here, may see what each of the others sees."""
    return room.pk in reach_of(user).lead_rooms


def can_manage_members(user, room):
    """The lead and the process manager invite people and end what has ended."""
    return bool(roles_in(user, room) & set(MANAGERS))


def can_grant(user, room, role):
    """The lead gives every role; the process manager gives the lead only where the room has none."""
    if role == Role.LEAD and Role.LEAD not in roles_in(user, room):
        return can_manage_members(user, room) and not leads_of(room).exists()
    return can_manage_members(user, room)


def can_end(user, membership):
    """A lead is let go by a lead; everybody else also by the process manager."""
    if membership.role == Role.LEAD:
        return Role.LEAD in roles_in(user, membership.room)
    return can_manage_members(user, membership.room)


def roles_in(user, room):
    return set(Membership.objects.active().filter(room=room, user=user.pk).values_list("role", flat=True))


def leads_of(room):
    """The active leads who can still sign in."""
    return Membership.objects.active().filter(room=room, role=Role.LEAD, user__is_active=True)
