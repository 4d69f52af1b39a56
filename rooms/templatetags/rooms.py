from django import template

from ..enums import Circle
from ..reach import reach_of
from ..readers import Readers, RoomReaders
from ..text import to_html, to_plain

register = template.Library()
register.filter("markdown", to_html)
register.filter("plain", to_plain)


@register.inclusion_tag("rooms/_readers.html", takes_context=True)
def readers(context, item):
    """„Lesbar für: …“ under an item, with names and reasons on click; one query per room and page.

    Who reads it from outside the room learns how far it reaches, not who is in the room.
    """
    request = context["request"]
    if item.room_id not in reach_of(request.user).rooms:
        return {"readers": Readers(Circle(item.circle), ()), "circle": Circle(item.circle)}
    rooms = request.__dict__.setdefault("_room_readers", {})
    if item.room_id not in rooms:
        rooms[item.room_id] = RoomReaders(item.room_id, request.user)
    return {"readers": rooms[item.room_id].of_item(item), "circle": Circle(item.circle)}


@register.inclusion_tag("ui/_reach.html")
def reach(circle, label=None):
    """The reach sign with its word."""
    circle = Circle(circle)
    return {"circle": circle.value, "label": label or circle.label}
