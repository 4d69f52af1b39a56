"""Peer consultation: a case among equals, by the clock, read by those who sit in it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from rooms.ids import uuid7
from rooms.once import Once

from .. import rules
from ..enums import PeerState
from ..forms.peer import NoteForm, PeerForm, TakeawayForm
from ..models import Network, PeerConsultation, PeerNote
from ..models.peer import KEPT_DAYS, clock
from ..telling import tell_seated
from ..transitions import peer as transitions
from .base import delete, edit, for_network

EVERY = 20  # seconds between two looks at the clock
BUTTONS = {
    transitions.START: gettext_lazy("Uhr starten"),
    transitions.END: gettext_lazy("Beratung beenden"),
    transitions.KEEP: gettext_lazy("Notizen behalten"),
    transitions.FORGET: gettext_lazy("Wieder löschen lassen"),
}


def mine_or_404(request, pk):
    rows = PeerConsultation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("network__room", "giver"), pk=pk)


def gives(user, consultation):
    """The case is hers: she alone writes it, starts the clock and decides what stays."""
    return consultation.giver_id == user.pk


@for_network
def peer_list(request, pk):
    """The consultations this person sits in; of the others nobody learns here."""
    network = get_object_or_404(Network, pk=pk)
    rows = PeerConsultation.objects.visible_to(request.user).filter(network=network).select_related("giver")
    context = {"network": network, "rows": rows, "may_give": rules.can_join(request.user, network), "days": KEPT_DAYS}
    return render(request, "network/peer_list.html", context)


@for_network
def peer_create(request, pk):
    """Bring in a case, and name those who shall read it."""
    network = require(rules.can_join, request.user, get_object_or_404(Network.objects.select_related("room"), pk=pk))
    row = PeerConsultation(network=network, room=network.room, giver=request.user)
    return peer_form(request, row, _("Fall einbringen"), "")


@for_network
def peer_update(request, pk):
    """Change the case, its minutes or who sits in it; once it has begun, the case stays as it was told."""
    row = require(gives, request.user, mine_or_404(request, pk))
    if row.state != PeerState.PLANNED:
        messages.info(request, _("Die Beratung hat begonnen; der Fall bleibt, wie er erzählt wurde."))
        return redirect(row)
    return peer_form(request, row, _("Fall ändern"), row.get_absolute_url())


def peer_form(request, row, title, back):
    once, before = Once(request, row), set()
    if once.twin:
        return redirect(once.twin)
    if not row._state.adding:
        before = set(row.seats.values_list("person", flat=True))
    form = once.mark(PeerForm(posted(request), instance=row, user=request.user))
    if request.method == "POST" and form.is_valid():
        row = form.save_by(request.user)
        tell_seated(row, row.seats.exclude(person__in=before | {row.giver_id}), request.build_absolute_uri)
        messages.success(request, _("Gespeichert."))
        return redirect(row)
    lead = _("Der Fall wird verfremdet und nur von denen gelesen, die mitberaten; danach löscht er sich selbst.")
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumb": row.network}
    return render(request, "network/form.html", context, status=once.status)


@for_network
def peer_detail(request, pk):
    """The case, the clock, what was brought in; and a line to bring in something."""
    row = mine_or_404(request, pk)
    form = NoteForm(posted(request), instance=PeerNote(pk=key_of(request), consultation=row, author=request.user))
    if request.method == "POST":
        if not row.is_open:
            messages.info(request, _("Die Beratung ist beendet; es kommt nichts mehr hinzu."))
            return redirect(row)
        if form.is_valid():
            if not PeerNote.objects.filter(pk=form.instance.pk).exists():  # a double click is one note
                form.instance.save(force_insert=True)
            return redirect(f"{row.get_absolute_url()}#beitraege")
    steps = [(step, BUTTONS[step]) for step in transitions.possible(row)] if gives(request.user, row) else []
    context = {
        "row": row,
        "form": form,
        "key": form.instance.pk,
        "phases": clock(row),
        "notes": row.notes.select_related("author"),
        "seats": row.seats.select_related("person"),
        "is_mine": gives(request.user, row),
        "steps": steps,
        "every": EVERY,
        "days": KEPT_DAYS,
    }
    return render(request, "network/peer_detail.html", context)


def key_of(request):
    """The key a note is given when its form is opened."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


@for_network
def peer_clock(request, pk):
    """The clock alone: for the wall, renewed by the browser; asked by a page, only its part."""
    row = mine_or_404(request, pk)
    context = {"row": row, "phases": clock(row), "every": EVERY, "now": timezone.localtime()}
    name = "network/_peer_clock.html" if request.htmx else "network/peer_clock.html"
    return render(request, name, context)


@for_network
def peer_takeaway(request, pk):
    """What the case giver takes home."""
    row = require(gives, request.user, mine_or_404(request, pk))
    return edit(request, TakeawayForm, row, title=_("Was nehmen Sie mit?"), back=row.get_absolute_url())


@require_POST
@for_network
def peer_move(request, pk, step):
    """Start the clock, end the talk, keep the words or let them go."""
    row = require(gives, request.user, mine_or_404(request, pk))
    if step not in transitions.STEPS:
        raise Http404
    try:
        transitions.move(row, step, by=request.user)
    except transitions.StepRefused as refused:
        messages.info(request, str(refused))
    return redirect(row)


@for_network
def peer_delete(request, pk):
    """Delete a case at once, with everything that was brought in."""
    row = require(gives, request.user, mine_or_404(request, pk))
    words = {
        "said": _("Der Fall und alle Beiträge sind gelöscht."),
        "title": _("Fall löschen"),
        "text": row.title,
        "undo": _("Auch die Mitberatenden lesen ihn dann nicht mehr."),
    }
    back = reverse("network:peer-list", args=[row.network_id])
    return delete(request, row, back=back, cancel_url=row.get_absolute_url(), **words)
