"""How the register asks for permission: 404 for what is hidden, 403 for what is forbidden."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rooms.models import Room
from rooms.reach import reach_of

from .. import rules
from ..models import Office


def room_or_404(user, pk):
    """A room the person is an active member of."""
    return get_object_or_404(Room.objects.filter(pk__in=reach_of(user).rooms).select_related("engagement"), pk=pk)


def item_or_404(user, queryset, pk):
    """A row of the register the person may read, merged rows left out."""
    return get_object_or_404(queryset.visible_to(user).unmerged().select_related("room__engagement"), pk=pk)


def office_or_404(user, pk):
    offices = Office.objects.visible_to(user).select_related("person__room__engagement")
    return get_object_or_404(offices, pk=pk)


def require(allowed):
    if not allowed:
        raise PermissionDenied


def editable_room(user, pk):
    room = room_or_404(user, pk)
    require(rules.can_edit_in(user, room.pk))
    return room


def editable_item(user, queryset, pk):
    item = item_or_404(user, queryset, pk)
    require(rules.can_edit(user, item))
    return item


def editable_office(user, pk):
    office = office_or_404(user, pk)
    require(rules.can_edit(user, office.person))
    return office


def place_of(user, room):
    """Where the page stands, for its crumbs; who is no member of the room learns nothing about it."""
    inside = room.pk in reach_of(user).rooms
    return {
        "room": room if inside else None,
        "engagement": getattr(room, "engagement", None) if inside else None,
    }


def saved(form, user):
    """What the form has saved, or None; two who add the same at once get a sentence, not an error page."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return form.save_by(user)
    except IntegrityError:
        form.add_error(None, _("Jemand anderes hat gerade dasselbe eingetragen. Bitte sehen Sie im Verzeichnis nach."))
        return None


def show_form(request, form, *, title, room, cancel_url, about=None, status=200):
    """One page with one form, as all of the register's forms stand."""
    context = {"form": form, "title": title, "cancel_url": cancel_url, "about": about}
    return render(request, "stakeholders/form.html", context | place_of(request.user, room), status=status)


def list_url(room):
    return reverse("stakeholders:list", args=[room.pk])
