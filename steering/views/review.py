"""The state of things in fifteen minutes, for whoever logs in four times a year."""

from django.shortcuts import redirect, render
from django.utils import timezone

from engagements.models import Engagement
from engagements.views.phases import engagement_or_404
from rooms.enums import Role
from rooms.reach import reach_of

from ..review import Review
from ..visits import visit


def review_home(request):
    """Straight to the one group somebody sits in, or the list of them."""
    reach = reach_of(request.user)
    rooms = {row.room_id for row in reach.memberships if row.role in {Role.STEERING, Role.CONTACT, Role.OBSERVER}}
    engagements = list(Engagement.objects.visible_to(request.user).filter(room__in=rooms).for_list())
    if len(engagements) == 1:
        return redirect("steering:review", engagements[0].pk)
    return render(request, "steering/review_home.html", {"engagements": engagements})


def review(request, pk):
    """Where we are, what changed since your last visit, what is asked of you; nothing confidential by construction."""
    engagement = engagement_or_404(request.user, pk)
    since = visit(request.user, engagement)
    found = Review(request.user, engagement, since)
    template = "steering/review_wall.html" if "beamer" in request.GET else "steering/review.html"
    return render(request, template, {"engagement": engagement, "review": found, "today": timezone.localdate()})
