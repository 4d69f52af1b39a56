"""Ways to where people are asked and to what became of it, for pages of other parts."""

from django import template
from django.contrib.auth.models import AnonymousUser

from ..enums import Subject
from ..models import CommentRound, RoundReport
from ..reporting import sign_of

register = template.Library()
register.filter("outcome_sign", sign_of)
EVERYBODY = AnonymousUser()


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
    rows = RoundReport.objects.visible_to(EVERYBODY).exclude(round__subject=Subject.STATEMENT)
    return {row.slug: row for row in rows.order_by("created_at")}.values()


@register.inclusion_tag("reports/_contribution_open.html")
def rounds_for_all():
    """Where everybody may say something today, on a page for everybody."""
    return {"rounds": list(open_for_all()), "told": list(told_to_all())}


@register.inclusion_tag("reports/_contribution_link.html")
def what_became(slug):
    """The way from a mission statement to what became of what people brought in."""
    told = RoundReport.objects.visible_to(EVERYBODY).filter(slug=slug).exists()
    return {"slug": slug, "is_there": told or open_for_all().filter(slug=slug).exists()}
