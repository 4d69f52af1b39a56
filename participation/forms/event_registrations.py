from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.limits import Attempt, address_of
from engagements.forms.phases import form_helper
from rooms.guests import GuestForm, unseen

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


class AskingForm(PersonsForm):
    """With the questions of the event, each with who reads its answer."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"q{question.pk}"] = forms.CharField(
                label=question.text,
                required=False,
                max_length=500,
                help_text=said_of(question),
            )
        self.asked = [f"q{question.pk}" for question in questions]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            cleaned["answers"] = {row: cleaned.get(f"q{row.pk}", "") for row in self.questions}
        return cleaned


class GuestRegistrationForm(GuestForm, AskingForm):
    """For everybody."""

    def __init__(self, *args, has_room, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("name", "email", Row("organisation", "persons"), *self.asked, unseen())
        self.helper.add_input(Submit("", _("Verbindlich anmelden") if has_room else _("Auf die Warteliste")))

    def places(self, cleaned):
        return {"registration_mailbox": cleaned["email"].lower(), "registration_address": address_of(self.request)}


class InvitedForm(AskingForm):
    """A yes to an invitation: the mailbox is the one that was invited."""

    def __init__(self, *args, request, mailbox, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.mailbox = request, mailbox
        del self.fields["email"]
        self.helper = FormHelper()
        self.helper.layout = Layout("name", Row("organisation", "persons"), *self.asked)
        self.helper.add_input(Submit("", _("Ich komme")))

    def clean(self):
        """Each yes is a letter: they count as those of everybody."""
        cleaned = super().clean()
        if not self.errors:
            places = {"registration_mailbox": self.mailbox.lower(), "registration_address": address_of(self.request)}
            Attempt(**places).check()
        return cleaned
