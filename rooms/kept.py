"""Where a form cannot be saved any more, its text is shown once more: nothing that was typed is lost."""

import json
from collections import defaultdict
from functools import cache

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from .once import NO_CONTENT

CARRIED = NO_CONTENT | {"begun", "version"}
WRITTEN = forms.TextInput | forms.Textarea | forms.EmailInput | forms.URLInput
SECRET = {"one-time-code", "current-password", "new-password"}  # as a browser is told of them


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
    """(label, text) of what a person has written in a form, not what she has chosen or the form has carried.

    Its labels are those the form carried. Where it carried none, its fields are known by their names; a text in any
    other field is known by its spaces.
    """
    labels = labels_in(data.get("begun"))
    for name, values in data.lists():
        field = name.rpartition("-")[2]  # also in a row of a list
        if name in CARRIED or field == "begun" or field in secret() and name not in labels:
            continue
        label, is_known = labels.get(name) or label_of(field), name in labels or field in written()
        for text in values:
            if is_known and text.strip() or " " in text.strip():
                yield label, text


def labels_in(text):
    try:
        return {name: str(rest[1]) for name, rest in json.loads(text or "").items() if len(rest) > 1}
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        return {}


@cache
def fields_by_name():
    """name -> every field that is called so in any form of the house."""
    found = defaultdict(list)
    for form in below(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            found[name].append(field)
    return found


def below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


@cache
def written():
    """The names of fields people write into, whatever form they stand in: never a choice, a day or a code."""
    return {name for name, fields in fields_by_name().items() if all(map(is_written, fields))} - CARRIED


def is_written(field):
    widget = field.widget
    is_day = isinstance(widget, forms.widgets.DateTimeBaseInput)
    return isinstance(widget, WRITTEN) and not is_day and not is_secret(field)


@cache
def secret():
    """The names of passwords and codes: in no form are they shown once more."""
    return {name for name, fields in fields_by_name().items() if any(map(is_secret, fields))}


def is_secret(field):
    return isinstance(field.widget, forms.PasswordInput) or field.widget.attrs.get("autocomplete") in SECRET


def label_of(name):
    """What a field is called, where all forms call it the same."""
    labels = {str(field.label or "") for field in fields_by_name().get(name, ())} if name in written() else set()
    return labels.pop() if len(labels) == 1 else ""
