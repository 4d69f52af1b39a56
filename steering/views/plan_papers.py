"""The plan as it leaves the screen: printed, or as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.stepup import confirmed_recently
from audit.models import Entry
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle

from ..exports.plan import CONTENT_TYPES, WRITERS, Paper
from .plan import plan_of


def paper_of(request, pk):
    """As far as this person reads the plan; asked for the group, nothing from further inside."""
    engagement = engagement_or_404(request.user, pk)
    is_for_group = request.GET.get("fuer") == "runde"
    return Paper(request.user, engagement, Circle.STEERING if is_for_group else Circle.TEAM)


@require_safe
def plan_print(request, pk):
    """The plan on paper, per field of action, without anything to click."""
    paper = paper_of(request, pk)
    context = {"engagement": paper.engagement, "about": plan_of(paper.engagement), "paper": paper}
    return render(request, "steering/plan_print.html", context)


@require_safe
@confirmed_recently
def plan_document(request, pk, form):
    """The plan as a file, made in memory; each one that leaves is noted."""
    paper = paper_of(request, pk)
    content = WRITERS[form](paper)
    summary = _("%(form)s, %(n)s Maßnahmen, %(reach)s")
    summary %= {"form": form.upper(), "n": len(paper.plan.measures), "reach": paper.reach}
    Entry.objects.record("engagement.plan_exported", paper.engagement, by=request.user, summary=summary)
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    name = f"masterplan-{slugify(paper.engagement.title)[:60] or 'beratung'}-{timezone.localdate()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
