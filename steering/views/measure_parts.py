"""What the team knows about a measure: what stands in its way, and what it goes back to."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from audit.models import Entry

from .. import rules
from ..forms.plan import ImpulseForm, ObstacleForm
from ..models import Impulse, Measure, Obstacle
from .base import edit
from .plan import measure_or_404


def back_to(measure):
    return str(measure), measure.get_absolute_url()


def part_or_404(user, model, pk):
    """A note of the team on a measure this person may see, and may change."""
    measures = Measure.objects.visible_to(user)
    rows = model.objects.visible_to(user).filter(measure__in=measures)
    row = get_object_or_404(rows.select_related("measure__engagement__room"), pk=pk)
    require(rules.can_steer, user, row.measure.engagement)
    return row


def _edit(request, form_class, row, title, said):
    measure = row.measure
    words = {"title": title, "said": said, "lead": str(measure), "back": back_to(measure)}
    return edit(request, form_class, row, engagement=measure.engagement, **words)


def _delete(request, row, title, said):
    """Ask, then take it away; its last words stay in the versions of the room."""
    measure = row.measure
    if request.method == "POST":
        Entry.objects.record(f"{row._meta.model_name}.deleted", row, by=request.user)
        row.delete()
        messages.success(request, said)
        return redirect(measure)
    context = {
        "title": title,
        "text": str(row),
        "button": _("Entfernen"),
        "danger": True,
        "engagement": measure.engagement,
        "about": back_to(measure),
        "cancel_url": measure.get_absolute_url(),
    }
    return render(request, "steering/confirm.html", context)


# --- Obstacles -----------------------------------------------------------------------------


def obstacle_create(request, pk):
    row = measure_or_404(request.user, pk, rules.can_steer)
    obstacle = Obstacle(measure=row, room_id=row.room_id)
    return _edit(request, ObstacleForm, obstacle, _("Was steht im Weg?"), _("Das Hindernis steht bei der Maßnahme."))


def obstacle_update(request, pk):
    row = part_or_404(request.user, Obstacle, pk)
    return _edit(request, ObstacleForm, row, _("Hindernis ändern"), _("Gespeichert."))


@require_POST
def obstacle_clear(request, pk):
    """Cleared today, or after all not; pressed twice it is cleared once."""
    row = part_or_404(request.user, Obstacle, pk)
    is_gone = "offen" not in request.POST
    if is_gone != bool(row.gone_on):
        row.gone_on = timezone.localdate() if is_gone else None
        row.version += 1
        row.save(update_fields=["gone_on", "version", "changed_at"])
        Entry.objects.record("obstacle.cleared" if is_gone else "obstacle.back", row, by=request.user)
        messages.success(request, _("Ausgeräumt.") if is_gone else _("Steht wieder im Weg."))
    return redirect(row.measure)


def obstacle_delete(request, pk):
    row = part_or_404(request.user, Obstacle, pk)
    return _delete(request, row, _("Dieses Hindernis entfernen?"), _("Das Hindernis ist entfernt."))


# --- Impulses ------------------------------------------------------------------------------


def impulse_create(request, pk):
    row = measure_or_404(request.user, pk, rules.can_steer)
    impulse = Impulse(measure=row, room_id=row.room_id)
    said = _("Der Anstoß steht bei der Maßnahme.")
    return _edit(request, ImpulseForm, impulse, _("Was war der Anstoß?"), said)


def impulse_update(request, pk):
    row = part_or_404(request.user, Impulse, pk)
    return _edit(request, ImpulseForm, row, _("Anstoß ändern"), _("Gespeichert."))


def impulse_delete(request, pk):
    row = part_or_404(request.user, Impulse, pk)
    return _delete(request, row, _("Diesen Anstoß entfernen?"), _("Der Anstoß ist entfernt."))
