"""How bodies and terms end: one grows into another, somebody leaves, an election is over."""

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodFormField
from periods.reading import read

from ..models import Body
from .base import RegisterForm, helper_with


def clean_day(when):
    """A wording from which a day, a month or a year can be read."""
    if read(when).latest is None:
        raise forms.ValidationError(_("Bitte nennen Sie einen Tag, einen Monat oder ein Jahr."))
    return when


class SucceedForm(RegisterForm):
    """The body that comes out of another; whoever sits there now goes along."""

    of_bodies = True
    when = PeriodFormField(label=_("Seit wann?"), help_text=_("An diesem Tag endet das bisherige Gremium."))

    class Meta:
        model = Body
        fields = ["kind", "name", "succession", "purpose"]
        widgets = {"purpose": forms.Textarea({"rows": 3})}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["succession"].required = True
        self.fields["succession"].choices = self.fields["succession"].choices[1:]
        rows = (Row("kind", "name"), Row("succession", "when"), "purpose")
        self.helper = helper_with(*rows, button=_("Übergang eintragen"), cancel_url=cancel_url)

    def clean_when(self):
        return clean_day(self.cleaned_data["when"])


class EndTermForm(forms.Form):
    """Since when somebody no longer sits there."""

    of_bodies = True
    until = PeriodFormField(label=_("Bis wann?"))

    def __init__(self, *args, term, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.term = term
        self.fields["until"].initial = f"{timezone.localdate():%d.%m.%Y}"
        self.helper = helper_with("until", button=_("Amtszeit beenden"), cancel_url=cancel_url)

    def clean_until(self):
        until = clean_day(self.cleaned_data["until"])
        if self.term.begins_after(read(until).latest):
            raise forms.ValidationError(
                _("Das Ende liegt vor dem Beginn („%(start)s“)."), params={"start": self.term.period}
            )
        return until


class CouncilEndedForm(forms.Form):
    """The day on which the terms of all bodies bound to the council end."""

    of_bodies = True
    when = PeriodFormField(label=_("Wann endete die Wahlperiode?"))
    bodies = forms.ModelMultipleChoiceField(
        label=_("Für diese Gremien"),
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens ein Gremium.")},
    )

    def __init__(self, *args, bodies, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = bodies
        self.fields["bodies"].initial = [body.pk for body in bodies if body.with_council]
        self.fields["when"].initial = f"{timezone.localdate():%d.%m.%Y}"
        self.helper = helper_with("when", "bodies", button=_("Amtszeiten beenden"), cancel_url=cancel_url)

    def clean_when(self):
        return clean_day(self.cleaned_data["when"])
