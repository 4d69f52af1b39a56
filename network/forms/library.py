from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from engagements.enums import ConflictTheme
from engagements.forms.engagement import ChoicesField
from engagements.forms.phases import form_helper
from rooms import uploads
from rooms.filter_bar import FilterForm

from ..enums import LibraryKind, Licence, WorkPhase
from ..models import LibraryItem


class LibraryForm(AuditedModelForm):
    """One work: what it is, what it helps for, and what others may do with it; a file or an address."""

    themes = ChoicesField(label=_("Themen"), choices=ConflictTheme.choices)
    url = forms.URLField(
        label=_("Adresse im Netz"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    upload = forms.FileField(
        label=_("Datei"),
        required=False,
        widget=forms.FileInput({"accept": uploads.ACCEPT}),
        help_text=_("Höchstens 20 MB."),
    )

    class Meta:
        model = LibraryItem
        fields = [
            "title",
            "kind",
            "authors",
            "published",
            "edition",
            "licence",
            "phase",
            "themes",
            "summary",
            "url",
            "source",
        ]
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.kind_of_file = user, ""
        if self.instance.file_id:
            self.fields["upload"].help_text = _("Eine neue Datei ersetzt die alte.")
        self.helper = form_helper(
            Fieldset(_("Das Werk"), "title", Row("kind", "authors"), Row("published", "edition"), "summary"),
            Fieldset(_("Wofür?"), "phase", "themes"),
            Fieldset(_("Wo zu finden?"), "url", "upload"),
            Fieldset(_("Was darf man damit?"), "licence", "source"),
            button=_("Speichern"),
        )

    def clean_upload(self):
        upload = self.cleaned_data.get("upload")
        if upload:
            self.kind_of_file = uploads.check(upload)
        return upload

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.get("upload") and not self.errors:
            try:
                uploads.check_space(self.instance.room_id, self.user, [self.cleaned_data["upload"]])
            except ValidationError as refused:
                self.add_error("upload", refused)
        return cleaned

    def changed_fields(self):
        return super().changed_fields() | ({"file"} if self.cleaned_data.get("upload") else set())

    def save_by(self, user):
        old = self.instance.file
        if self.cleaned_data.get("upload"):
            self.instance.author = self.instance.author or user
            self.instance.file = uploads.store(self.cleaned_data["upload"], self.kind_of_file, self.instance)
        row = super().save_by(user)
        if old and old.pk != row.file_id:
            uploads.remove(old)
        return row


class LibraryFilter(FilterForm):
    """Looking for a work."""

    aria_label, button = _("Bibliothek durchsuchen"), _("Suchen")
    lookups = {"art": "kind__in", "phase": "phase__in", "lizenz": "licence__in", "thema": "themes__contains"}

    q = forms.CharField(label=_("Suchwort"), required=False, max_length=100)
    art = forms.ChoiceField(label=_("Art"), required=False, choices=[("", _("alle")), *LibraryKind.choices])
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", _("alle")), *WorkPhase.choices])
    thema = forms.ChoiceField(label=_("Thema"), required=False, choices=[("", _("alle")), *ConflictTheme.choices])
    lizenz = forms.ChoiceField(label=_("Lizenz"), required=False, choices=[("", _("alle")), *Licence.choices])
