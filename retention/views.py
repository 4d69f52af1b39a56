"""The calendar of what must go, proposing and confirming it, and holding it back."""

from django.apps import apps
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
from .due import by_kind, calendar, ended_on, figures, group_of, holding, in_words
from .enums import Group, PlanState
from .forms import EndHoldForm, HoldForm, TermForm
from .models import DeletionPlan, Hold
from .sql import HOLDABLE
from .steering_sql import LATER

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
        "holds": answerable(request, holding(room)),
        "plans": DeletionPlan.objects.visible_to(request.user)
        .filter(room=room, state=PlanState.DONE)
        .select_related("proposed_by", "confirmed_by")[:MOST],
        "figures": by_kind(figures(room)),
        "unconfirmed_days": UNCONFIRMED_DAYS,
        "may_propose": rules.can_propose(request.user, room),
        "may_set_term": rules.can_set_term(request.user, room),
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
    holds = list(holding(found.room_id))
    context = {
        "plan": found,
        "lines": in_words(found.counts),
        "holds": [hold for hold in holds if hold.key is None],
        "held": [hold for hold in holds if str(hold.key) in found.keys.get(hold.label, [])],
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


def find_hold(request, pk):
    hold = get_object_or_404(Hold.objects.visible_to(request.user).select_related("room__engagement"), pk=pk)
    return require(rules.can_answer_hold, request.user, hold)


@require_POST
def hold_confirm(request, pk):
    """A second person confirms a hold."""
    hold = find_hold(request, pk)
    answer(request, transitions.confirm_hold, hold, said=_("Bestätigt."))
    return redirect("retention:due", hold.room_id)


def hold_end(request, pk):
    """A second person ends a hold, with a reason."""
    hold = find_hold(request, pk)
    form = EndHoldForm(posted(request))
    if form.is_valid():
        said = _("Der Löschstopp ist beendet.")
        answer(request, transitions.end_hold, hold, said=said, reason=form.cleaned_data["reason"])
        return redirect("retention:due", hold.room_id)
    return render(request, "retention/hold_end.html", {"room": hold.room, "hold": hold, "form": form})


def answer(request, taken, hold, *, said, **more):
    try:
        taken(hold, by=request.user, **more)
    except transitions.DeletionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)


def row(request, pk, label, key):
    """When one row goes, what holds it back, and holding it back oneself."""
    room = find_consultation(request, pk, rules.can_hold)
    if label not in {*HOLDABLE, *LATER}:
        raise Http404
    found = get_object_or_404(apps.get_model(label).objects.visible_to(request.user), pk=key, room=room)
    form = HoldForm(posted(request))
    if form.is_valid():
        transitions.place_hold(room, by=request.user, item=found, **form.cleaned_data)
        messages.success(request, _("Der Löschstopp gilt sofort. Bitte lassen Sie ihn bestätigen."))
        return redirect("retention:row", room.pk, label, key)
    group = group_of(found)
    context = {
        "room": room,
        "row": found,
        "kind": found._meta.verbose_name,
        "due": next((each for each in calendar(room) if each.group == group), None),
        "holds": answerable(request, [hold for hold in holding(room) if hold.key in {None, found.pk}]),
        "form": form,
        "unconfirmed_days": UNCONFIRMED_DAYS,
    }
    return render(request, "retention/row.html", context)


def answerable(request, holds):
    """Each hold, and whether this person may answer it."""
    return [(hold, rules.can_answer_hold(request.user, hold)) for hold in holds]


def term(request, pk, group):
    """The lead keeps a group shorter or longer than the rule says, within its limits."""
    room = find_consultation(request, pk, rules.can_set_term)
    if group not in Group.values:
        raise Http404
    found = next(each for each in calendar(room) if each.group == group)
    form = TermForm(posted(request), group=group, initial={"months": found.months})
    if form.is_valid():
        transitions.set_term(room, group, by=request.user, **form.cleaned_data)
        messages.success(request, _("Die Frist gilt ab jetzt."))
        return redirect("retention:due", room.pk)
    return render(request, "retention/term_form.html", {"room": room, "due": found, "form": form})
