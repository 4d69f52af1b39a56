"""Writing a text of the public pages."""

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rooms.text import to_html

from ..models import SiteText


class SiteTextForm(forms.ModelForm):
    """One more version of a text; `seen` says which one it was begun from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = SiteText
        fields = ["body"]
        widgets = {"body": forms.Textarea({"data-mdedit": True, "rows": 18})}
        help_texts = {"body": _("Leer: es gilt der eingebaute Text. Überschriften beginnen mit ## und Leerzeichen.")}

    def __init__(self, data=None, *, newest, **kwargs):
        super().__init__(data, **kwargs)
        self.newest = newest.number if newest else 0
        self.initial |= {"body": newest.body if newest else "", "seen": self.newest}
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": ""}
        self.helper.layout = Layout(
            "body",
            "seen",
            FormActions(
                HTML('<a class="btn quiet" href="{{ cancel_url }}">{% translate "Abbrechen" %}</a>'),
                Submit("preview", _("Vorschau"), css_class="plain"),
                Submit("publish", _("Veröffentlichen")),
            ),
        )

    def clean_body(self):
        return self.cleaned_data["body"].replace("\r\n", "\n").strip()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") != self.newest:
            self.data = self.data.copy()
            self.data["seen"] = self.newest
            raise ValidationError(
                _("Inzwischen gibt es eine neue Fassung. Ihr Text steht noch da; bitte prüfen Sie ihn.")
            )
        return cleaned

    @property
    def preview(self):
        return to_html(self.cleaned_data.get("body", ""))
