"""The fields of an entry that Django does not have: a duration, several files, the people of a room."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rooms import uploads

from ..durations import read_minutes, show_minutes

CHIPS = {"class": "chips"}
MANY = 40  # longer registers become a list with its own scroll bar
MOST_FILES = 10


class MinutesField(forms.CharField):
    """Takes a duration as people write it and gives minutes; what cannot be read stays in the field."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=40, **kwargs)

    def to_python(self, value):
        try:
            return read_minutes(super().to_python(value))
        except ValueError:
            raise ValidationError(_("Bitte schreiben Sie zum Beispiel „70 min“, „1,5 h“ oder „1:30“.")) from None

    def run_validators(self, value):
        """The length was that of the text; nothing is left to check on a number."""

    def prepare_value(self, value):
        return show_minutes(value) if isinstance(value, int) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each looked at; the cleaned value is a list of (upload, content type)."""

    widget = FilesInput

    def clean(self, data, initial=None):
        found = data if isinstance(data, list) else [data] if data else []
        if len(found) > MOST_FILES:
            raise ValidationError(_("Bitte höchstens zehn Dateien auf einmal."))
        checked, errors = [], []
        for upload in found:
            try:
                checked.append((upload, uploads.check(upload)))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return checked

    def has_changed(self, initial, data):
        return bool(data)


class PeopleField(forms.MultipleChoiceField):
    """The people of a room a writer may know, as boxes to tick; many of them as one list. The cleaned value is rows."""

    def __init__(self, people, **kwargs):
        self.people = people  # what tells them: called when the list is drawn, or somebody on it was chosen
        super().__init__(
            choices=lambda: [(row.pk, row.name) for row in self.rows.values()],
            required=False,
            widget=forms.CheckboxSelectMultiple(CHIPS),
            **kwargs,
        )

    @cached_property
    def rows(self):
        rows = {str(row.pk): row for row in self.people()}
        if len(rows) > MANY:
            self.widget = forms.SelectMultiple(choices=self.widget.choices)
        return rows

    def clean(self, value):
        return [self.rows[key] for key in super().clean(value)]
