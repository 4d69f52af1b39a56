from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .models import Theme, User

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

    def get_invalid_login_error(self):
        """At the field, too, and always the same, whoever does or does not exist."""
        return ValidationError({"password": self.error_messages["invalid_login"]})

    def confirm_login_allowed(self, user):
        if not user.is_active:
            raise self.get_invalid_login_error()

    def clean_username(self):
        return self.cleaned_data["username"].lower()


class ForgottenForm(PasswordResetForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-Mail-Adresse")
        self.fields["email"].error_messages = {
            "required": _("Bitte geben Sie Ihre E-Mail-Adresse ein."),
            "invalid": _("Das ist keine vollständige E-Mail-Adresse, zum Beispiel name@stadt.de."),
        }
        with_button(self, _("Link zusenden"))

    def get_users(self, email):
        """Also those who never had a password: the mailbox is what counts."""
        return User.objects.filter(email=email.lower(), is_active=True)

    def send_mail(self, subject_template_name, email_template_name, context, *args, **kwargs):
        """In the person's language, once the request has been kept."""

        def send():
            with translation.override(context["user"].language):
                super(ForgottenForm, self).send_mail(
                    subject_template_name, email_template_name, context, *args, **kwargs
                )

        transaction.on_commit(send, robust=True)


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_button(self, _("Passwort speichern"))


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_button(self, _("Passwort ändern"))


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
