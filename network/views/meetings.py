"""Meetings of a network, and what was learned there."""

from uuid import UUID

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.models import Event, Slot, Table

from .. import rules
from ..forms.meetings import AfterwardsForm, FactorFilter, FactorForm, MeetingForm, PresenceRows
from ..models import Network, NetworkMeeting, SuccessFactor
from .base import delete, edit, edit_with_rows, for_network, kept_or_403, new, row_or_404, searched


@for_network
def meeting_list(request, pk):
    """All meetings of a network: what comes, and what was."""
    network = get_object_or_404(Network.objects.select_related("room"), pk=pk)
    rows = list(NetworkMeeting.objects.visible_to(request.user).filter(network=network).for_list())
    context = {
        "network": network,
        "ahead": [row for row in rows if row.event.is_ahead][::-1],
        "past": [row for row in rows if not row.event.is_ahead],
        "may_keep": rules.can_keep(request.user, network),
    }
    return render(request, "network/meeting_list.html", context)


@for_network
def meeting_create(request, pk):
    """Plan a meeting; its run sheet, tables and registration follow on the pages of the event."""
    network = kept_or_403(request, pk)
    row = new(NetworkMeeting, network)
    back = reverse("network:meeting-list", args=[network.pk])
    said = _("Angelegt. Als Nächstes: Programm, Tische und Anmeldung.")
    return edit(request, MeetingForm, row, title=_("Treffen planen"), back=back, said=said)


@for_network
def meeting_detail(request, pk):
    """One meeting: its programme, its tables with questions and hosts, who came, what was learned, what comes next."""
    rows = NetworkMeeting.objects.select_related("event", "host_place").prefetch_related("presences")
    row = row_or_404(request, rows, pk)
    presences = row.presences.all()
    tables = Table.objects.visible_to(request.user).filter(event=row.event).order_by("order", "pk")
    context = {
        "row": row,
        "event": Event.objects.visible_to(request.user).filter(pk=row.event_id).first(),
        "slots": Slot.objects.visible_to(request.user).filter(event=row.event).order_by("order", "pk"),
        "tables": tables,
        "presences": presences,
        "heads": sum(each.heads for each in presences),
        "factors": SuccessFactor.objects.visible_to(request.user).filter(meeting=row).order_by("created_at"),
        "may_keep": rules.can_keep(request.user, row.network),
        "is_member": rules.can_join(request.user, row.network),
    }
    return render(request, "network/meeting_detail.html", context)


@for_network
def meeting_update(request, pk):
    """Who came from where, what stayed open, when the next one is."""
    row = row_or_404(request, NetworkMeeting.objects.select_related("event", "host_place"), pk, to_keep=True)
    hint = _("Nur wie viele, keine Namen.")
    lists = [("woher", _("Wer kam woher?"), _("Kommune"), hint, PresenceRows)]
    title, cancel = _("Treffen nachtragen"), row.get_absolute_url()
    return edit_with_rows(request, AfterwardsForm, row, lists, title=title, cancel_url=cancel)


@for_network
def factor_list(request, pk):
    """What helped elsewhere: searched by word and theme."""
    return render(request, "network/factor_list.html", searched(request, FactorFilter, SuccessFactor.objects, pk))


@for_network
def factor_create(request, pk):
    """Note what helped; asked from a meeting, it belongs to that."""
    network = kept_or_403(request, pk)
    row = new(SuccessFactor, network)
    asked = NetworkMeeting.objects.visible_to(request.user).filter(network=network)
    row.meeting = asked.filter(pk__in=uuids(request.GET.get("treffen"))).first()
    back = row.meeting.get_absolute_url() if row.meeting else reverse("network:factor-list", args=[network.pk])
    return edit(request, FactorForm, row, title=_("Erfolgsfaktor eintragen"), back=back)


def uuids(text):
    """What somebody wrote into the address, if it can be a key at all."""
    try:
        return [UUID(text or "")]
    except ValueError:
        return []


@for_network
def factor_update(request, pk):
    """Change the words."""
    row = row_or_404(request, SuccessFactor.objects, pk, to_keep=True)
    back = reverse("network:factor-list", args=[row.network_id])
    return edit(request, FactorForm, row, title=_("Erfolgsfaktor ändern"), back=back)


@for_network
def factor_delete(request, pk):
    """Take out what was no success factor after all."""
    row = row_or_404(request, SuccessFactor.objects, pk, to_keep=True)
    back = reverse("network:factor-list", args=[row.network_id])
    return delete(request, row, back=back, title=_("Erfolgsfaktor löschen"), text=row.text)
