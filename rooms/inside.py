"""The one rule for the rows of a single room: how far a person reads in there, for statements written by hand, too."""

from django.utils import timezone

from .enums import Circle
from .reach import reach_of

# What `visible_to` says, for the row `{0}` of this room; tests compare the two.
INSIDE = """{0}.room_id = %(room)s AND (
    {0}.circle <= %(reads_to)s OR EXISTS (
        SELECT FROM unnest(%(dated_to)s::int[], %(dated_from)s::date[]) AS d (reads_to, since)
        WHERE {0}.circle <= d.reads_to AND {0}.shared_on >= d.since)
    OR {0}.circle = 50 AND %(of_team)s AND ({0}.author_id = %(person)s OR EXISTS (
        SELECT FROM rooms_unlock k
        WHERE k.key = {0}.id AND k.person_id = %(person)s AND k.ended_at IS NULL AND k.until > now())))"""


def inside(user, room):
    """What the rule asks for: how far this person reads in this room."""
    reach = reach_of(user)
    back = [min(level, Circle.TEAM) for level, rooms in reach.open_rooms.items() if room in rooms]
    dated = [(level, start) for each, level, start in reach.dated_rooms if each == room]
    everybody = Circle.NETWORK if reach.in_network else Circle.PUBLIC
    return {
        "room": room,
        "person": user.pk,
        "reads_to": int(Circle.SEALED if room in reach.lead_rooms else max([*back, everybody])),
        "dated_to": [int(level) for level, _start in dated],
        "dated_from": [start for _level, start in dated],
        "of_team": room in reach.team_rooms,
        "today": timezone.localdate(),
    }
