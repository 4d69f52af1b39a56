"""What those on duty make of a request."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from engagements.forms.engagement import buttons

from ..models import InquiryDesk, InquiryState, Interest
from ..words_of_inquiries import LABELS
from .inquiries import InquiryForm


class DeskForm(AuditedModelForm):
    """Whether the organisation takes requests, and from whom."""

    class Meta:
        model = InquiryDesk
        fields = ["is_open", "hint"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout("is_open", "hint", buttons(_("Speichern")))


class TakenDownForm(InquiryForm):
    """A request that came by phone, by letter or in person, taken down by those on duty."""

    channel = forms.CharField(label=LABELS["channel"], max_length=100, help_text=_("Telefon, Brief, Gespräch …"))

    def __init__(self, *args, rooms, **kwargs):
        self.rooms = rooms
        super().__init__(*args, **kwargs)
        del self.fields["website"], self.fields["opened"]
        self.helper.attrs = {"data-guard": ""}

    def desks_to_ask(self):
        return InquiryDesk.objects.filter(room__in=self.rooms)

    def sections(self):
        return ["channel", *super().sections()]

    def foot(self):
        return [buttons(_("Anfrage eintragen"))]

    def guard(self, cleaned):
        """Who is signed in is no machine."""


class OnDutyForm(forms.Form):
    """What is written into a request somebody else may be working on: `version` says what was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, inquiry, **kwargs):
        super().__init__(data, **kwargs)
        self.inquiry = inquiry
        self.fields["version"].initial = inquiry.version
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": ""}
        self.helper.layout = Layout(
            *[name for name in self.fields if name != "version"], "version", buttons(self.button)
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.pop("version", None) != self.inquiry.version:
            self.data = self.data.copy()
            self.data["version"] = self.inquiry.version
            raise ValidationError(
                _("Inzwischen hat jemand an dieser Anfrage gearbeitet. Ihr Text steht noch da; bitte prüfen Sie ihn.")
            )
        return cleaned


def date_field(label, **kwargs):
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)


class TalkForm(OnDutyForm):
    """The first talk: confidential and not binding, even before there is a mandate."""

    button = _("Speichern")
    on = date_field(_("Wann war das Erstgespräch?"))
    channel = forms.CharField(
        label=_("Wie?"), required=False, max_length=100, help_text=_("Telefon, Besuch, Videogespräch …")
    )
    note = forms.CharField(
        label=_("Was wurde besprochen?"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 10})
    )
    limits = forms.CharField(
        label=_("Mögliche Grenzen"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Passt es zu Thema, Bereitschaft, Kraft und Allparteilichkeit?"),
    )
    interest = forms.ChoiceField(
        label=_("Ist jemand von uns befangen?"), choices=Interest.choices, required=False, widget=forms.RadioSelect
    )
    interest_note = forms.CharField(label=_("Warum?"), required=False, max_length=500)
    next_contact = date_field(_("Nächster Kontakt"))


class AnswerForm(OnDutyForm):
    """An answer by mail, or that one was given on the phone."""

    button = _("Antworten")
    way = forms.ChoiceField(label=_("Wie antworten Sie?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Ihre Antwort"),
        max_length=8000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Per E-Mail geht sie genau so hinaus. Nach einem Telefonat: was Sie gesagt haben, in einem Satz."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ways = [("phone", _("Ich habe schon geantwortet, zum Beispiel am Telefon"))]
        if self.inquiry.said.get("email"):
            ways.insert(0, ("mail", _("per E-Mail an %(email)s") % {"email": self.inquiry.said["email"]}))
        self.fields["way"].choices = ways
        self.fields["way"].initial = ways[0][0]


class DecisionForm(OnDutyForm):
    """What becomes of the request."""

    button = _("Entscheidung festhalten")
    target = forms.ChoiceField(
        label=_("Wie geht es weiter?"),
        choices=[
            (InquiryState.ACCEPTED.value, _("annehmen: eine Beratung beginnen")),
            (InquiryState.SHORT.value, _("annehmen: Kurzzeitberatung in einem akuten Konflikt")),
            (InquiryState.REFERRED.value, _("an eine andere Stelle verweisen")),
            (InquiryState.DECLINED.value, _("ablehnen")),
        ],
        widget=forms.RadioSelect,
    )
    refer_to = forms.CharField(label=_("Verweisen an"), required=False, max_length=200)
    reason = forms.CharField(
        label=_("Grund"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Nötig, wenn Sie verweisen oder ablehnen."),
    )
    next_contact = date_field(_("Nächster Kontakt"))


class HandOverForm(forms.Form):
    """Who looks after the request."""

    person = forms.ModelChoiceField(label=_("Wer kümmert sich?"), queryset=None, empty_label=None)

    def __init__(self, data=None, *, people, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["person"].queryset = people
