from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from periods.fields import expand
from vocabulary.forms import OffersTerms

from . import conflicts
from .models import Entry

LONGEST_TEXT = 20_000  # where the model names no limit: some eight printed pages


class AuditedModelForm(OffersTerms, forms.ModelForm):
    """Writes the fields it shows and no others, notes who changed which, and overwrites nobody in silence.

    Hidden fields carry the state the person began with. A form opened before somebody else saved is refused once, with
    the text kept: what she did not touch becomes what is stored, what both changed is shown side by side.
    """

    conflict = None

    def __init__(self, data=None, files=None, **kwargs):
        row = kwargs.get("instance")
        if data is not None and row is not None and not row._state.adding:
            self._hold_row(row)
        super().__init__(data, files, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.CharField and field.max_length is None:
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
        if not self.instance._state.adding:
            self.fields["version"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=self.stamp(self.instance)
            )
            # Asked for when the form is drawn, after all forms below have made their fields.
            self.fields["begun"] = conflicts.BegunWith(required=False, initial=lambda: conflicts.begun(self))

    def fill_in(self, texts):
        """Put texts into a form that was not sent yet; against what is stored they count as typed."""
        self.fields["begun"].initial = conflicts.begun(self)
        self.initial |= texts
        self._bound_fields_cache.clear()

    @property
    def is_versioned(self):
        return any(field.name == "version" for field in self._meta.model._meta.concrete_fields)

    def stamp(self, row):
        """Stands for a state of a row: its version, or where it has none what this form shows of it."""
        if self.is_versioned:
            return str(row.version)
        values = [getattr(row, name) for name in self._columns()]
        return salted_hmac("audit.forms.stamp", repr(values), algorithm="sha256").hexdigest()[
            :16
        ]  # nobody tries values

    def _columns(self):
        """What the state of a row is read from."""
        if self.is_versioned:
            return ["version"]
        return [field.attname for field in self._meta.model._meta.concrete_fields if field.name in self._meta.fields]

    def _hold_row(self, row):
        """The row as stored, held for this transaction: of two who send at once, the second sees the first's."""
        rows = type(row)._base_manager.select_for_update(of=("self",))
        try:
            stored = rows.only(*self._columns()).get(pk=row.pk)
            if self.stamp(stored) != self.stamp(row):
                row.refresh_from_db()
        except ObjectDoesNotExist:  # deleted or hidden a moment ago: like a row that was never there
            raise Http404 from None

    def is_outdated(self, sent):
        """Whether somebody has saved since the form with this stamp was opened."""
        return sent != self.stamp(self.instance)

    def clean(self):
        cleaned = super().clean()
        sent = (cleaned or self.cleaned_data).pop("version", "")
        (cleaned or self.cleaned_data).pop("begun", None)
        if not self.instance._state.adding and self.is_outdated(sent):
            self._refuse()
        return cleaned

    def _refuse(self):
        """Keep the text, show the other's, and let the next sending be meant."""
        self.data = self.data.copy()
        self.conflict = conflicts.merge(self)
        self.data[self.add_prefix("version")] = self.stamp(self.instance)
        self.data[self.add_prefix("begun")] = conflicts.begun(self)
        self.add_error(
            None,
            _(
                "Inzwischen wurde hier etwas anderes gespeichert. Ihr Text steht noch im Formular; prüfen Sie den "
                "gespeicherten Stand und senden Sie dann noch einmal."
            ),
        )

    def offer(self, name, rows):
        """Let the writer choose among these rows.

        What was chosen and is hidden from her looks like nothing chosen, and stays unless she chooses something.
        """
        field = self.fields[name]
        field.queryset = rows
        current = getattr(self.instance, f"{name}_id")
        if current and not rows.filter(pk=current).exists():
            self.initial[name] = None
            field.required = False

    def changed_fields(self):
        """The names of model columns this form has changed, derived columns included."""
        columns = {field.name for field in self.instance._meta.concrete_fields}
        return expand(self.instance, columns & set(self.changed_data))

    @transaction.atomic(savepoint=False)  # who means to go on after a refusal sets one herself
    def save_by(self, user):
        """Save as `user`; a new row takes her as its author if it has one."""
        adding = self.instance._state.adding
        if adding:
            if hasattr(self.instance, "author_id") and self.instance.author_id is None:
                self.instance.author = user
            self.instance.save()
        elif fields := self.changed_fields():
            if self.is_versioned:
                self.instance.version += 1
                fields |= {"version", "changed_at"}
            self.instance.save(update_fields=fields)
        self._save_m2m()
        if adding or set(self.changed_data) - {"version"}:
            self._note(user, adding)
        return self.instance

    def note_new_state(self):
        """Rows below this one have changed: whoever opened the form before must look again."""
        model = type(self.instance)
        model._base_manager.filter(pk=self.instance.pk).update(version=F("version") + 1, changed_at=timezone.now())
        self.instance.refresh_from_db(fields=["version", "changed_at"])

    def _note(self, user, adding):
        verb = "created" if adding else "changed"
        shown = [name for name in self.changed_data if name in self.fields and name != "version"]
        labels = [] if adding else [str(self[name].label) for name in shown]
        Entry.objects.record(
            f"{self.instance._meta.model_name}.{verb}", self.instance, by=user, summary=", ".join(labels)
        )
