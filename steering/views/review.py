"""The state of things in fifteen minutes, for whoever logs in four times a year."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.models import Engagement
from engagements.views.phases import engagement_or_404

from .. import rules
from ..review import ON_WALL, SHOWN, Review
from ..visits import visit


@require_safe
def start(request):
    """Where somebody lands who signs in: at the table she sits at, or among her consultations."""
    return redirect("steering:review-home" if rules.only_sits(request.user) else "engagements:list")


@require_safe
def review_home(request):
    """Straight to the one group somebody sits in, or the list of them."""
    rooms = rules.seats_of(request.user)
    engagements = list(Engagement.objects.visible_to(request.user).filter(room__in=rooms).for_list())
    if len(engagements) == 1:
        return redirect("steering:review", engagements[0].pk)
    return render(request, "steering/review_home.html", {"engagements": engagements})


@require_safe
def review(request, pk):
    """Where we are, what changed since your last visit, what is asked of you; nothing confidential by construction."""
    engagement = engagement_or_404(request.user, pk)
    on_wall = "beamer" in request.GET
    since = None if on_wall else visit(request.user, engagement)  # the wall is nobody's visit
    found = Review(request.user, engagement, since, shown=ON_WALL if on_wall else SHOWN)
    template = "steering/review_wall.html" if on_wall else "steering/review.html"
    return render(request, template, {"engagement": engagement, "review": found, "today": timezone.localdate()})
