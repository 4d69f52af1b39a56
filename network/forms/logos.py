"""The logo of somebody who funds: a picture, what it shows, and by whose leave."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from engagements.forms.phases import form_helper

from .. import logos
from ..models import FunderLogo


class LogoForm(AuditedModelForm):
    """The picture is asked for once; later only to put another in its place."""

    picture = forms.FileField(
        label=_("Bild"),
        widget=forms.FileInput({"accept": logos.ACCEPT}),
        help_text=_("PNG oder JPEG. Es wird verkleinert und neu geschrieben; auf den Seiten steht es auf Weiß."),
    )

    class Meta:
        model = FunderLogo
        fields = ["name", "alt", "licence"]
        help_texts = {
            "name": _("Genau so, wie er im Steckbrief unter „Förderer“ oder „Projekt“ steht; daran erkennen wir ihn."),
            "alt": _("Was hört, wer das Bild nicht sieht, zum Beispiel „Logo: Stiftung Beispiel“."),
            "licence": _("Zum Beispiel „vom Förderer zugesandt am 3.12.2026, mit dem Förderbescheid erlaubt“."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = self.instance._state.adding
        self.helper = form_helper("name", "picture", "alt", "licence", button=_("Logo speichern"))

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        if upload:
            self.made = FunderLogo()
            logos.put(self.made, upload)
        return upload

    def clean(self):
        cleaned = super().clean()
        if not self.instance._state.adding and not self.has_changed():
            raise ValidationError(_("Es ist nichts geändert."))
        return cleaned

    def changed_fields(self):
        """The columns that follow from a new picture are saved with it."""
        columns = {"content", "width", "height", "sha256"} if "picture" in self.changed_data else set()
        return super().changed_fields() | columns | {"changed_by"}

    def save_by(self, user):
        self.instance.changed_by = user
        if "picture" in self.changed_data:
            for name in ("content", "width", "height", "sha256"):
                setattr(self.instance, name, getattr(self.made, name))
        return super().save_by(user)
