"""Earlier versions of one row, and what has been deleted in a room."""

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from . import rules
from .items_by_name import item_called
from .keyset import ByNumber, keyset_page
from .models import Room
from .reach import reach_of
from .taking_up import form_url
from .versions import Story, deleted_in, title_of, versions_of
from .views import find_room


@require_safe
def versions(request, label, key):
    """Who changed what of a row, old beside new; the team reads it, also of what is deleted."""
    item = item_called(request.user, label, key)
    rows = versions_of(label, key, request.user)
    gone = None if item else rows.filter(label=label, deed="delete").first()
    room_id = item.room_id if item else getattr(gone, "room_key", None)
    if room_id not in reach_of(request.user).team_rooms:
        raise Http404
    page = keyset_page(rows, request.GET, by=ByNumber())
    steps = Story(apps.get_model(label), item, request.user).steps(page, rows)
    room = get_object_or_404(Room.objects.select_related("organisation", "engagement", "network"), pk=room_id)
    context = {
        "item": item,
        "title": item or title_of(gone)[0],
        "room": room,
        "page": page,
        "steps": [(step, item and form_url(item, step.version, request.user)) for step in steps],
        "may_see_deleted": rules.can_look_through(request.user, room),
    }
    return render(request, "rooms/versions.html", context)


@require_safe
def deleted(request, pk):
    """What has been deleted in a room: what it was called, when, by whom."""
    room = find_room(request, pk, rules.can_look_through)
    page = keyset_page(deleted_in(room, request.user), request.GET, by=ByNumber())
    return render(
        request,
        "rooms/versions_deleted.html",
        {"room": room, "page": page, "lines": [(version, *title_of(version)) for version in page.rows]},
    )
