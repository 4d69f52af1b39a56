from django import forms
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils.translation import gettext as _

from periods.fields import expand

from .models import Entry

LONGEST_TEXT = 20_000  # where the model names no limit: some eight printed pages


class AuditedModelForm(forms.ModelForm):
    """Writes the fields it shows and no others, notes who changed which, and overwrites nobody in silence.

    A model with a `version` gets it as a hidden field: a form opened before somebody else saved is refused, with the
    text kept, until the person has seen the other's state and sends again.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.CharField and field.max_length is None:
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
        if self.is_versioned and not self.instance._state.adding:
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=self.instance.version
            )

    @property
    def is_versioned(self):
        return any(field.name == "version" for field in self._meta.model._meta.concrete_fields)

    def clean(self):
        cleaned = super().clean()
        sent = (cleaned or self.cleaned_data).pop("version", None)
        self.version_conflict = sent is not None and sent != self._version_now()
        if self.version_conflict:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = self._version_now()
            self.add_error(
                None,
                _(
                    "Inzwischen hat jemand anderes hier gespeichert. Ihr Text steht noch im Formular; prüfen Sie den "
                    "gespeicherten Stand und senden Sie dann noch einmal."
                ),
            )
        return cleaned

    def _version_now(self):
        return type(self.instance)._base_manager.values_list("version", flat=True).get(pk=self.instance.pk)

    def changed_fields(self):
        """The names of model columns this form has changed, derived columns included."""
        columns = {field.name for field in self.instance._meta.concrete_fields}
        return expand(self.instance, columns & set(self.changed_data))

    @transaction.atomic
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
        if adding or self.has_changed():
            self._note(user, adding)
        return self.instance

    def _note(self, user, adding):
        verb = "created" if adding else "changed"
        labels = [] if adding else [str(self[name].label) for name in self.changed_data if name != "version"]
        Entry.objects.record(
            f"{self.instance._meta.model_name}.{verb}", self.instance, by=user, summary=", ".join(labels)
        )
