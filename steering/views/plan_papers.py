"""The plan as it leaves the screen: printed, or as a file."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.stepup import confirmed_recently
from audit.models import Entry
from engagements.views.phases import engagement_or_404
from rooms.downloads import attachment
from rooms.enums import Circle

from ..exports.plan import CONTENT_TYPES, WRITERS, Paper
from ..models import ActionField
from .plan import plan_of


def paper_of(request, pk):
    """As far as this person reads the plan; asked for the group, nothing from further inside."""
    engagement = engagement_or_404(request.user, pk)
    circle = Circle.STEERING if request.GET.get("fuer") == "runde" else Circle.TEAM
    field = None
    if key := request.GET.get("feld"):
        fields = ActionField.objects.visible_to(request.user).filter(engagement=engagement, circle__lte=circle)
        try:
            field = get_object_or_404(fields, pk=key)
        except ValidationError as problem:  # no key at all
            raise Http404 from problem
    return Paper(request.user, engagement, circle, field)


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
    summary += f", {paper.field}" if paper.field else ""
    Entry.objects.record("engagement.plan_exported", paper.engagement, by=request.user, summary=summary)
    about = slugify(paper.field.name if paper.field else paper.engagement.title)[:60] or "beratung"
    name = f"masterplan-{about}-{timezone.localdate()}.{form}"
    return attachment(content, CONTENT_TYPES[form], name)
