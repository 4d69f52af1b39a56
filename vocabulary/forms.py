"""Forms that offer terms."""

from django import forms

from .words import house, without_retired


class OffersTerms:
    """A form that offers no retired term, unless the row it changes carries it.

    It is looked at when a field is first drawn or checked: by then every form has made its choices.
    """

    def __getitem__(self, name):
        if house.retired and name not in self._bound_fields_cache and name in self.fields:
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
                self._leave_out(name, field)
        return super().__getitem__(name)

    def _leave_out(self, name, field):
        choices = list(field.choices)
        left = without_retired(choices, kept=self._carried(name))
        if left != choices:
            field.choices = left

    def _carried(self, name):
        """What the row says already, be it one term or several."""
        row = getattr(self, "instance", None)
        if row is None or row._state.adding:
            return ()
        value = getattr(row, name, None)
        return value if isinstance(value, list | tuple) else (value,)
