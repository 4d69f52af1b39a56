"""What people say in a round themselves: members from inside, everybody else without an account."""

import uuid

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rooms.ids import uuid7

from ..enums import Tongue
from .contributions import Consented, SectionField

SALT = "participation.guest"
FASTEST = 3  # seconds: nobody reads and writes in less
OPEN_FOR = 24 * 60 * 60  # so long a page may lie open before it is sent


class SayForm(forms.Form):
    """What somebody thinks of a version, perhaps of one section, perhaps in better words."""

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

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].offer(version)

    @property
    def words(self):
        """What goes on its way."""
        return {name: self.cleaned_data[name] for name in ("text", "section", "wording")}


class MemberForm(SayForm):
    """From inside, with the account of a member."""


class GuestForm(SayForm, Consented):
    """Without an account: a field people do not see, a token that knows when the page was opened, and consent."""

    field_order = ["text", "section", "wording", "language", "name", "email", "consent", "website", "opened"]

    language = forms.ChoiceField(label=_("In welcher Sprache schreiben Sie?"), choices=Tongue)
    website = forms.CharField(
        required=False, label=_("Bitte leer lassen"), widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

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
        self.fields["opened"].initial = signing.dumps(str(uuid7()), salt=SALT)
        self.key = None

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Dieses Feld bleibt leer; es hält Programme ab, die Werbung verteilen."))
        return ""

    def clean(self):
        cleaned = super().clean()
        self.check_consent(cleaned, _("Bitte willigen Sie ein, oder lassen Sie Name und Adresse leer."))
        self.check_opened(cleaned.get("opened", ""))
        return cleaned

    def check_opened(self, token):
        """The page was opened by somebody who then read and wrote; and the same page makes one contribution."""
        try:
            self.key = uuid.UUID(signing.loads(token, salt=SALT, max_age=OPEN_FOR))
        except (signing.BadSignature, ValueError):
            self.renew()
            self.add_error(
                None, _("Die Seite lag sehr lange offen. Ihr Text steht noch da; bitte senden Sie ihn noch einmal.")
            )
            return
        opened = self.key.int >> 80
        if timezone.now().timestamp() * 1000 - opened < FASTEST * 1000:
            self.add_error(None, _("Das ging sehr schnell. Bitte lesen Sie noch einmal nach und senden Sie es dann."))

    def renew(self):
        self.data = self.data.copy()
        self.data["opened"] = self.fields["opened"].initial

    @property
    def words(self):
        """What goes on its way; without consent no word about the person."""
        names = ("language", "name", "email") if self.cleaned_data["consent"] else ("language",)
        return super().words | {name: self.cleaned_data[name] for name in names}
