"""How an event runs: the run sheet with its clock, and the tables that work side by side."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rooms.once import wait_for

from .. import rules_events as rules
from ..event_sheet import clocked, minutes_over, move_slot, remove_slot, take_usual_steps
from ..formats import usual
from ..forms.events import SlotForm, TableForm
from ..models import Slot, Table
from .event_base import about, edit, event_or_404, part_or_404


def sheet_of(event):
    return _("Ablauf"), reverse("participation:event-sheet", args=[event.pk])


def tables_of(event):
    return _("Tische"), reverse("participation:event-tables", args=[event.pk])


def event_sheet(request, pk):
    """The run sheet; it prints as it stands."""
    user, event = request.user, event_or_404(request.user, pk)
    steps = clocked(event, Slot.objects.visible_to(user).filter(event=event))
    context = {
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "steps": steps,
        "minutes": sum(step.slot.minutes for step in steps),
        "over": minutes_over(event, steps),
        "may_run": rules.can_run(user, event),
        "has_usual": bool(usual(event.format).steps),
    }
    return render(request, "participation/event_sheet.html", context)


@require_POST
def event_sheet_usual(request, pk):
    event = event_or_404(request.user, pk, rules.can_run)
    if take_usual_steps(event, by=request.user):
        messages.success(request, _("Die üblichen Schritte stehen da; ändern Sie, was nicht passt."))
    return redirect(sheet_of(event)[1])


def slot_create(request, pk):
    event = event_or_404(request.user, pk, rules.can_run)
    if request.method == "POST":
        wait_for(event.pk)
    circle = max(event.circle, Slot._meta.get_field("circle").default)
    slot = Slot(event=event, room_id=event.room_id, circle=circle, order=event.slots.count() + 1)
    words = {"title": _("Schritt hinzufügen"), "said": _("Der Schritt steht im Ablauf."), "back": sheet_of(event)}
    return edit(request, SlotForm, slot, event, **words)


def slot_update(request, pk):
    slot = part_or_404(request.user, Slot.objects.visible_to(request.user), pk)
    words = {"title": _("Schritt ändern"), "said": _("Gespeichert."), "back": sheet_of(slot.event)}
    return edit(request, SlotForm, slot, slot.event, **words)


@require_POST
def slot_order(request, pk):
    """Up, down, or off the sheet."""
    slot = part_or_404(request.user, Slot.objects.visible_to(request.user), pk)
    what = request.POST.get("what")
    if what == "remove":
        remove_slot(slot, by=request.user)
    elif what in {"up", "down"}:
        move_slot(slot, up=what == "up")
    return redirect(sheet_of(slot.event)[1])


def event_tables(request, pk):
    """All tables with what they brought."""
    user, event = request.user, event_or_404(request.user, pk)
    context = {
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "tables": list(Table.objects.visible_to(user).filter(event=event).select_related("field")),
        "may_run": rules.can_run(user, event),
    }
    return render(request, "participation/event_tables.html", context)


def table_create(request, pk):
    event = event_or_404(request.user, pk, rules.can_run)
    table = Table(event=event, room_id=event.room_id, order=event.tables.count() + 1)
    words = {"title": _("Tisch oder Workshop hinzufügen"), "said": _("Der Tisch steht."), "back": tables_of(event)}
    return edit(request, TableForm, table, event, initial={"circle": max(20, event.circle)}, **words)


def table_update(request, pk):
    """Its question before, its result after."""
    table = part_or_404(request.user, Table.objects.visible_to(request.user), pk)
    words = {"title": _("Tisch: %(table)s") % {"table": table}, "said": _("Gespeichert.")}
    return edit(request, TableForm, table, table.event, back=tables_of(table.event), **words)
