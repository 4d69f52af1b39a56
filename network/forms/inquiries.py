"""Asking for help without an account."""

import time

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.limits import Attempt, address_of

from ..models import InquiryDesk
from ..words_of_inquiries import LABELS, LEADERSHIP, SAFETY, URGENCY, YES_NO

SALT = "network.inquiry.opened"
QUICKEST = 3  # seconds in which nobody fills in a form
LONGEST = 24 * 60 * 60
HOLDER = '<div class="sr" aria-hidden="true">'  # out of sight and out of the order of the keyboard


class GuestForm(forms.Form):
    """A form for people without an account: no captcha, but a field only machines fill in, a moment, and a limit."""

    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, request, **kwargs):
        super().__init__(data, **kwargs)
        self.request = request
        self.fields["opened"].initial = stamp()

    def clean(self):
        cleaned = super().clean()
        self.guard(cleaned)
        if not self.errors:
            self.limit(cleaned)
        return cleaned

    def guard(self, cleaned):
        """What a machine does and a person does not."""
        if cleaned.get("website"):
            raise ValidationError(_("Das Feld „Dieses Feld bitte leer lassen“ ist ausgefüllt. Bitte leeren Sie es."))
        if not taken_time(cleaned.pop("opened", "")):
            self.data = self.data.copy()
            self.data["opened"] = stamp()
            raise ValidationError(_("Bitte senden Sie noch einmal ab; Ihr Text steht noch da."))

    def limit(self, cleaned):
        Attempt(inquiry_address=address_of(self.request)).check()


def stamp():
    return signing.dumps(int(time.time()), salt=SALT)


def taken_time(sent):
    """Whether the form was open as long as a person needs, and not for longer than a day."""
    try:
        opened = signing.loads(sent, salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return False
    return time.time() - opened >= QUICKEST


def area(name, *, required=False, rows=3, most=3000, **kwargs):
    """A longer text of the request."""
    return forms.CharField(
        label=LABELS[name],
        required=required,
        max_length=most,
        widget=forms.Textarea({"rows": rows}),
        **kwargs,
    )


def choice(name, choices, *, required=True):
    more = [] if required else [("", _("keine Angabe"))]
    return forms.ChoiceField(
        label=LABELS[name],
        required=required,
        choices=[*more, *choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )


class AcuteForm(GuestForm):
    """The short way: what somebody needs to know to call back within 72 hours."""

    desk = forms.ModelChoiceField(
        label=_("An wen geht die Anfrage?"),
        queryset=InquiryDesk.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, wer Ihre Anfrage lesen soll.")},
    )
    name = forms.CharField(label=_("Ihr Name"), max_length=160, widget=forms.TextInput({"autocomplete": "name"}))
    function = forms.CharField(
        label=_("Ihre Funktion"),
        max_length=160,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    municipality = forms.CharField(
        label=LABELS["municipality"], max_length=160, help_text=_("Stadt, Gemeinde oder Landkreis, wie man sie nennt.")
    )
    phone = forms.CharField(
        label=LABELS["phone"],
        max_length=60,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=LABELS["email"], required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    happened = area("happened", required=True, rows=5, most=8000)
    safety = choice("safety", SAFETY)
    threatened = area("threatened", help_text=_("Bitte keine Namen von Betroffenen."), most=1000)
    press = choice("press", YES_NO, required=False)
    known_by = forms.CharField(label=LABELS["known_by"], max_length=500, required=False)

    is_short = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        desks = self.desks_to_ask().select_related("room__organisation")
        self.fields["desk"].queryset = desks
        self.fields["desk"].label_from_instance = desk_label
        self.desks = list(desks)
        if len(self.desks) == 1:
            self.fields["desk"].initial = self.desks[0].pk
            self.fields["desk"].widget = forms.HiddenInput()
        self.helper = FormHelper()
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            Field("desk"),
            *self.sections(),
            HTML('<input type="hidden" name="key" value="{{ key }}">'),
            *self.foot(),
        )

    def desks_to_ask(self):
        return InquiryDesk.objects.filter(is_open=True)

    def foot(self):
        return [HTML(HOLDER), "website", HTML("</div>"), Submit("", _("Anfrage absenden"), css_class="main")]

    def sections(self):
        return [
            Fieldset(_("Wie erreichen wir Sie?"), *self.sender()),
            Fieldset(_("Worum geht es?"), "happened", "safety", "threatened", "press", "known_by"),
        ]

    def sender(self):
        either = '<p class="hint">{% translate "Telefon oder E-Mail: eines davon brauchen wir für die Antwort." %}</p>'
        ways = Div("phone", "email", css_class="row")
        return [Div("name", "function", css_class="row"), "municipality", HTML(either), ways]

    def limit(self, cleaned):
        if self.is_reachable(cleaned):
            mailbox = (cleaned.get("email") or cleaned["phone"]).lower()
            Attempt(inquiry_address=address_of(self.request), inquiry_mailbox=mailbox).check()

    def is_reachable(self, cleaned):
        """Whether there is a way to answer; where there is none, it is said."""
        if cleaned.get("phone") or cleaned.get("email"):
            return True
        self.add_error("phone", _("Bitte geben Sie Telefon oder E-Mail an, sonst können wir nicht antworten."))
        return False

    @property
    def is_acute(self):
        return True

    @property
    def said(self):
        """What is sealed: the answers by their names, and none of the guards."""
        return {name: self.cleaned_data.get(name, "") for name in LABELS if name in self.fields} | (
            {"urgency": "akut"} if self.is_short else {}
        )


def desk_label(desk):
    return f"{desk.room.organisation}: {desk.hint}" if desk.hint else str(desk.room.organisation)


class InquiryForm(AcuteForm):
    """The whole request; what is not known yet is left out."""

    urgency = choice("urgency", URGENCY)
    since = forms.CharField(label=LABELS["since"], max_length=200, required=False)
    involved = area("involved", help_text=_("Gruppen, Ämter, Einrichtungen. Bitte keine Namen von Betroffenen."))
    tried = area("tried")
    expected = area("expected")
    leadership = choice("leadership", LEADERSHIP, required=False)

    is_short = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["threatened"], self.fields["press"]

    def sections(self):
        return [
            Fieldset(_("Wie erreichen wir Sie?"), *self.sender()),
            Fieldset(_("Worum geht es?"), "happened", "since", "involved", "tried"),
            Fieldset(_("Wie eilig ist es?"), "urgency", "safety"),
            Fieldset(_("Was erwarten Sie?"), "expected", "leadership", "known_by"),
        ]

    @property
    def is_acute(self):
        """What is urgent, or dangerous for somebody, goes the short way."""
        return self.cleaned_data["urgency"] == "akut" or self.cleaned_data["safety"] == "ja"
