from .enums import Circle, Role
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


def can_propose(user, item):
    """The team proposes what may leave the team."""
    return item.room_id in reach_of(user).team_rooms


def is_second(user, room_id, first):
    """Of two people who do together what nobody does alone: both of the team, one of them the lead."""
    reach = reach_of(user)
    if room_id not in reach.team_rooms or first in {None, user.pk}:
        return False
    return room_id in reach.lead_rooms or leads_of(room_id).filter(user=first).exists()


def can_decide(user, release):
    """A second person lets it out or gives it back."""
    return is_second(user, release.room_id, release.author_id)


def deciders(release):
    """The people who could decide about this release, in the order of their roles."""
    team = Membership.objects.active().of_team().filter(room=release.room_id, user__is_active=True)
    team = team.filter(clearance__gte=Circle.TEAM).exclude(user=release.author_id)
    if not leads_of(release.room_id).filter(user=release.author_id).exists():
        team = team.filter(role=Role.LEAD)
    return list(dict.fromkeys(row.user for row in team.for_people()))


can_withdraw = can_propose  # anybody of the team, and at once


def roles_in(user, room):
    return set(Membership.objects.active().filter(room=room, user=user.pk).values_list("role", flat=True))


def leads_of(room):
    """The active leads who can still sign in."""
    return Membership.objects.active().filter(room=room, role=Role.LEAD, user__is_active=True)
