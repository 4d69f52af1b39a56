"""Where a form cannot be saved any more, its text is shown once more: nothing that was typed is lost."""

import json

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from .once import NO_CONTENT

CARRIED = NO_CONTENT | {"begun", "version"}


def not_found(request, exception):
    """The page that is not there; whoever sent a text to it gets the text back, whether or not the row ever was."""
    lead = _("Dieser Eintrag ist für Sie nicht mehr lesbar oder gelöscht; Ihr Text steht hier.")
    page = "reports/not_found.html" if getattr(request, "is_public_face", False) else "404.html"
    return kept(request, lead, 404) or defaults.page_not_found(request, exception, template_name=page)


def refused(request, exception):
    """The page for what a person may not do; her text comes back, too."""
    lead = _("Diesen Eintrag dürfen Sie nicht mehr ändern; Ihr Text steht hier.")
    return kept(request, lead, 403) or defaults.permission_denied(request, exception)


def kept(request, lead, status):
    if request.method != "POST" or not getattr(request, "user", None) or not request.user.is_authenticated:
        return None
    if not (texts := list(texts_in(request.POST))):
        return None
    context = {"title": _("Ihr Text ist noch da"), "lead": lead, "texts": texts}
    return render(request, "own/kept.html", context, status=status)


def texts_in(data):
    """(label, text) of what a person has written in a form; the labels are those the form carried."""
    labels = labels_in(data.get("begun"))
    for name, values in data.lists():
        if name in CARRIED or name.endswith("-begun"):
            continue
        label = labels.get(name, "")
        for text in values:
            if label and text.strip() or " " in text.strip():
                yield label, text


def labels_in(text):
    try:
        return {name: str(rest[1]) for name, rest in json.loads(text or "").items() if len(rest) > 1}
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        return {}
