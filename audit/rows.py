"""Lists of rows inside a form that two people have opened: each row is compared like a form of its own."""

import re

from django import forms
from django.utils.translation import gettext as _

from vocabulary.forms import OffersTerms

from . import conflicts
from .conflicts import Difference


class RowForm(OffersTerms, forms.ModelForm):
    """One row of a list; carries what stood in it when the form was opened."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["begun"] = conflicts.BegunWith(required=False, initial=lambda: conflicts.begun(self))


def merge(formset, data, conflict, word):
    """A formset of the rows as both have left them, written into `data`; `word` says what one row is called."""
    stored = {str(row.pk): row for row in formset.get_queryset()}
    old, new = [], []
    for form in formset.forms:
        sent = {name: data.getlist(form.add_prefix(name)) for name in form.fields}
        key = data.get(form.add_prefix("id"))
        if not key:
            new.append(sent)
        elif stored.pop(key, None):
            old.append(sent)
        elif not data.get(form.add_prefix("DELETE")) and is_touched_where_removed(form, conflict, word):
            new.append(sent | {"id": []})
    for row in stored.values():
        conflict.taken.append(_("%(what)s (neu)") % {"what": called(word, row)})
        old.append(values_of(formset.form(instance=row)) | {"id": [row.pk]})
    write(data, formset.prefix, [*old, *new], len(old))
    merged = type(formset)(data, instance=formset.instance, prefix=formset.prefix, queryset=formset.queryset)
    for form in merged.initial_forms:
        compare(form, conflict, word)
    return merged


def is_touched_where_removed(form, conflict, word):
    """Whether something was changed in a row that the other has removed: then it becomes a new one."""
    before = conflicts.read(form.data.get(form.add_prefix("begun")))
    typed = {name: conflicts.as_sent(form, name, form[name].value()) for name in conflicts.compared(form)}
    is_touched = any(conflicts.digest_of(value) != before.get(name) for name, value in typed.items())
    words = in_words(form, typed)
    whose = called(word, words.partition(", ")[0])
    if is_touched:
        conflict.both.append(Difference(whose, "", _("Zeile entfernt"), words))
    else:
        conflict.taken.append(_("%(what)s (entfernt)") % {"what": whose})
    return is_touched


def compare(form, conflict, word):
    """Compare one row that was sent and is there; of one to be removed it is told what would go."""
    whose, begun = called(word, form.instance), form.add_prefix("begun")
    if form.data.get(form.add_prefix("DELETE")):
        before, stored = conflicts.read(form.data.get(begun)), stored_in(form)
        if any(conflicts.digest_of(value) != before.get(name) for name, value in stored.items()):
            anchor = form["DELETE"].id_for_label
            conflict.both.append(Difference(whose, anchor, in_words(form, stored), _("Zeile entfernt")))
            for name, value in stored.items():
                conflicts.take(form, name, value)
    else:
        conflicts.compare(form, conflict, f"{whose}, ")
    form.data[begun] = conflicts.begun(form)


def stored_in(form):
    return {name: conflicts.as_sent(form, name, form[name].initial) for name in conflicts.compared(form)}


def values_of(form):
    """What a browser would send of a row as it is stored."""
    as_lists = {True: ["on"], False: []}
    values = {name: as_lists[value] if isinstance(value, bool) else value for name, value in stored_in(form).items()}
    return {name: value if isinstance(value, list) else [value] for name, value in values.items()}


def write(data, prefix, rows, stored):
    """Number the rows anew, those that are stored first."""
    for key in [key for key in data if re.match(rf"{re.escape(prefix)}-\d+-", key)]:
        del data[key]
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = len(rows), stored
    for number, values in enumerate(rows):
        for name, value in values.items():
            if value:
                data.setlist(f"{prefix}-{number}-{name}", value)


def called(word, row):
    return f"{word} „{row}“"


def in_words(form, values):
    return ", ".join(filter(None, (conflicts.shown(form, name, value) for name, value in values.items())))
