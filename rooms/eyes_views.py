"""Who sees what: one's own view of a room, and for its lead that of every other member."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.models import Entry

from . import rules
from .eyes import SHELVES, Sight, reach_words, shelf_called
from .views import by_person, find_room


def members_of(room):
    """The people who are in the room now, each with her roles and what these open, in words."""
    rows = list(room.memberships.active().filter(user__is_active=True).for_people())
    for row in rows:
        row.words = reach_words(row)
    return by_person(rows)


@require_safe
def my_view(request, pk):
    """How far the person herself reads in this room, in words and numbers."""
    room = find_room(request, pk, rules.is_member)
    roles = dict(members_of(room)).get(request.user, [])
    context = {
        "room": room,
        "roles": roles,
        "shelves": SHELVES,
        "counts": Sight(room, request.user, asked_by=request.user).counts(),
        "may_look": rules.can_look_through(request.user, room),
    }
    return render(request, "rooms/room_sight.html", context)


@require_safe
def eyes(request, pk):
    """The members of a room and how far each reads; with a person, what she sees."""
    room = find_room(request, pk, rules.can_look_through)
    people = members_of(room)
    if "person" not in request.GET:
        return render(request, "rooms/room_eyes.html", {"room": room, "people": people})
    chosen = request.GET["person"]
    if chosen == str(request.user.pk):
        return redirect("rooms:my-view", room.pk)
    person, roles = next((each for each in people if str(each[0].pk) == chosen), (None, None))
    if person is None:
        raise Http404
    # Noted before anything is shown; it stands in the history of the room, which its team reads.
    said = _("hat durch die Augen von %(name)s gesehen") % {"name": person.name}
    Entry.objects.record("membership.looked", roles[0], by=request.user, summary=said)
    return look(request, room, person, roles)


def look(request, room, person, roles):
    """What this member sees, as far as the lead sees it: titles, circles, dates, and nothing to click."""
    sight, shelf = Sight(room, person, asked_by=request.user), shelf_called(request.GET.get("art"))
    context = {
        "room": room,
        "person": person,
        "roles": roles,
        "shelves": SHELVES,
        "counts": sight.counts(),
        "shelf": shelf,
        "page": sight.page(shelf, request.GET),
    }
    return render(request, "rooms/room_look.html", context)
