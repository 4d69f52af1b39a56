"""What the pages for contributions share: whose rows they are, which version they speak of, where the page stands."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import require
from engagements.models import Engagement
from engagements.rules import can_write

from ..enums import ContributionState, PointState, VersionState, Wording
from ..models import Contribution, MissionStatement, Point, Section


def statement_or_404(user, pk, rule=can_write):
    """A mission statement this person may read; contributions themselves are the team's."""
    rows = MissionStatement.objects.visible_to(user).filter(engagement__in=Engagement.objects.visible_to(user))
    found = get_object_or_404(rows.select_related("engagement__room"), pk=pk)
    if rule:
        require(rule, user, found.engagement)
    return found


def row_or_404(user, model, pk, whole="statement"):
    """A row of the team with its mission statement; `whole` is the way there."""
    row = get_object_or_404(model.objects.visible_to(user).select_related(whole), pk=pk)
    statement = row
    for name in whole.split("__"):
        statement = getattr(statement, name)
    return row, statement_or_404(user, statement.pk)


def version_of(user, statement, found=None):
    """The text that is spoken of: that of the round, or the newest in standard wording."""
    if found is not None:
        return found.of
    rows = statement.versions.visible_to(user).filter(wording=Wording.STANDARD).exclude(state=VersionState.DROPPED)
    return rows.prefetch_related("sections").order_by("-number").first()


def headings_of(user, statement):
    """Number and heading of every section there was in any version, as the newest calls it."""
    versions = statement.versions.visible_to(user).filter(wording=Wording.STANDARD)
    rows = Section.objects.filter(version__in=versions).order_by("version__number")
    return dict(sorted(dict(rows.values_list("number", "heading")).items()))


def progress_of(user, statement):
    """How many of all points are where; in one statement."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in PointState}
    rows = Point.objects.visible_to(user, room=statement.room_id).filter(contribution__statement=statement)
    found = rows.aggregate(all=Count("pk"), **states)
    new = Contribution.objects.visible_to(user, room=statement.room_id).filter(statement=statement)
    found["new"] = new.filter(state=ContributionState.NEW).count()
    found["decided"] = found[PointState.DECIDED.value]
    found["share"] = round(100 * found["decided"] / found["all"]) if found["all"] else 0
    return found


def inbox_url(statement):
    return reverse("participation:contribution-list", args=[statement.pk])


def page(request, template, statement, *, about=None, status=200, **context):
    """A page below the inbox of a mission statement; `about` is the name and the address of what it belongs to."""
    context |= {"statement": statement, "engagement": statement.engagement, "inbox": inbox_url(statement)}
    context |= {
        "about": about,
        "cancel_url": context.get("cancel_url") or (about[1] if about else inbox_url(statement)),
    }
    return render(request, f"participation/{template}", context, status=status)


def form_page(request, form, statement, *, title, lead="", about=None, status=200, **context):
    words = {"form": form, "title": title, "lead": lead}
    return page(request, "contribution_form.html", statement, about=about, status=status, **words, **context)


def asked(request, statement, *, title, text, button, about=None, **context):
    """A page that asks before a step."""
    words = {"title": title, "text": text, "button": button}
    return page(request, "contribution_confirm.html", statement, about=about, **words, **context)
