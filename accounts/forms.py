from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from . import factors, passkeys
from .letters import RESET, post
from .limits import Attempt, address_of
from .models import FactorKind, SecondFactor, Theme, User
from .notices import Notice, notify
from .refusals import refused

AS_DEVICE = "geraet"  # a radio button needs a value; the database says ''


def with_button(form, label):
    """Give a form the house's layout: all fields, one verb on the button."""
    form.helper = FormHelper()
    form.helper.add_input(Submit("", label))
    return form


class SignInForm(AuthenticationForm):
    username = forms.EmailField(
        label=_("E-Mail-Adresse"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
            "invalid": _("Das ist keine vollständige E-Mail-Adresse, zum Beispiel name@stadt.de."),
        },
    )
    shared = forms.BooleanField(
        label=_("Diesen Rechner benutzen auch andere"),
        required=False,
        help_text=_("Dann bleibt von begonnenen Texten nichts auf dem Rechner."),
    )
    error_messages = {
        "invalid_login": _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides."),
        "inactive": _("E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["password"].error_messages["required"] = _("Bitte geben Sie Ihr Passwort ein.")
        if settings.SAMPLE_MODE:  # there the page begins with the samples
            del self.fields["username"].widget.attrs["autofocus"]
        with_button(self, _("Anmelden"))

    def clean(self):
        """Each attempt counts for the account that was named, known or not, and for the address it came from."""
        email = self.cleaned_data.get("username")
        if not email or not self.cleaned_data.get("password"):
            return super().clean()
        attempt = Attempt(sign_in_account=email, sign_in_address=address_of(self.request))
        attempt.check()
        cleaned = super().clean()
        attempt.succeed()
        return cleaned

    def get_invalid_login_error(self):
        """At the field, too, and always the same, whoever does or does not exist."""
        refused("sign-in")
        return ValidationError({"password": self.error_messages["invalid_login"]})

    def confirm_login_allowed(self, user):
        if not user.is_active:
            raise self.get_invalid_login_error()

    def clean_username(self):
        return self.cleaned_data["username"].lower()


class ForgottenForm(PasswordResetForm):
    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["email"].label = _("E-Mail-Adresse")
        self.fields["email"].error_messages = {
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
            "invalid": _("Das ist keine vollständige E-Mail-Adresse, zum Beispiel name@stadt.de."),
        }
        with_button(self, _("Link zusenden"))

    def clean(self):
        if email := self.cleaned_data.get("email"):
            Attempt(reset_account=email.lower(), reset_address=address_of(self.request)).check()
        return super().clean()

    def get_users(self, email):
        """Also those who never had a password: the mailbox is what counts. Where nobody is, nobody is as much work."""
        return list(User.objects.filter(email=email.lower(), is_active=True)) or [User(email=email.lower())]

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs):
        """In the person's language. Where nobody is, a letter to nobody is posted: the time tells nothing."""
        user = context["user"]
        with translation.override(user.language):
            subject, body = (render_to_string(name, context) for name in (subject_template_name, email_template_name))
        post(RESET, user.email if user.pk else "", subject.strip(), body)


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_button(self, _("Passwort speichern"))


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_button(self, _("Passwort ändern"))

    def clean_old_password(self):
        attempt = Attempt(confirm_account=self.user.pk)
        attempt.check()
        given = super().clean_old_password()
        attempt.succeed()
        return given


class ConfirmForm(forms.Form):
    """The password once more, by somebody who is signed in."""

    password = forms.CharField(
        label=_("Ihr Passwort"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": _("Bitte geben Sie Ihr Passwort ein.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self):
        """Whoever sits at a foreign session has as few attempts as at the door."""
        attempt = Attempt(confirm_account=self.user.pk)
        attempt.check()
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."))
        attempt.succeed()
        return self.cleaned_data["password"]


class ProofForm(forms.Form):
    """The second factor: a code of the app, one from the paper, or what a passkey has signed."""

    code = forms.CharField(
        max_length=60,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        error_messages={
            "required": _("Bitte geben Sie den Code ein."),
            "max_length": _("Dieser Code ist zu lang."),
        },
    )
    passkey = forms.CharField(required=False, max_length=16_000, widget=forms.HiddenInput)

    def __init__(self, *args, user, request, limit="second_factor", **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.request, self.limit = user, request, limit
        kinds = set(user.factors.values_list("kind", flat=True))
        self.has_passkey = FactorKind.PASSKEY in kinds
        self.fields["code"].required = not self.data.get("passkey")
        self.fields["code"].label = _("Code aus Ihrer App") if FactorKind.APP in kinds else _("Wiederherstellungscode")
        if FactorKind.APP in kinds:
            self.fields["code"].help_text = _("Sechs Ziffern. Oder einer Ihrer Wiederherstellungscodes.")

    def clean(self):
        code, passkey = self.cleaned_data.get("code"), self.cleaned_data.get("passkey")
        if self.errors:
            return
        attempt = Attempt(**{self.limit: self.user.pk})
        attempt.check()
        try:
            passkeys.check(self.request, passkey, self.user) if passkey else factors.use_code(self.user, code)
        except ValidationError as refusal:
            self.add_error(None if passkey else "code", refusal)
            if self.limit == "second_factor" and attempt.was_last():
                notify(self.user, Notice.MANY_WRONG_CODES)
        else:
            attempt.succeed()


class PasskeyForm(forms.Form):
    """What a passkey has signed, by somebody who has not said who she is."""

    passkey = forms.CharField(max_length=16_000, error_messages={"required": _("Bitte versuchen Sie es noch einmal.")})

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_passkey(self):
        attempt = Attempt(sign_in_address=address_of(self.request))
        attempt.check()
        self.factor = passkeys.check(self.request, self.cleaned_data["passkey"])
        attempt.succeed()


class NewFactorForm(forms.ModelForm):
    """How a person calls her device."""

    class Meta:
        model = SecondFactor
        fields = ["name"]
        help_texts = {"name": _("Daran erkennen Sie das Gerät später wieder.")}
        error_messages = {"name": {"required": _("Bitte geben Sie dem Gerät einen Namen.")}}


class NewAppForm(NewFactorForm):
    code = forms.CharField(
        label=_("Code, den die App jetzt zeigt"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Bitte geben Sie den Code ein, den die App zeigt.")},
    )


class NewPasskeyForm(NewFactorForm):
    passkey = forms.CharField(
        max_length=16_000,
        widget=forms.HiddenInput,
        error_messages={"required": _("Das Gerät hat keinen Passkey angelegt. Bitte versuchen Sie es noch einmal.")},
    )


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "function", "language", "theme"]
        labels = {"name": _("Ihr Name"), "function": _("Ihre Funktion")}
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "language": forms.RadioSelect,
        }

    theme = forms.TypedChoiceField(
        label=_("Darstellung"),
        choices=[(theme.value or AS_DEVICE, theme.label) for theme in Theme],
        coerce=lambda value: "" if value == AS_DEVICE else value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["theme"] = self.initial["theme"] or AS_DEVICE
        with_button(self, _("Speichern"))

    def save(self, commit=True):
        self.instance.save(update_fields=self.changed_data)
        return self.instance
