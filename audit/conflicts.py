"""Two people at one row: whose change is whose, and how to show it to the second one."""

import hashlib
import json
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import differences
from .models import Entry

SHORT = 200  # up to here a text is shown whole
NOT_OF_THE_ROW = {"version", "begun", "id", "DELETE"}


class BegunWith(forms.CharField):
    """Carries what stood in each field when the form was opened, as short digests; that is never a change itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


@dataclass(frozen=True)
class Difference:
    """One field both have changed."""

    label: str
    anchor: str
    stored: str
    typed: str

    @property
    def parts(self):
        return differences.parts(self.stored, self.typed)

    @property
    def is_long(self):
        return max(len(self.stored), len(self.typed)) > SHORT


@dataclass
class Conflict:
    """What somebody else has stored meanwhile, as far as it touches the form of the second person."""

    last: Entry | None
    both: list = field(default_factory=list)
    taken: list = field(default_factory=list)  # labels of what was only changed by the other


def begun(form):
    """What stands in each field now, so that it can be told later who changed what; texts with their labels."""
    found = {}
    for name in compared(form):
        digest = digest_of(as_sent(form, name, form[name].initial))
        is_text = isinstance(form.fields[name].widget, forms.TextInput | forms.Textarea)
        found[name] = [digest, str(form[name].label)] if is_text else [digest]
    return json.dumps(found, ensure_ascii=False)


def merge(form):
    """Compare sent and stored state field by field; what the person did not touch becomes what is stored."""
    conflict = Conflict(Entry.objects.about(form.instance).first())
    compare(form, conflict)
    return conflict


def compare(form, conflict, whose=""):
    """Note in `conflict` what the other has changed; `whose` tells of which row of a list the fields are."""
    before = read(form.data.get(form.add_prefix("begun")))
    for name in compared(form):
        typed, stored = (as_sent(form, name, value) for value in (form[name].value(), form[name].initial))
        if typed == stored or digest_of(stored) == before.get(name):
            continue
        if digest_of(typed) == before.get(name):
            take(form, name, stored)
            conflict.taken.append(f"{whose}{form[name].label}")
        else:
            words = [shown(form, name, value) for value in (stored, typed)]
            conflict.both.append(Difference(f"{whose}{form[name].label}", form[name].id_for_label, *words))


def compared(form):
    """The fields in which something of the row stands."""
    return [
        name
        for name, each in form.fields.items()
        if name not in NOT_OF_THE_ROW
        and not each.disabled
        and not isinstance(each, forms.FileField | forms.models.InlineForeignKeyField)
    ]


def read(text):
    """name -> digest, from what the form carried; anything else counts as not known."""
    try:
        return {name: each[0] for name, each in json.loads(text or "").items()}
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        return {}


def digest_of(value):
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def as_sent(form, name, value):
    """A value as a browser sends it back, so that what was typed and what is stored can be compared."""
    field = form.fields[name]
    value = field.prepare_value(getattr(value, "chosen", value))  # of a picker only what is chosen counts
    if isinstance(field, forms.BooleanField):
        return bool(field.to_python(value))
    if isinstance(value, str | None):
        return (value or "").replace("\r\n", "\n").strip()
    if hasattr(value, "__iter__"):
        return sorted(str(getattr(each, "pk", each)) for each in value)
    text = field.widget.format_value(getattr(value, "pk", value))
    return "".join(text) if isinstance(text, list) else text or ""


def take(form, name, value):
    """Put a stored value into the form as if the person had typed it."""
    key = form.add_prefix(name)
    (form._errors or {}).pop(name, None)
    if isinstance(value, list) and hasattr(form.data, "setlist"):
        form.data.setlist(key, value)
    elif value is False:
        form.data.pop(key, None)
    else:
        form.data[key] = "on" if value is True else value


def shown(form, name, value):
    """A value in words; what the person may not choose, she does not read here either."""
    field = form.fields[name]
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if hasattr(field, "choices"):
        labels = {str(key): str(label) for key, label in flat(field.choices) if key not in ("", None)}
        wanted = value if isinstance(value, list) else [value]
        return ", ".join(labels[key] for key in wanted if key in labels)
    if isinstance(field.widget, forms.widgets.Input | forms.Textarea):
        return value
    try:
        return str(field.clean(value) or "")
    except ValidationError:
        return ""


def flat(choices):
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]
