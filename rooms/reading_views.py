"""Small answers for a form in the making: who would read this, and how the text will look."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from .enums import Circle
from .items_by_name import item_called
from .models import Room
from .reach import reach_of
from .readers import RoomReaders
from .text import to_html

LONGEST = 200_000  # no text of ours is longer


@require_GET
def readers_preview(request, pk):
    """Who would read a text in the chosen circle, for a stored one also what changes; only the team may ask."""
    if pk not in reach_of(request.user).team_rooms:
        raise Http404
    room = get_object_or_404(Room, pk=pk)
    choice = request.GET.get("circle", "")
    if choice not in map(str, Circle.values):
        raise Http404
    circle = Circle(int(choice))
    people = RoomReaders(room.pk, request.user)
    context = {"circle": circle}
    if "row" in request.GET:
        kind, _colon, key = request.GET["row"].partition(":")
        row = item_called(request.user, kind, key, room=room)
        if row is None:
            raise Http404
        context["readers"], context["difference"] = people.moved(row, circle)
    else:
        context["readers"] = people.of(circle=circle, author=request.user.pk, shared_on=timezone.localdate())
    return render(request, "rooms/_readers.html", context)


@require_POST
def preview(request):
    """The typed Markdown as it will look, for the editor's preview."""
    text = next((value for key, value in request.POST.items() if key != "csrfmiddlewaretoken"), "")
    return HttpResponse(to_html(text[:LONGEST]) or _("Noch kein Text."))
