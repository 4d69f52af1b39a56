"""The picker of places: a search box, the found places to choose from, and the one chosen before."""

from typing import NamedTuple

from django import forms
from django.urls import reverse

from .models import Place

SHOWN = 12
LONGEST = 100


class Typed(NamedTuple):
    """What came back from a picker."""

    chosen: str = ""  # the place marked now
    text: str = ""  # what stands in the search box
    before: str = ""  # the place that was marked when the page was made
    found: str = ""  # the text whose results were shown
    pressed: bool = False  # whether the search button, not the form's own, sent the form

    @property
    def is_open(self):
        """Something was typed for which nothing has been chosen."""
        return bool(self.text) and (self.chosen in ("", self.before) or self.text != self.found)

    @property
    def is_asked(self):
        """The person wants to see results, not to be done. Enter anywhere in a form presses its first button, too."""
        return self.pressed and self.is_open


def find_place(pk):
    """The place of this key with all that tells it from its namesakes; None for anything else."""
    text = str(pk or "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return Place.objects.for_list().filter(pk=text).first()


def candidates(text):
    """The likeliest places for a text, how many there are, and whether there is a register at all."""
    text = text.strip()[:LONGEST]
    found = Place.objects.clients().search(text)
    places = list(found.for_list()[: SHOWN + 1])
    more = found.count() - SHOWN if len(places) > SHOWN else 0
    empty = bool(text) and not places and not Place.objects.exists()
    return {"text": text, "places": places[:SHOWN], "more": more, "count": len(places[:SHOWN]) + more, "empty": empty}


class PlacePicker(forms.Widget):
    template_name = "municipalities/place_picker.html"

    def typed(self, data, name):
        """What was sent under this name, read once."""
        return Typed(
            chosen=str(data.get(name) or "").strip(),
            text=str(data.get(f"{name}_suche") or "").replace("\x00", "").strip()[:LONGEST],
            before=str(data.get(f"{name}_bisher") or ""),
            found=str(data.get(f"{name}_gefunden") or ""),
            pressed=f"{name}_suchen" in data,
        )

    def value_from_datadict(self, data, files, name):
        return self.typed(data, name)

    def value_omitted_from_data(self, data, files, name):
        return not {name, f"{name}_suche"} & set(data)

    def id_for_label(self, id_):
        return f"{id_}_suche" if id_ else id_

    def use_required_attribute(self, initial):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else Typed(chosen=str(getattr(value, "pk", value) or ""))
        text = typed.text if typed.is_open else ""
        return context | {
            "name": name,
            "id": context["widget"]["attrs"].get("id", f"id_{name}"),
            "described_by": context["widget"]["attrs"].get("aria-describedby"),
            "is_invalid": context["widget"]["attrs"].get("aria-invalid"),
            "is_required": self.is_required,
            "chosen": find_place(typed.chosen),
            "url": f"{reverse('municipalities:search')}?name={name}",
            **candidates(text),
        }
