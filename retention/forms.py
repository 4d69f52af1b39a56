"""A hold: why, and until when."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.forms import date_input

from .deadlines import HOLD_DAYS


class HoldForm(forms.Form):
    """Says why nothing may be deleted for now, and for how long at most."""

    reason = forms.CharField(
        label=_("Warum darf jetzt nichts gelöscht werden?"),
        max_length=300,
        help_text=_("Zum Beispiel ein laufender Rechtsstreit oder ein Auskunftsersuchen. Bitte ohne Namen."),
        error_messages={"required": _("Bitte nennen Sie den Grund.")},
    )
    until = forms.DateField(
        label=_("Bis einschließlich"),
        widget=date_input(),
        help_text=_("Höchstens sechs Monate; danach können Sie einen neuen Löschstopp setzen."),
        error_messages={
            "required": _("Bitte nennen Sie den letzten Tag."),
            "invalid": _("Bitte schreiben Sie das Datum als Tag, Monat und Jahr."),
        },
    )

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today:
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        if until > today + timedelta(days=HOLD_DAYS):
            raise forms.ValidationError(_("Ein Löschstopp gilt höchstens sechs Monate."))
        return until
