"""Disputed points before the group: asked in one step, and the least resistance taken over as the answer."""

from django.contrib import messages
from django.forms import formset_factory
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted
from engagements.transitions.steps import StepRefused
from rooms.once import Once

from ..enums import Weighed
from ..forms.weighing import WeighForm, WeighRow
from ..weighing import Question, meetings_for, options_for, take_over, weigh, why_not
from .contribution_base import page, point_or_404, whole_or_404
from .contribution_points import points_of

MOST = 40
ROWS = formset_factory(WeighRow, extra=0, max_num=MOST, absolute_max=MOST)


def disputed(user, whole):
    """What can be weighed: nothing is decided about it, it has an answer of its own, and nobody weighs it already."""
    rows = points_of(user, whole).filter(decided_at=None, merged_with=None)
    return [row for row in rows if not why_not(row)]


def points_weigh(request, pk):
    """Which points, in which words, for which sitting: all of it prepared."""
    user, whole = request.user, whole_or_404(request.user, pk)
    once, points = Once(request), disputed(user, whole)
    meetings = meetings_for(user, whole)
    wanted = set(request.GET.getlist("punkt"))
    shown = [row for row in points if str(row.pk) in wanted] or points[:MOST]
    data = posted(request)
    form = WeighForm(data, meetings=meetings)
    rows = ROWS(data, prefix="punkte", initial=[begin(point, is_on=str(point.pk) in wanted) for point in shown])
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        answer = put_on_agenda(request, form, rows, whole=whole, points=points, once=once)
        if answer is not None:
            return answer
    context = {"form": form, "rows": zip_with(rows, points), "management": rows.management_form, "key": once.sent}
    context |= {"meetings": meetings, "left_out": len(points) - len(shown), "has_points": bool(shown or data)}
    context |= {"row_errors": [each for each in rows if each.is_bound and each.errors]}
    return page(request, "contribution_weigh.html", whole, **context)


def begin(point, *, is_on):
    texts = options_for(point)
    words = {"draft": texts[Weighed.DRAFT], "contribution": texts[Weighed.CONTRIBUTION], "as_is": True}
    return words | {"point": point.pk, "on": is_on, "question": point.public_text[:200]}


def zip_with(rows, points):
    """Each row with its point, as far as that can still be weighed."""
    by_key = {str(point.pk): point for point in points}
    return [(row, by_key.get(str(row["point"].value()))) for row in rows]


def put_on_agenda(request, form, rows, *, whole, points, once):
    """On the agenda; or None, with every word still there, where it could not be."""
    by_key = {point.pk: point for point in points}
    ticked = [row for row in rows if row.cleaned_data.get("on")]
    if not ticked:
        form.add_error(None, _("Bitte wählen Sie mindestens einen Punkt."))
        return None
    meeting = form.cleaned_data["meeting"]
    if meeting.agenda.filter(about=f"strittig-{once.key}").exists():
        return redirect(meeting)  # sent twice
    if any(row.cleaned_data["point"] not in by_key for row in ticked):
        form.add_error(None, _("Inzwischen ist ein Punkt entschieden, verbunden oder wird schon abgewogen."))
        return None
    questions = [
        Question(by_key[row.cleaned_data["point"]], row.cleaned_data["question"], row.options) for row in ticked
    ]
    title = _("Strittige Punkte: %(title)s") % {"title": whole.title}
    try:
        weigh(meeting, questions, title=title[:200], way=form.cleaned_data["way"], by=request.user, key=once.key)
    except StepRefused as refused:
        form.add_error(None, str(refused))
        return None
    n = len(questions)
    words = ngettext("%(n)s Punkt steht zum Abwägen bereit.", "%(n)s Punkte stehen zum Abwägen bereit.", n) % {"n": n}
    messages.success(request, words)
    return redirect("participation:point-list", whole.pk)


@require_POST
def point_take_over(request, pk):
    """One click: the least resistance becomes the proposed handling; it is decided afterwards like any other."""
    point, _whole = point_or_404(request.user, pk)
    key = request.POST.get("option", "")
    try:
        take_over(point, int(key) if key.isdecimal() and len(key) < 19 else 0, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("Vorgeschlagen, mit Begründung. Lesen Sie sie noch einmal und entscheiden Sie dann.")
        )
    return redirect(f"{reverse('participation:point-detail', args=[point.pk])}#h-handle")
