"""Who may do what at an event, by the room it lies in: a consultation's or a network's."""

from rooms.reach import reach_of

from .enums import EventState, QuestionReaders


def can_plan_event(user, engagement):
    """The team plans events of a consultation."""
    return engagement.room_id in reach_of(user).team_rooms


def can_run(user, event):
    """The team of the room plans, opens, prints, closes and documents."""
    return event.room_id in reach_of(user).team_rooms


def can_see_event(user, event):
    """Whoever is a member of the room; everybody else has the public page."""
    return event.room_id in reach_of(user).rooms


def can_ask(event):
    """Questions are set before anybody has answered one."""
    return event.state == EventState.PLANNED


def questions_read_by(user, event):
    """The questions whose answers this person reads: those for the team, or for a duty she has."""
    mine = set(event.duties.filter(person=user).values_list("duty", flat=True))
    if can_run(user, event):
        mine.add(QuestionReaders.TEAM)
    return [row for row in event.questions.all() if row.readers in mine]
