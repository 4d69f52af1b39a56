from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse

from audit.models import Read

from ..enums import Circle
from ..history import people_who_read
from ..models import Release
from ..reach import reach_of
from ..readers import Readers, readers_in
from ..releasing import circles_beyond, propose_url
from ..text import to_html, to_plain

RELEASES = 5  # the latest, under an item

register = template.Library()
register.filter("markdown", to_html)
register.filter("plain", to_plain)


@register.simple_tag(takes_context=True)
def readers(context, item):
    """„Lesbar für: …“ under an item, with names and reasons on click; one query per room and page.

    Who reads it from outside the room learns how far it reaches, not who is in the room.
    """
    request, circle = context["request"], Circle(item.circle)
    if item.room_id in reach_of(request.user).rooms:
        found = readers_in(request, item.room_id).of_item(item)
    else:
        found = Readers(circle, ())
    lines = request.__dict__.setdefault("_reader_lines", {})
    if found not in lines:
        lines[found] = render_to_string("rooms/_readers.html", {"readers": found, "circle": circle})
    return lines[found]


@register.inclusion_tag("rooms/_read_by.html", takes_context=True)
def read_by(context, item):
    """„Gelesen von: …“ under an item, for the lead of its room; her own reads she knows."""
    user = context["request"].user
    if item.circle < Circle.TEAM or item.room_id not in reach_of(user).lead_rooms:
        return {}
    found = Read.objects.filter(room_key=item.room_id, keys__contains=[item.pk]).exclude(person=user)
    return {"item": item, "people": people_who_read(found)}


@register.inclusion_tag("rooms/_releases.html", takes_context=True)
def releases(context, item):
    """What of an item has left the team or waits to, and the way to propose it; for its team."""
    user = context["request"].user
    if item.room_id not in reach_of(user).team_rooms or item.circle == Circle.SEALED:
        return {}
    found = list(Release.objects.visible_to(user).about(item).newest_first()[:RELEASES])
    return {"releases": found, "propose": propose_url(item, circles[0]) if (circles := circles_beyond(item)) else ""}


@register.inclusion_tag("rooms/_versions.html", takes_context=True)
def versions(context, item):
    """The way to what an item was before, for its team."""
    if item.room_id not in reach_of(context["request"].user).team_rooms:
        return {}
    label = item._meta.label_lower
    of_case = label in {"engagements.logentry", "engagements.agreement"}  # these lie in consultations only
    plan = reverse("retention:row", args=[item.room_id, label, item.pk]) if of_case else ""
    return {"url": reverse("rooms:versions", args=[label, item.pk]), "plan": plan}


@register.simple_tag
def reach(circle, label=None):
    """The reach sign with its word."""
    circle = Circle(int(circle))
    return sign(circle.value, str(label or circle.label))


@lru_cache(maxsize=100)
def sign(circle, label):
    return render_to_string("ui/_reach.html", {"circle": circle, "label": label})
