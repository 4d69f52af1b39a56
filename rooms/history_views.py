"""Who has read what: for the lead of a room, and for everybody about her own profile."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models import Read

from . import rules
from .history import lines, people_who_read, titles_of
from .history_forms import ReadsFilter
from .keyset import ByNumber, keyset_page
from .views import find_room

BY_PLACE = ByNumber("number")  # in the chain


@require_safe
def reads(request, pk):
    """What was read in this room, newest first, narrowed to a person, a time or one item."""
    room = find_room(request, pk, rules.can_look_through)
    form = ReadsFilter(request.GET, reads=Read.objects.filter(room_key=room.pk), user=request.user)
    found, chosen = form.reads(), form.chosen
    page = keyset_page(found.select_related("person"), request.GET, by=BY_PLACE)
    item, is_one = chosen.get("eintrag"), "lesung" in chosen
    context = {
        "room": room,
        "filter": form,
        "page": page,
        "lines": lines(page.rows, request.user, wanted=item, whole=is_one),
        "people": [] if is_one else people_who_read(found),
        "item": titles_of({item} if item else set(), request.user).get(item),
        "asks_for_item": item is not None,
        "is_one": is_one,
        "is_filtered": bool(chosen) or not form.is_valid(),
    }
    return render(request, "rooms/room_reads.html", context)


@require_safe
def my_profile(request):
    """Who has looked at the person's own profile."""
    found = Read.objects.filter(profile=request.user.pk).select_related("person__organisation")
    page = keyset_page(found, request.GET, by=BY_PLACE)
    return render(request, "rooms/profile_reads.html", {"page": page, "lines": lines(page.rows, request.user)})
