"""One consultation in one screen: the way, what waits, the diary; beside it mandate, people, readers."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from rooms.enums import TEAM_ROLES, Circle
from rooms.readers import readers_in

from .. import rules
from ..overview import beside, engagement_or_404
from ..waiting import waiting_for
from .contributions import Contributions


@require_safe
def detail(request, pk):
    user = request.user
    engagement = engagement_or_404(user, pk)
    lists = beside(user, engagement)
    room = readers_in(request, engagement.room_id, lists.pop("members"))
    context = lists | {
        "engagement": engagement,
        "waiting": waiting_for(user, [engagement]),
        "contributions": Contributions(user, engagement, lists["contributions"]),
        "readers": reader_counts(room, rules.clearance(user, engagement)),
        "team": team_of(room),
        "may_write": rules.can_write(user, engagement),
        "may_lead": rules.can_lead(user, engagement),
    }
    return render(request, "engagements/engagement_detail.html", context)


def team_of(room):
    return [row for row in room.members() if row.role in TEAM_ROLES]


def reader_counts(room, own):
    """How many people stand in each circle of a room, as far as the user's own circle goes."""
    circles = [
        circle for circle in (Circle.TEAM, Circle.CLIENT, Circle.STEERING) if circle <= max(own, Circle.STEERING)
    ]
    return [(circle, names) for circle in circles if (names := room.members_in(circle))]
