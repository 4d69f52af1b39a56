"""Forms for people without an account: no captcha, but a field only machines fill in, a moment, and a limit."""

import uuid

from crispy_forms.layout import Div
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits import Attempt

from .ids import uuid7

SALT = "rooms.guest"
QUICKEST = 3  # seconds: nobody reads and writes in less
LONGEST = 24 * 60 * 60  # so long a page may lie open before it is sent


class GuestForm(forms.Form):
    """What everybody may send who is no machine, takes her time, and does not send too often."""

    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["opened"].initial = signing.dumps(str(uuid7()), salt=SALT)
        self.key = None  # of the page that was sent

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Dieses Feld bleibt leer; es hält Programme ab, die Werbung verteilen."))
        return ""

    def clean(self):
        cleaned = super().clean()
        self.guard(cleaned)
        return cleaned

    def guard(self, cleaned):
        """What a machine does and a person does not, and what anybody does too often."""
        self.check_opened(cleaned.get("opened", ""))
        if not self.errors:
            Attempt(**self.places(cleaned)).check()

    def places(self, cleaned):
        """Where a sending counts, by kind of limit: abstract, each form names its own."""
        raise NotImplementedError

    def check_opened(self, token):
        """The page was opened by somebody who then read and wrote."""
        try:
            self.key = uuid.UUID(signing.loads(token, salt=SALT, max_age=LONGEST))
        except (signing.BadSignature, ValueError):
            self.renew()
            words = _("Die Seite lag sehr lange offen. Bitte senden Sie noch einmal ab; Ihre Angaben stehen noch da.")
            self.add_error(None, words)
            return
        opened = self.key.int >> 80
        if timezone.now().timestamp() * 1000 - opened < QUICKEST * 1000:
            words = _("Das ging sehr schnell. Bitte senden Sie noch einmal ab; Ihre Angaben stehen noch da.")
            self.add_error(None, words)

    def renew(self):
        """As if the page had been opened now."""
        self.data = self.data.copy()
        self.data["opened"] = self.fields["opened"].initial


def unseen():
    """The two fields of a guest's form, out of sight and out of the order of the keyboard."""
    return Div("website", "opened", css_class="sr", aria_hidden="true")
