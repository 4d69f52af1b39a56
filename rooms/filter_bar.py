from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """The bar above a list; all of it stands in the address, so that going back shows the same list."""

    aria_label, button = "", _("Filtern")
    lookups = {}  # by field; each takes a list of values

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "filters"
        self.helper.attrs = {"role": "search", "aria-label": self.aria_label}
        self.helper.add_input(Submit("", self.button, css_class="plain"))

    def apply(self, rows):
        """The rows that fit; a filter that makes no sense leaves all."""
        if not self.is_valid():
            return rows
        asked = self.cleaned_data
        rows = rows.search(asked["q"]) if asked.get("q") else rows
        return rows.filter(**{lookup: [asked[name]] for name, lookup in self.lookups.items() if asked[name]})
