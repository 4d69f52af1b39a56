"""The points of an inbox: what becomes of each, proposed, decided, and still to do."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted
from audit import differences
from engagements.transitions.steps import StepRefused

from ..asking import belongs_to
from ..enums import About, Handling, PointState
from ..forms.contribution_points import HandlingForm, PointForm
from ..models import Contribution, Point
from ..transitions.contributions import decide, propose, reopen
from ..weighing import weighing_of
from .contribution_base import (
    asked,
    form_page,
    headings_of,
    page,
    pieces_for,
    point_or_404,
    progress_of,
    whole_or_404,
)

NUMBERED = {About.GENERAL.value, About.NEW.value}


def points_of(user, whole):
    rows = Point.objects.visible_to(user, room=whole.room_id).filter(**belongs_to(whole, "contribution__"))
    return rows.select_related("contribution", "merged_with", "consensing__item__meeting").in_order()


def narrowed(points, chosen):
    """As the filter above the table says; what makes no sense narrows nothing."""
    if chosen["stand"] in PointState:
        points = points.filter(state=chosen["stand"])
    if chosen["ergebnis"] in Handling:
        points = points.filter(handling=chosen["ergebnis"])
    about = chosen["abschnitt"]
    if about in NUMBERED:
        return points.filter(about=about)
    return points.filter(section=int(about)) if about.isdecimal() and len(about) < 5 else points


def point_list(request, pk):
    """All points as the text runs, with what becomes of them."""
    user, whole = request.user, whole_or_404(request.user, pk)
    headings = headings_of(user, whole)
    chosen = {name: request.GET.get(name, "") for name in ("stand", "ergebnis", "abschnitt")}
    points = list(narrowed(points_of(user, whole).with_signs(), chosen))
    return page(
        request,
        "contribution_points.html",
        whole,
        groups=by_section(points, headings),
        found=len(points),
        progress=progress_of(user, whole),
        headings=headings,
        states=PointState.choices,
        handlings=Handling.choices,
        chosen=chosen,
        is_narrowed=any(chosen.values()),
    )


def by_section(points, headings):
    """Points below what they are about."""
    groups = {}
    for point in points:
        is_section = point.about == About.SECTION
        title = headings.get(point.section, point.named) if is_section else capfirst(About(point.about).label)
        groups.setdefault(title, []).append(point)
    return list(groups.items())


def point_detail(request, pk):
    """One point beside the text it is about, and what shall become of it."""
    point, whole = point_or_404(request.user, pk)
    others = points_of(request.user, whole).exclude(pk=point.pk).filter(merged_with=None)
    form = HandlingForm(posted(request), point=point, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            point = propose(point, by=request.user, **form.cleaned_data)
            if "entscheiden" in request.POST:
                decide(point, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
            return redirect(point)
        said = _("Entschieden.") if "entscheiden" in request.POST else _("Vorgeschlagen.")
        messages.success(request, said)
        return redirect(following(request.user, whole, point) or point)
    pieces = pieces_for(request.user, whole, point.contribution.round) if point.section else []
    section = next((piece for piece in pieces if piece.number == point.section), None)
    return page(
        request,
        "contribution_point.html",
        whole,
        about=(str(point.contribution), point.contribution.get_absolute_url()),
        point=point,
        form=form,
        section=section,
        parts=differences.parts(section.text, point.wording) if section and point.wording else [],
        joined=point.merged.all(),
        weighing=weighing_of(request.user, point),
    )


def following(user, whole, point):
    """The next point without a proposal, as the text runs."""
    return points_of(user, whole).filter(state=PointState.OPEN).exclude(pk=point.pk).first()


def point_update(request, pk):
    point, whole = point_or_404(request.user, pk)
    pieces = pieces_for(request.user, whole, point.contribution.round, kept=point.section)
    form = PointForm(posted(request), instance=point, pieces=pieces)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(point)
    about = (str(point), point.get_absolute_url())
    return form_page(request, form, whole, title=_("Punkt ändern"), about=about)


@require_POST
def point_decide(request, pk):
    return step(request, pk, decide, _("Entschieden."))


@require_POST
def point_reopen(request, pk):
    return step(request, pk, reopen, _("Die Entscheidung ist zurückgenommen."))


def step(request, pk, transition, said):
    point, _whole = point_or_404(request.user, pk)
    try:
        transition(point, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(point)


def points_decide(request, pk):
    """All that is proposed, decided at once: after reading it once more."""
    user, whole = request.user, whole_or_404(request.user, pk)
    proposed = list(points_of(user, whole).filter(state=PointState.PROPOSED))
    if request.method == "POST":
        chosen = set(request.POST.getlist("punkt"))
        rows = [point for point in proposed if str(point.pk) in chosen]
        done, kept = decide_all(rows, by=user)
        messages.success(request, ngettext("%(n)s Punkt entschieden.", "%(n)s Punkte entschieden.", done) % {"n": done})
        for words in kept:
            messages.warning(request, words)
        return redirect("participation:point-list", whole.pk)
    return page(request, "contribution_decide.html", whole, proposed=proposed)


def decide_all(points, *, by):
    """Those that joined another come last; how many were decided, and in a sentence each what was not."""
    done, kept = 0, []
    for point in sorted(points, key=lambda point: point.merged_with_id is not None):
        try:
            decide(point, by=by)
            done += 1
        except StepRefused as refused:
            kept.append(f"{point}: {refused}")
    return done, kept


def point_delete(request, pk):
    """A row too many: goes, as long as nothing is decided about it."""
    point, whole = point_or_404(request.user, pk)
    back = Contribution.objects.get(pk=point.contribution_id)
    if point.is_decided:
        messages.error(request, _("Über diesen Punkt ist entschieden; nehmen Sie erst die Entscheidung zurück."))
        return redirect(point)
    if point.is_weighed:
        messages.error(request, _("Über diesen Punkt wird gerade abgewogen. Verwerfen Sie erst die Bewertung."))
        return redirect(point)
    if request.method == "POST":
        point.delete()
        messages.success(request, _("Der Punkt ist entfernt."))
        return redirect(back)
    words = {"title": _("Punkt entfernen?"), "text": str(point), "button": _("Entfernen")}
    return asked(request, whole, **words, about=(str(back), back.get_absolute_url()), danger=True)
