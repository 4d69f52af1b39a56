from rooms.reach import reach_of
from rooms.rules import is_second


def can_see(user, room):
    """The team sees the calendar."""
    return room.pk in reach_of(user).team_rooms


def can_propose(user, room):
    """The lead says that now it may go."""
    return room.pk in reach_of(user).lead_rooms


def can_set_term(user, room):
    """The lead may keep something shorter or longer, with a reason."""
    return can_propose(user, room)


def can_confirm(user, plan):
    """A second person says that it goes."""
    return is_second(user, plan.room_id, plan.proposed_by_id)


def can_hold(user, room):
    """Anybody of the team can stop what is about to go."""
    return can_see(user, room)


def can_answer_hold(user, hold):
    """Confirming a hold, and ending it, is for a second person."""
    return hold.room_id in reach_of(user).team_rooms and hold.author_id != user.pk
