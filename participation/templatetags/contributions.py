"""Ways to where people are asked and to what became of it, for pages of other parts."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ..enums import Asks, VersionState
from ..models import CommentRound, RoundReport, StatementVersion
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
    today = timezone.localdate()
    versions = StatementVersion.objects.visible_to(EVERYBODY).filter(state=VersionState.COMMENTED)
    rounds = CommentRound.objects.visible_to(EVERYBODY).filter(asks=Asks.ALL, of__in=versions)
    return rounds.filter(opens_on__lte=today, closes_on__gte=today).select_related("of__place").order_by("closes_on")


@register.inclusion_tag("reports/_contribution_open.html")
def rounds_for_all():
    """Where everybody may say something today, on a page for everybody."""
    return {"rounds": list(open_for_all())}


@register.inclusion_tag("reports/_contribution_link.html")
def what_became(slug):
    """The way from a mission statement to what became of what people brought in."""
    told = RoundReport.objects.visible_to(EVERYBODY).filter(slug=slug).exists()
    return {"slug": slug, "is_there": told or open_for_all().filter(slug=slug).exists()}
