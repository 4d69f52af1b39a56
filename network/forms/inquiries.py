"""Asking for help without an account."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.limits import address_of
from rooms.guests import GuestForm, unseen

from ..models import InquiryDesk, PoolProfile
from ..words_of_inquiries import LABELS, LEADERSHIP, SAFETY, URGENCY, YES_NO


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
        return [unseen(), Submit("", _("Anfrage absenden"), css_class="main")]

    def sections(self):
        return [
            Fieldset(_("Wie erreichen wir Sie?"), *self.sender()),
            Fieldset(_("Worum geht es?"), "happened", "safety", "threatened", "press", "known_by"),
        ]

    def sender(self):
        either = format_html(
            '<p class="hint">{}</p>', _("Telefon oder E-Mail: eines davon brauchen wir für die Antwort.")
        )
        ways = Div("phone", "email", css_class="row")
        return [Div("name", "function", css_class="row"), "municipality", HTML(either), ways]

    def clean(self):
        if not self.errors and not self.mailbox:
            self.add_error("phone", _("Bitte geben Sie Telefon oder E-Mail an, sonst können wir nicht antworten."))
        return super().clean()

    @property
    def mailbox(self):
        """The way to answer."""
        return self.cleaned_data.get("email") or self.cleaned_data.get("phone")

    def places(self, cleaned):
        return {"inquiry_address": address_of(self.request), "inquiry_mailbox": self.mailbox.lower()}

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
    wished = forms.ModelChoiceField(
        label=LABELS["wished"],
        queryset=PoolProfile.objects.none(),
        required=False,
        empty_label=_("offen"),
        help_text=_("Ein Wunsch; ob es geht, sagt Ihnen die Organisation, an die Sie schreiben."),
        error_messages={"invalid_choice": _("Diese Person steht nicht mehr im Pool. Bitte wählen Sie noch einmal.")},
    )

    is_short = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["threatened"], self.fields["press"]
        self.fields["wished"].queryset = PoolProfile.objects.public().for_list()
        self.fields["wished"].initial = self.request.GET.get("wunsch")
        if not self.fields["wished"].queryset.exists():
            self.fields["wished"].widget = forms.HiddenInput()

    def sections(self):
        return [
            Fieldset(_("Wie erreichen wir Sie?"), *self.sender()),
            Fieldset(_("Worum geht es?"), "happened", "since", "involved", "tried"),
            Fieldset(_("Wie eilig ist es?"), "urgency", "safety"),
            Fieldset(_("Was erwarten Sie?"), "expected", "wished", "leadership", "known_by"),
        ]

    @property
    def said(self):
        wished = self.cleaned_data.get("wished")
        return super().said | {"wished": wished.name if wished else ""}

    @property
    def is_acute(self):
        """What is urgent, or dangerous for somebody, goes the short way."""
        return self.cleaned_data["urgency"] == "akut" or self.cleaned_data["safety"] == "ja"
