"""What people say in a round themselves: members from inside, everybody else without an account."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.limits import address_of
from rooms.guests import GuestForm

from ..enums import Tongue
from .contributions import Consented, SectionField


class SayForm(forms.Form):
    """What somebody thinks of what is asked, perhaps of one section, perhaps in better words."""

    text = forms.CharField(
        label=_("Was möchten Sie sagen?"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 7}),
        error_messages={"required": _("Bitte schreiben Sie etwas.")},
    )
    section = SectionField()
    wording = forms.CharField(
        label=_("Wie sollte es dort heißen?"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Nur wenn Sie einen Vorschlag für den Wortlaut haben."),
    )

    def __init__(self, *args, pieces, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].offer(pieces)
        if not pieces:  # an open question has no text that could be worded otherwise
            del self.fields["section"], self.fields["wording"]

    @property
    def words(self):
        """What goes on its way."""
        return {name: self.cleaned_data[name] for name in ("text", "section", "wording") if name in self.fields}


class MemberForm(SayForm):
    """From inside, with the account of a member."""


class GuestContributionForm(GuestForm, SayForm, Consented):
    """Without an account; of the person only what she consents to."""

    field_order = ["text", "section", "wording", "language", "name", "email", "consent", "website", "opened"]

    language = forms.ChoiceField(label=_("In welcher Sprache schreiben Sie?"), choices=Tongue)

    def __init__(self, *args, until, **kwargs):
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["language"].initial = language if language in Tongue else Tongue.DE
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["email"].help_text = _("Wenn Sie eine Antwort möchten.")
        words = _now(
            "Ich willige ein, dass mein Name und meine E-Mail-Adresse für die Antwort gespeichert werden, "
            "höchstens bis %(day)s."
        )
        self.fields["consent"].label = words % {"day": f"{until:%d.%m.%Y}"}

    def clean(self):
        self.check_consent(self.cleaned_data, _("Bitte willigen Sie ein, oder lassen Sie Name und Adresse leer."))
        return super().clean()

    def places(self, cleaned):
        """At its address, and at the mailbox that would get an answer, whoever it belongs to."""
        places = {"contribution_address": address_of(self.request)}
        if cleaned["consent"] and cleaned["email"]:
            places["contribution_mailbox"] = cleaned["email"].lower()
        return places

    @property
    def words(self):
        """What goes on its way; without consent no word about the person."""
        names = ("language", "name", "email") if self.cleaned_data["consent"] else ("language",)
        return super().words | {name: self.cleaned_data[name] for name in names}
