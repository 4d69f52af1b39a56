"""How bodies and terms end: one grows into another, somebody leaves, an election is over."""

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodFormField
from periods.reading import read

from ..bodies import ending, going_along
from ..models import Body, Term
from ..terms import carried_on, ended_readably, is_moment, without_bis
from .base import RegisterForm, helper_with

LONGEST = Term._meta.get_field("period").max_length
FOR_EXAMPLE = _("Tag, Monat oder Jahr, zum Beispiel „31.12.2024“ oder „Ende März 2024“")


def clean_day(when):
    """A wording that names one day, month or year."""
    if not is_moment(when):
        raise forms.ValidationError(_("Bitte nennen Sie einen Tag, einen Monat oder ein Jahr."))
    return without_bis(when)


def check_length(terms, *wordings):
    """Whether the wording of every term that ends still has room; else whose has not."""
    for term in terms:
        if any(len(wording(term)) > LONGEST for wording in wordings):
            words = _("Mit „%(period)s“ (%(name)s) zusammen wird die Zeitangabe zu lang. Bitte fassen Sie sie kürzer.")
            raise forms.ValidationError(words, params={"period": term.period, "name": term.name})


class SucceedForm(RegisterForm):
    """The body that comes out of another; whoever sits there now goes along."""

    of_bodies = True
    when = PeriodFormField(
        label=_("Seit wann?"), max_length=LONGEST, help_text=_("An diesem Tag endet das bisherige Gremium.")
    )

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
        when = clean_day(self.cleaned_data["when"])
        check_length(
            going_along(self.instance.predecessor, when),
            lambda term: carried_on(term, when),
            lambda term: ended_readably(term.period, when),
        )
        return when


class EndTermForm(forms.Form):
    """Since when somebody no longer sits there."""

    of_bodies = True
    until = PeriodFormField(label=_("Bis wann?"), max_length=LONGEST, help_text=FOR_EXAMPLE)

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
        self.ending = [self.term, *self.term.deputies.going_beyond(read(until).latest)]
        check_length(self.ending, lambda term: ended_readably(term.period, until))
        return until


class CouncilEndedForm(forms.Form):
    """The day on which the terms of all bodies bound to the council end."""

    of_bodies = True
    when = PeriodFormField(label=_("Wann endete die Wahlperiode?"), max_length=LONGEST, help_text=FOR_EXAMPLE)
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

    def clean(self):
        cleaned = super().clean()
        if "when" in cleaned and "bodies" in cleaned:
            terms = ending(Term.objects.filter(body__in=cleaned["bodies"]), cleaned["when"])
            check_length(terms, lambda term: ended_readably(term.period, cleaned["when"]))
        return cleaned
