"""Tasks: who does what until when, all of them on one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from audit.models import Entry
from engagements.views.phases import engagement_or_404

from .. import rules
from ..forms.resolutions import TaskForm
from ..models import Task
from .base import as_far_as, edit, row_or_404
from .meetings import hub_of
from .resolutions import from_address

DONE = 30  # as many of the finished ones are shown


def back_to(task):
    return _("Aufgaben"), task.list_url


def task_list(request, pk):
    """What is to be done, the most urgent first; what was done last below it."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    rows = Task.objects.visible_to(user).filter(engagement=engagement)
    context = {
        "engagement": engagement,
        "about": hub_of(engagement),
        "open": list(rows.open()),
        "done": list(rows.exclude(done_on=None).order_by("-done_on", "-pk")[:DONE]),
        "may_plan": rules.can_plan(user, engagement),
    }
    return render(request, "steering/task_list.html", context)


def task_update(request, pk):
    task = row_or_404(request.user, Task.objects, pk, rules.can_plan)
    words = {"title": _("Aufgabe ändern"), "said": _("Gespeichert."), "engagement": task.engagement}
    return edit(request, TaskForm, task, back=back_to(task), **words)


def task_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    task = from_address(request, Task(engagement=engagement, room_id=engagement.room_id))
    back = (str(task.meeting), task.meeting.get_absolute_url()) if task.meeting else hub_of(engagement)
    said = _("Die Aufgabe steht.")
    words = {"title": _("Aufgabe eintragen"), "said": said, "engagement": engagement}
    return edit(request, TaskForm, task, back=back, initial=as_far_as(task.meeting, task.item), **words)


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
    return redirect("steering:review" if "stand" in request.POST else "steering:task-list", task.engagement_id)
