"""The page from which a group is steered: bodies, meetings, decisions, plan."""

from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone

from engagements.views.phases import engagement_or_404
from stakeholders.models import Body
from stakeholders.seating import Seating

from .. import rules
from ..enums import MeetingState
from ..minutes import tell_minutes
from ..models import ActionField, Goal, Measure, Meeting, Resolution, Task, UpdateRound
from ..newcomers import newcomers
from .meetings import hub_of

LATEST = 5
OVER = Q(state__in=[MeetingState.HELD, MeetingState.CANCELLED])  # also when it was today


def meeting_list(request, pk):
    """Every sitting there is, those ahead first, then the latest."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    rows = Meeting.objects.visible_to(user).filter(engagement=engagement)
    past = list(rows.latest_first().filter(OVER | Q(on__lt=timezone.localdate())))
    tell_minutes(user, past)
    context = {
        "engagement": engagement,
        "about": hub_of(engagement),
        "ahead": list(rows.ahead()),
        "past": past,
        "may_steer": rules.can_steer(user, engagement),
    }
    return render(request, "steering/meeting_list.html", context)


def hub(request, pk):
    """What is planned, what was decided, what is due; each with the way on."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    meetings = Meeting.objects.visible_to(user).filter(engagement=engagement)
    resolutions = Resolution.objects.visible_to(user).filter(engagement=engagement)
    measures = Measure.objects.visible_to(user).filter(engagement=engagement)
    fields = ActionField.objects.visible_to(user).filter(engagement=engagement)
    goals = Goal.objects.visible_to(user).filter(field__in=fields)
    bodies = Body.objects.visible_to(user).filter(room=engagement.room_id).in_order().with_seats()
    past = list(meetings.latest_first().filter(OVER | Q(on__lt=timezone.localdate()))[:LATEST])
    tell_minutes(user, past)
    may_steer = rules.can_steer(user, engagement)
    context = {
        "engagement": engagement,
        "seatings": [Seating(body) for body in bodies],
        "ahead": list(meetings.ahead()[:LATEST]),
        "past": past,
        "decided": list(resolutions.newest_first()[:LATEST]),
        "overdue": list(resolutions.overdue()),
        "tasks": list(Task.objects.visible_to(user).filter(engagement=engagement).open()[:LATEST]),
        "attention": list(measures.needing_attention().in_order()[:LATEST]),
        "rounds": list(UpdateRound.objects.visible_to(user).filter(engagement=engagement)[:1]),
        "measure_count": measures.filter(goal__in=goals).count(),
        "newcomers": newcomers(engagement) if may_steer else [],
        "has_plan": fields.exists(),
        "may_steer": may_steer,
        "may_plan": rules.can_plan(user, engagement),
    }
    return render(request, "steering/hub.html", context)
