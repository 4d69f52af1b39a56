"""What the pages for contributions share: whose rows they are, which text they speak of, where the page stands."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import require
from engagements.models import Engagement
from engagements.rules import can_write

from ..asking import belongs_to, pieces_of, pieces_of_version, with_kept
from ..enums import ContributionState, PointState, VersionState, Wording
from ..models import CommentRound, Contribution, MissionStatement, Point, Section


def statement_or_404(user, pk, rule=can_write):
    """A mission statement this person may read; contributions themselves are the team's."""
    rows = MissionStatement.objects.visible_to(user).filter(engagement__in=Engagement.objects.visible_to(user))
    found = get_object_or_404(rows.select_related("engagement__room"), pk=pk)
    if rule:
        require(rule, user, found.engagement)
    return found


def round_or_404(user, pk, rule=None):
    """A round this person reads, of a consultation of hers, with its version if she reads that, too."""
    rows = CommentRound.objects.with_what_is_asked(user)
    rows = rows.filter(room__engagement__in=Engagement.objects.visible_to(user))
    rows = rows.select_related("room__engagement__room", "statement__engagement__room", "place")
    found = get_object_or_404(rows, pk=pk)
    if rule:
        require(rule, user, found.engagement)
    return found


def whole_or_404(user, pk, rule=can_write):
    """What people bring something in to: a mission statement, or a round about something of its own."""
    if MissionStatement.objects.visible_to(user).filter(pk=pk).exists():
        return statement_or_404(user, pk, rule)
    found = round_or_404(user, pk, rule)
    if found.asks_of_a_statement:
        raise Http404
    return found


def contribution_or_404(user, pk):
    row = get_object_or_404(Contribution.objects.visible_to(user).select_related("round__of"), pk=pk)
    return row, whole_or_404(user, row.whole_id)


def point_or_404(user, pk):
    rows = Point.objects.visible_to(user).with_signs()
    row = get_object_or_404(rows.select_related("contribution__round__of", "consensing"), pk=pk)
    return row, whole_or_404(user, row.contribution.whole_id)


def pieces_for(user, whole, found=None, kept=None):
    """What is spoken of, in numbered pieces: that of the round, or of the newest version in standard wording.

    `kept` is the number a row names already.
    """
    found = found or (whole if isinstance(whole, CommentRound) else None)
    pieces = pieces_of(user, found) if found else pieces_of_version(newest_version(user, whole))
    return with_kept(pieces, found, kept)


def newest_version(user, statement):
    rows = statement.versions.visible_to(user).filter(wording=Wording.STANDARD).exclude(state=VersionState.DROPPED)
    return rows.prefetch_related("sections").order_by("-number").first()


def headings_of(user, whole):
    """Number and name of every section there was in any version, as the newest calls it."""
    if isinstance(whole, CommentRound):
        return {piece.number: str(piece) for piece in pieces_of(user, whole)}
    versions = whole.versions.visible_to(user).filter(wording=Wording.STANDARD)
    rows = Section.objects.filter(version__in=versions).order_by("version__number")
    found = dict(rows.values_list("number", "heading"))
    return {number: f"{number} {heading}".strip() for number, heading in sorted(found.items())}


def progress_of(user, whole):
    """How many of all points are where; in one statement."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in PointState}
    rows = Point.objects.visible_to(user, room=whole.room_id).filter(**belongs_to(whole, "contribution__"))
    found = rows.aggregate(all=Count("pk"), **states)
    new = Contribution.objects.visible_to(user, room=whole.room_id).filter(**belongs_to(whole))
    found["new"] = new.filter(state=ContributionState.NEW).count()
    found["decided"] = found[PointState.DECIDED.value]
    found["share"] = round(100 * found["decided"] / found["all"]) if found["all"] else 0
    return found


def inbox_url(whole):
    return reverse("participation:contribution-list", args=[whole.pk])


def page(request, template, whole, *, about=None, status=200, **context):
    """A page below an inbox; `about` is the name and the address of what it belongs to."""
    context |= {"whole": whole, "engagement": whole.engagement, "inbox": inbox_url(whole)}
    context |= {
        "about": about,
        "cancel_url": context.get("cancel_url") or (about[1] if about else inbox_url(whole)),
    }
    return render(request, f"participation/{template}", context, status=status)


def form_page(request, form, whole, *, title, lead="", about=None, status=200, **context):
    words = {"form": form, "title": title, "lead": lead}
    return page(request, "contribution_form.html", whole, about=about, status=status, **words, **context)


def asked(request, whole, *, title, text, button, about=None, **context):
    """A page that asks before a step."""
    words = {"title": title, "text": text, "button": button}
    return page(request, "contribution_confirm.html", whole, about=about, **words, **context)
