"""Texts of the house on the public face: who we are, imprint, privacy, accessibility."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from network.models import TextKey

from ..caching import public_page

BUILT_IN = {
    TextKey.ABOUT: "reports/_about_text.html",
    TextKey.IMPRINT: "accounts/_imprint_text.html",
    TextKey.PRIVACY: "accounts/_privacy_text.html",
    TextKey.ACCESSIBILITY: "accounts/_accessibility_text.html",
}


@public_page
def text(request, key):
    """The text as the administrators have written it, else the one built in."""
    if key not in TextKey.values:
        raise Http404
    context = {
        "key": key,
        "title": TextKey(key).label,
        "built_in": BUILT_IN[key],
        "operator": {
            "name": settings.OPERATOR_NAME,
            "address": settings.OPERATOR_ADDRESS,
            "email": settings.OPERATOR_EMAIL,
        },
        "is_sample": settings.SAMPLE_MODE,
    }
    return render(request, "reports/text.html", context)
