"""The calendar of what must go, proposing and confirming it, and holding it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import posted, require
from accounts.stepup import confirmed_recently
from rooms.views import find_room

from . import rules, transitions
from .deadlines import UNCONFIRMED_DAYS
from .due import by_kind, calendar, ended_on, figures, holding, in_words
from .enums import Group, PlanState
from .forms import HoldForm
from .models import DeletionPlan, Hold

MOST = 50


def find_consultation(request, pk, rule=rules.can_see):
    """The room of a consultation; no other has a calendar."""
    room = find_room(request, pk, rule)
    if not hasattr(room, "engagement"):
        raise Http404
    return room


@require_safe
def due(request, pk):
    """What will be deleted when, what is due now, what stands in the way, what has been deleted."""
    room = find_consultation(request, pk)
    context = {
        "room": room,
        "ended_on": ended_on(room),
        "groups": calendar(room),
        "holds": [(hold, rules.can_answer_hold(request.user, hold)) for hold in holding(room)],
        "plans": DeletionPlan.objects.visible_to(request.user)
        .filter(room=room, state=PlanState.DONE)
        .select_related("proposed_by", "confirmed_by")[:MOST],
        "figures": by_kind(figures(room)),
        "unconfirmed_days": UNCONFIRMED_DAYS,
        "may_propose": rules.can_propose(request.user, room),
    }
    return render(request, "retention/calendar.html", context)


def propose(request, pk, group):
    """Show in numbers what would go, then ask a second person."""
    room = find_consultation(request, pk, rules.can_propose)
    if group not in Group.values:
        raise Http404
    found = next(each for each in calendar(room) if each.group == group)
    if request.method == "POST":
        try:
            plan = transitions.propose(room, group, by=request.user)
        except transitions.DeletionRefused as refused:
            messages.error(request, str(refused))
            return redirect("retention:due", room.pk)
        messages.success(request, _("Vorgeschlagen. Gelöscht wird erst, wenn eine zweite Person zustimmt."))
        return redirect(plan)
    if not found.is_due or not found.total or found.plan:
        return redirect(found.plan or "retention:due", *([] if found.plan else [room.pk]))
    return render(request, "retention/propose.html", {"room": room, "due": found})


def find_plan(request, pk):
    return get_object_or_404(
        DeletionPlan.objects.visible_to(request.user).select_related("room__engagement", "proposed_by", "confirmed_by"),
        pk=pk,
    )


@require_safe
def plan(request, pk):
    """What is proposed, or was deleted: numbers, days and people, no content."""
    found = find_plan(request, pk)
    context = {
        "plan": found,
        "lines": in_words(found.counts),
        "holds": [hold for hold in holding(found.room_id) if hold.key is None],
        "may_confirm": found.is_open and rules.can_confirm(request.user, found),
    }
    return render(request, "retention/plan.html", context)


@require_POST
@confirmed_recently
def confirm(request, pk):
    """A second person deletes."""
    found = find_plan(request, pk)
    require(rules.can_confirm, request.user, found)
    return step(request, found, transitions.confirm, _("Gelöscht. Der Nachweis nennt nur Zahlen."))


@require_POST
def withdraw(request, pk):
    """Take the proposal back."""
    return step(request, find_plan(request, pk), transitions.withdraw, _("Der Vorschlag ist zurückgezogen."))


def step(request, found, taken, said):
    try:
        taken(found, by=request.user)
    except transitions.DeletionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(found)


def hold_create(request, pk):
    """Stop all deletions of this room, with a reason and an end."""
    room = find_consultation(request, pk, rules.can_hold)
    form = HoldForm(posted(request))
    if form.is_valid():
        transitions.place_hold(room, by=request.user, **form.cleaned_data)
        messages.success(request, _("Der Löschstopp gilt sofort. Bitte lassen Sie ihn bestätigen."))
        return redirect("retention:due", room.pk)
    return render(request, "retention/hold_form.html", {"room": room, "form": form, "days": UNCONFIRMED_DAYS})


@require_POST
def hold_step(request, pk, step):
    """A second person confirms a hold, or ends it."""
    hold = get_object_or_404(Hold.objects.visible_to(request.user), pk=pk)
    require(rules.can_answer_hold, request.user, hold)
    taken = {"confirm": transitions.confirm_hold, "end": transitions.end_hold}[step]
    said = {"confirm": _("Bestätigt."), "end": _("Der Löschstopp ist beendet.")}[step]
    try:
        taken(hold, by=request.user)
    except transitions.DeletionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("retention:due", hold.room_id)
