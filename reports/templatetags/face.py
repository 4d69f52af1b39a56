"""What the roof of the public pages needs: this address in the other language, and addresses that name a host."""

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from participation.enums import EventMode, EventState

register = template.Library()
SCHEMA = "https://schema.org/"
ATTENDANCE = {EventMode.ONLINE: "OnlineEventAttendanceMode", EventMode.HYBRID: "MixedEventAttendanceMode"}
OTHER = {"de": ("en", "English"), "en": ("de", "Deutsch")}


def in_language(path, language):
    """The same page of the public face in another language: German has no prefix."""
    bare = path.removeprefix("/en") if path.startswith("/en/") else path
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


@register.simple_tag(takes_context=True)
def other_language(context):
    """Code, name and address of this page in the other language."""
    request = context["request"]
    code, name = OTHER.get(get_language(), OTHER["de"])
    query = request.META.get("QUERY_STRING", "")
    return {"code": code, "name": name, "url": in_language(request.path, code) + (f"?{query}" if query else "")}


@register.simple_tag(takes_context=True)
def whole_url(context, language=""):
    """This page with its host and without questions, as search engines should keep it."""
    request = context["request"]
    path = in_language(request.path, language) if language else request.path
    return request.build_absolute_uri(path)


@register.simple_tag
def page_if_there(name):
    """The address of a page, or nothing where this house has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.filter
def attendance_mode(event):
    """Whether one goes there, joins from elsewhere, or both: in the words of schema.org."""
    return SCHEMA + ATTENDANCE.get(event.mode, "OfflineEventAttendanceMode")


@register.filter
def event_status(event):
    """Whether it takes place: in the words of schema.org."""
    return SCHEMA + ("EventCancelled" if event.state == EventState.CANCELLED else "EventScheduled")
