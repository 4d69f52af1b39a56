from rooms.reach import reach_of
from rooms.rules import leads_of


def can_see(user, room):
    """The team sees the calendar."""
    return room.pk in reach_of(user).team_rooms


def can_propose(user, room):
    """The lead says that now it may go."""
    return room.pk in reach_of(user).lead_rooms


def can_confirm(user, plan):
    """A second person of the team; one of the two is the lead."""
    reach = reach_of(user)
    if plan.room_id not in reach.team_rooms or plan.proposed_by_id == user.pk:
        return False
    return plan.room_id in reach.lead_rooms or leads_of(plan.room_id).filter(user=plan.proposed_by_id).exists()


def can_hold(user, room):
    """Anybody of the team can stop what is about to go."""
    return can_see(user, room)


def can_answer_hold(user, hold):
    """Confirming a hold, and ending it, is for a second person."""
    return hold.room_id in reach_of(user).team_rooms and hold.author_id != user.pk
