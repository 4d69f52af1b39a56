"""A hold: why, until when, and why no longer; and another term for what is kept."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.forms import date_input

from .deadlines import HOLD_DAYS, LIMITS
from .enums import Group


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


class EndHoldForm(forms.Form):
    """Says why things may go again."""

    reason = forms.CharField(
        label=_("Warum endet der Löschstopp?"),
        max_length=300,
        help_text=_("Bitte ohne Namen."),
        error_messages={"required": _("Bitte nennen Sie den Grund.")},
    )


class TermForm(forms.Form):
    """Says how many months, within what the rule allows, and why."""

    months = forms.IntegerField(
        label=_("Monate nach dem Ende der Beratung"),
        error_messages={
            "required": _("Bitte nennen Sie die Monate."),
            "invalid": _("Bitte nennen Sie eine ganze Zahl."),
        },
    )
    reason = forms.CharField(
        label=_("Warum eine andere Frist?"),
        max_length=300,
        help_text=_("Zum Beispiel eine Auflage der Förderung. Bitte ohne Namen."),
        error_messages={"required": _("Bitte nennen Sie den Grund.")},
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, **kwargs)
        self.least, self.most = LIMITS[Group(group)]
        allowed = _("Mindestens %(least)s, höchstens %(most)s.") % {"least": self.least, "most": self.most}
        self.fields["months"].help_text = allowed

    def clean_months(self):
        months = self.cleaned_data["months"]
        if not self.least <= months <= self.most:
            raise forms.ValidationError(
                _("Erlaubt sind %(least)s bis %(most)s Monate."), params={"least": self.least, "most": self.most}
            )
        return months
