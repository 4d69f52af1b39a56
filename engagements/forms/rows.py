"""Lists of rows inside a form: with more blank rows on demand, without JavaScript."""

from django.forms import BaseInlineFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext_lazy as _

MORE = "mehr"
STEP = 3
MOST = 200


class OrderedRows(BaseInlineFormSet):
    """Rows of a model with an `order`, numbered as they stand on the page."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Zeile entfernen")

    def save_in_order(self):
        """Save all rows; returns whether anything was different."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        rows = [form for form in kept if form.instance.pk or form.has_changed()]
        for number, form in enumerate(rows):
            form.instance.order = number
        self.save()
        self.model.objects.bulk_update([form.instance for form in rows], ["order"])
        return self.has_changed()


def with_more_rows(data, prefixes):
    """The sent data with blank rows added to the list whose button was pressed, or None if none was."""
    prefix = data.get(MORE)
    if prefix not in prefixes:
        return None
    data, key = data.copy(), f"{prefix}-TOTAL_FORMS"
    now = data.get(key, "")
    data[key] = min(int(now) if now.isascii() and now.isdecimal() and len(now) < 6 else 0, MOST) + STEP
    return data


def unchecked(forms, formsets):
    """Keep quiet about what is still missing: the person is not done yet, she only wants more rows."""
    for formset in formsets:
        formset._errors, formset._non_form_errors = [], ErrorList()
        forms = [*forms, *formset.forms]
    for form in forms:
        form._errors, form.cleaned_data = ErrorDict(), {}


def failed(form, lists):
    """Every form with something wrong, for the summary at the top of the page; `lists` pairs a word with its rows."""
    rows = [
        (row, word, number)
        for word, formset in lists
        for number, row in enumerate(formset.forms, start=1)
        if row.errors
    ]
    whole = [error for _word, formset in lists for error in formset.non_form_errors()]
    return {"form": form if form.errors else None, "rows": rows, "lists": whole}
