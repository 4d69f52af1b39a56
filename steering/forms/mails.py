from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper


class DigestForm(forms.Form):
    """Whether somebody wants to hear by mail that there is something new."""

    is_wanted = forms.BooleanField(
        label=_("Sagen Sie mir, wenn es Neues gibt"),
        required=False,
        help_text=_("Höchstens eine Mail in der Woche, ohne Inhalt. Für Mitglieder einer Lenkungsrunde."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("is_wanted", button=_("Speichern"))
