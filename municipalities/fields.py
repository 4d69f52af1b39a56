"""A form field whose answer is one place, chosen by a person and never guessed."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from .models import Place
from .widgets import PlacePicker, Typed, find_place


class PlaceField(forms.Field):
    """Takes a current place of the register; `keep` may be one that has gone since it was chosen."""

    widget = PlacePicker
    default_error_messages = {
        "required": _("Bitte suchen Sie den Ort und wählen Sie ihn aus."),
        "choose": _("Bitte wählen Sie einen der gefundenen Orte aus."),
        "unknown": _(
            "Keine Kommune gefunden für „%(text)s“. "
            "Prüfen Sie die Schreibweise oder suchen Sie mit dem amtlichen Schlüssel."
        ),
    }
    keep = None

    def clean(self, value):
        typed = value if isinstance(value, Typed) else Typed(chosen=str(getattr(value, "pk", value) or ""))
        if typed.is_open:
            known = Place.objects.clients().search(typed.text).exists()
            raise self._error("choose" if known else "unknown", text=typed.text)
        if not typed.chosen:
            if self.required:
                raise self._error("required")
            return None
        place = find_place(typed.chosen)
        if place is None or not (place == self.keep or place.gone_on is None and place.is_client):
            raise self._error("choose")
        return place

    def has_changed(self, initial, data):
        before = str(getattr(initial, "pk", initial) or "")
        return not self.disabled and (data.chosen != before or data.is_open)

    def _error(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)


class PlaceSearchMixin:
    """For a form with a `PlaceField`: while the person is only searching, nothing is checked and nothing is wrong.

    The view needs to know nothing of it: the form is not valid, so it is shown again with all that was typed.
    """

    @property
    def is_searching(self):
        return self.is_bound and any(
            isinstance(field, PlaceField) and field.widget.typed(self.data, self.add_prefix(name)).is_asked
            for name, field in self.fields.items()
        )

    def is_valid(self):
        return super().is_valid() and not self.is_searching

    def full_clean(self):
        if not self.is_searching:
            return super().full_clean()
        self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        return None
