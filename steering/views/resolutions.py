"""Recommendations and decisions: worded, numbered, answered; and the tasks between them."""

import uuid

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from audit.models import Entry
from engagements.views.phases import engagement_or_404
from rooms.once import Once
from stakeholders.models import Body

from .. import rules
from ..enums import Outcome, ResolutionKind
from ..forms.resolutions import PassageForm, ResolutionForm, TaskForm, meetings_for
from ..models import AgendaItem, Measure, Meeting, Passage, Resolution, Task
from ..numbering import next_number
from .base import edit, row_or_404, show_form
from .meetings import hub_of


def give_number(row):
    row.number = next_number(row.engagement, row.kind)


def key_in(asked, name):
    """The key that stands in an address under this name, or None."""
    try:
        return uuid.UUID(asked.get(name, ""))
    except ValueError:
        return None


def from_address(request, row):
    """The meeting and the item the form was opened from, as far as the person sees them."""
    user, asked = request.user, request.GET
    item = AgendaItem.objects.visible_to(user).filter(pk=key_in(asked, "top")).select_related("meeting__body").first()
    meeting = Meeting.objects.visible_to(user).filter(pk=key_in(asked, "sitzung")).select_related("body").first()
    meeting = item.meeting if item else meeting
    if meeting and meeting.engagement_id == row.engagement_id:
        row.meeting, row.item = meeting, item
    return row


def resolution_list(request, pk):
    """Everything recommended and decided, what waits for an answer first."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    rows = Resolution.objects.visible_to(user).filter(engagement=engagement)
    bodies = Prefetch("body", Body.objects.visible_to(user))
    context = {
        "engagement": engagement,
        "about": hub_of(engagement),
        "waiting": list(rows.unanswered().order_by("due", "number").prefetch_related(bodies)),
        "kinds": [(kind, list(rows.filter(kind=kind).in_order().prefetch_related(bodies))) for kind in ResolutionKind],
        "may_plan": rules.can_plan(user, engagement),
    }
    return render(request, "steering/resolution_list.html", context)


def resolution_or_404(user, pk, rule=None):
    bodies = Prefetch("body", Body.objects.visible_to(user))
    return row_or_404(user, Resolution.objects.prefetch_related(bodies), pk, rule)


def resolution_detail(request, pk):
    """One result with the way that led here and where it led: the chain stops at the wall of the reader."""
    user, row = request.user, resolution_or_404(request.user, pk)
    known = Resolution.objects.visible_to(user)
    context = {
        "row": row,
        "engagement": row.engagement,
        "about": (_("Empfehlungen und Beschlüsse"), row.list_url),
        "meeting": meetings_for(user, row.engagement).filter(pk=row.meeting_id).first(),
        "item": AgendaItem.objects.visible_to(user).filter(pk=row.item_id).first(),
        "question": known.filter(pk=row.answers_id).first(),
        "answers": known.filter(answers=row).in_order(),
        "measures": Measure.objects.visible_to(user).filter(rests_on=row).in_order(),
        "passages": row.passages.all(),
        "may_plan": rules.can_plan(user, row.engagement),
    }
    return render(request, "steering/resolution_detail.html", context)


def resolution_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    row = Resolution(engagement=engagement, room_id=engagement.room_id, kind=ResolutionKind.RECOMMENDATION)
    row = from_address(request, row)
    if row.meeting:
        row.body = row.meeting.body
        row.decided = f"{row.meeting.on:%d.%m.%Y}"
    title, said = _("Empfehlung oder Beschluss eintragen"), _("Eingetragen, mit Nummer.")
    back = (str(row.meeting), row.meeting.get_absolute_url()) if row.meeting else hub_of(engagement)
    return edit(
        request,
        ResolutionForm,
        row,
        title=title,
        said=said,
        engagement=engagement,
        back=back,
        before_saving=give_number,
    )


def resolution_update(request, pk):
    row = resolution_or_404(request.user, pk, rules.can_plan)
    back = (str(row), row.get_absolute_url())
    title = _("%(row)s ändern") % {"row": row}
    return edit(request, ResolutionForm, row, title=title, said=_("Gespeichert."), engagement=row.engagement, back=back)


def resolution_answer(request, pk):
    """What council or head of administration made of a recommendation, as a decision with its own number."""
    question = resolution_or_404(request.user, pk, rules.can_plan)
    engagement = question.engagement
    row = Resolution(engagement=engagement, room_id=engagement.room_id, kind=ResolutionKind.DECISION, answers=question)
    row.title, row.wording, row.organ = question.title, question.wording, question.addressee
    row.outcome = Outcome.ADOPTED
    answer = edit(
        request,
        ResolutionForm,
        row,
        title=_("Antwort auf %(sign)s eintragen") % {"sign": question.sign},
        said=_("Die Antwort steht bei der Empfehlung."),
        engagement=engagement,
        back=(str(question), question.get_absolute_url()),
        before_saving=give_number,
    )
    # What came of it is told as far as the answer is.
    if not row._state.adding and row.circle <= question.circle and row.outcome != question.outcome:
        question.outcome = row.outcome
        question.version += 1
        question.save(update_fields=["outcome", "version", "changed_at"])
        Entry.objects.record("resolution.answered", question, by=request.user, summary=str(row.get_outcome_display()))
    return answer


def passage_create(request, pk):
    """One more stop on the way through the bodies of the town."""
    row = resolution_or_404(request.user, pk, rules.can_plan)
    once = Once(request)
    form = once.mark(PassageForm(posted(request), instance=Passage(resolution=row)))
    if request.method == "POST" and form.is_valid():
        if row.passages.filter(**form.cleaned_data).exists():  # the same stop twice is a form sent twice
            return redirect(row)
        form.save()
        Entry.objects.record("resolution.passage", row, by=request.user)
        messages.success(request, _("Die Station steht auf dem Weg."))
        return redirect(row)
    back = (str(row), row.get_absolute_url())
    return show_form(request, form, title=_("Station eintragen"), engagement=row.engagement, back=back)


def task_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    task = from_address(request, Task(engagement=engagement, room_id=engagement.room_id))
    back = (str(task.meeting), task.meeting.get_absolute_url()) if task.meeting else hub_of(engagement)
    said = _("Die Aufgabe steht.")
    return edit(request, TaskForm, task, title=_("Aufgabe eintragen"), said=said, engagement=engagement, back=back)


@require_POST
def task_done(request, pk):
    """Done, or after all not; whoever has the task may say so herself. Pressed twice it is done once."""
    task = row_or_404(request.user, Task.objects, pk)
    require(rules.can_do, request.user, task)
    is_done = "offen" not in request.POST
    if is_done != bool(task.done_on):
        task.done_on = timezone.localdate() if is_done else None
        task.version += 1
        task.save(update_fields=["done_on", "version", "changed_at"])
        Entry.objects.record("task.done" if is_done else "task.reopened", task, by=request.user)
        messages.success(request, _("Erledigt.") if is_done else _("Wieder offen."))
    from_review = "stand" in request.POST
    return redirect("steering:review" if from_review else "steering:hub", task.engagement_id)
