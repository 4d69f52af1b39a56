from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.limits import Attempt, address_of
from engagements.forms.phases import form_helper

from ..enums import QuestionReaders
from ..models import MOST_PERSONS


class PersonsForm(forms.Form):
    """The fewest fields: a name, an address, for whom; the organisation if one likes."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Bitte nennen Sie einen Namen.")},
    )
    email = forms.EmailField(
        label=_("E-Mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
            "invalid": _("Das ist keine vollständige E-Mail-Adresse, zum Beispiel name@stadt.de."),
        },
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=160)
    persons = forms.IntegerField(label=_("Für wie viele Personen?"), min_value=1, max_value=MOST_PERSONS, initial=1)


class TeamRegistrationForm(PersonsForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("name", "email", Row("organisation", "persons"), button=_("Eintragen"))


def said_of(question):
    """Who reads an answer: the team, or whoever has a duty, which the team may give to somebody later too."""
    words = _("Das liest nur: %(who)s. Nach der Veranstaltung wird es gelöscht.")
    if question.readers != QuestionReaders.TEAM:
        words = _(
            "Das liest nur: %(who)s, und wem das Team diese Aufgabe gibt. Nach der Veranstaltung wird es gelöscht."
        )
    return words % {"who": question.get_readers_display()}


class GuestRegistrationForm(PersonsForm):
    """For everybody: one field nobody sees, each question with who reads its answer, and not too many in an hour."""

    homepage = forms.CharField(
        label=_("Bitte lassen Sie dieses Feld leer"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, request, questions, **kwargs):
        super().__init__(data, **kwargs)
        self.request, self.questions = request, questions
        for question in questions:
            self.fields[f"q{question.pk}"] = forms.CharField(
                label=question.text,
                required=False,
                max_length=500,
                help_text=said_of(question),
            )
        asked = [f"q{question.pk}" for question in questions]
        unseen = Div("homepage", css_class="sr", aria_hidden="true")
        self.helper = FormHelper()
        self.helper.layout = Layout("name", "email", Row("organisation", "persons"), *asked, unseen)
        self.helper.add_input(Submit("", _("Verbindlich anmelden")))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("homepage"):
            raise ValidationError(_("So können wir Sie nicht anmelden: Ein Feld sollte leer bleiben."))
        if not self.errors:
            mailbox = cleaned["email"].lower()
            Attempt(registration_mailbox=mailbox, registration_address=address_of(self.request)).check()
            cleaned["answers"] = {row: cleaned.get(f"q{row.pk}", "") for row in self.questions}
        return cleaned
