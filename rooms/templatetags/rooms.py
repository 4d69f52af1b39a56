from django import template

from ..enums import Circle
from ..readers import RoomReaders
from ..text import to_html, to_plain

register = template.Library()
register.filter("markdown", to_html)
register.filter("plain", to_plain)


@register.inclusion_tag("rooms/_readers.html", takes_context=True)
def readers(context, item):
    """„Lesbar für: …“ under an item, with names and reasons on click; one query per room and page."""
    request = context["request"]
    rooms = request.__dict__.setdefault("_room_readers", {})
    if item.room_id not in rooms:
        rooms[item.room_id] = RoomReaders(item.room_id, request.user)
    return {"readers": rooms[item.room_id].of_item(item), "circle": Circle(item.circle)}


@register.inclusion_tag("ui/_reach.html")
def reach(circle, label=None):
    """The reach sign with its word."""
    circle = Circle(circle)
    return {"circle": circle.value, "label": label or circle.label}
