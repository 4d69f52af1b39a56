"""What is sealed in a consultation: that it exists, who has opened it, and opening it with a reason."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import require
from accounts.refusals import refused
from accounts.stepup import confirmed_recently
from rooms import unlocking
from rooms.forms import UnlockForm
from rooms.models import Unlock
from rooms.rules import leads_of

from ..models import Engagement, LogEntry
from ..rules import can_lead, can_write

SEEN = 50  # the latest openings on the page


@dataclass
class Sealed:
    """One sealed row as the whole team may know it; `item` only for those who read it."""

    kind: str
    key: UUID
    author_id: int
    created_at: datetime
    author: object = None
    item: object = None

    @property
    def label(self):
        return apps.get_model(self.kind)._meta.verbose_name


def sealed_rows(room_id):
    """The sealed rows of a room, the newest first, through the one door the wall has for that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, key, author_id, created_at FROM wall_sealed(%s)", [room_id])
        rows = [Sealed(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: (row.created_at, row.key), reverse=True)


def with_items(rows, user):
    """Each row with its author's name, and with itself for those who read it."""
    keys = defaultdict(list)
    for row in rows:
        keys[row.kind].append(row.key)
    items = {}
    for kind, wanted in keys.items():
        items |= apps.get_model(kind).objects.visible_to(user).in_bulk(wanted)
    people = get_user_model().objects.in_bulk({row.author_id for row in rows})
    for row in rows:
        row.author, row.item = people.get(row.author_id), items.get(row.key)
    return rows


def find(request, pk):
    engagement = get_object_or_404(Engagement.objects.visible_to(request.user).select_related("room"), pk=pk)
    require(can_write, request.user, engagement)
    return engagement


@require_safe
def sealed_list(request, engagement):
    """What lies sealed here, and who has opened it."""
    engagement = find(request, engagement)
    rows = with_items(sealed_rows(engagement.room_id), request.user)
    names = {row.key: row for row in rows}
    openings = list(Unlock.objects.filter(room=engagement.room_id, key__in=names).newest_first()[:SEEN])
    for opening in openings:
        opening.sealed = names[opening.key]
    context = {
        "engagement": engagement,
        "rows": rows,
        "openings": openings,
        "may_lead": can_lead(request.user, engagement),
    }
    return render(request, "engagements/sealed_list.html", context)


@confirmed_recently
def sealed_open(request, engagement, key):
    """Ask why, then open one sealed row to whoever asks, for three hours."""
    engagement = find(request, engagement)
    found = next((row for row in sealed_rows(engagement.room_id) if row.key == key), None)
    if found is None:
        raise Http404
    [row] = with_items([found], request.user)
    if row.item is not None:
        return redirect(row.item.get_absolute_url())
    form = UnlockForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        link = request.build_absolute_uri(reverse("engagements:sealed", args=[engagement.pk]))
        reason = form.cleaned_data["reason"]
        keys = [row.key, *attached(row)]
        unlocking.unlock(engagement.room, row.kind, keys, by=request.user, reason=reason, link=link)
        messages.success(request, _("Geöffnet für drei Stunden. Die Federführung weiß es schon."))
        return redirect(apps.get_model(row.kind)(pk=row.key).get_absolute_url())
    if form.is_bound:
        refused("unlock", request.user, row=row.key)
    context = {"engagement": engagement, "row": row, "form": form, "leads": leads_of(engagement.room).for_people()}
    return render(request, "engagements/sealed_open.html", context)


def attached(row):
    """The files that hang on a sealed entry."""
    if row.kind != LogEntry._meta.label_lower:
        return []
    return list(LogEntry.files.through.objects.filter(logentry=row.key).values_list("file", flat=True))


@require_POST
def unlock_close(request, engagement, unlock):
    """The lead closes what somebody has opened."""
    opening = opening_of(request, engagement, unlock)
    unlocking.close(opening, by=request.user)
    messages.success(request, _("Wieder geschlossen."))
    return redirect("engagements:sealed", engagement)


@require_POST
def unlock_note(request, engagement, unlock):
    """The lead has read it."""
    unlocking.take_note(opening_of(request, engagement, unlock), by=request.user)
    return redirect("engagements:sealed", engagement)


def opening_of(request, engagement, unlock):
    engagement = find(request, engagement)
    require(can_lead, request.user, engagement)
    return get_object_or_404(Unlock, room=engagement.room_id, pk=unlock)
