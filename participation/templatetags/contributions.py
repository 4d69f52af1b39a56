"""Ways to where people are asked and to what became of it, for pages of other parts."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator

from ..enums import Subject
from ..models import CommentRound, RoundReport
from ..reporting import sign_of

register = template.Library()
register.filter("outcome_sign", sign_of)
EVERYBODY = AnonymousUser()
TOLD_ON_A_PAGE = 30
IN_SHORT = 4


@register.inclusion_tag("participation/_contribution_rounds.html", takes_context=True)
def comment_rounds(context, statement):
    """The rounds of a mission statement that whoever looks at the page reads."""
    rows = CommentRound.objects.visible_to(context["request"].user, room=statement.room_id)
    return {"rounds": rows.filter(statement=statement)}


def open_for_all():
    """The rounds everybody may write in today."""
    return CommentRound.objects.open_to(EVERYBODY).select_related("of__place", "place").order_by("closes_on", "pk")


def told_to_all():
    """What became of rounds about something of their own, each once: those of a mission statement stand beside it."""
    rows = RoundReport.objects.visible_to(EVERYBODY)
    each = rows.exclude(round__subject=Subject.STATEMENT).order_by("slug", "-created_at").distinct("slug")
    return rows.filter(pk__in=each).order_by("-created_at", "pk")


@register.inclusion_tag("reports/_contribution_open.html", takes_context=True)
def rounds_for_all(context):
    """Where everybody may say something today, on a page for everybody."""
    request = context["request"]
    told = Paginator(told_to_all(), TOLD_ON_A_PAGE).get_page(request.GET.get("page"))
    return {"rounds": list(open_for_all()), "page_obj": told, "request": request}


@register.inclusion_tag("reports/_contribution_open.html")
def rounds_in_short():
    """The rounds that end first, on the front page for everybody, and whether there are more."""
    rounds = list(open_for_all()[: IN_SHORT + 1])
    return {"rounds": rounds[:IN_SHORT], "has_more": len(rounds) > IN_SHORT}


@register.inclusion_tag("reports/_contribution_link.html")
def what_became(slug):
    """The way from a mission statement to what became of what people brought in."""
    told = RoundReport.objects.visible_to(EVERYBODY).filter(slug=slug).exists()
    return {"slug": slug, "is_there": told or open_for_all().filter(slug=slug).exists()}
