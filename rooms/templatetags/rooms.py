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
    user = context["request"].user
    cache = context.render_context.setdefault("room_readers", {})
    key = item.room_id
    if key not in cache:
        cache[key] = RoomReaders(item.room_id, user)
    return {"readers": cache[key].of_item(item), "circle": Circle(item.circle)}


@register.inclusion_tag("ui/_reach.html")
def reach(circle, label=None):
    """The reach sign with its word."""
    circle = Circle(circle)
    return {"circle": circle.value, "label": label or circle.label}
