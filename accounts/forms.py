from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from .models import User


def with_button(form, label):
    """Give a form the house's layout: all fields, one verb on the button."""
    form.helper = FormHelper()
    form.helper.attrs = {"novalidate": ""}
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
        with_button(self, _("Anmelden"))

    def clean_username(self):
        return self.cleaned_data["username"].lower()


class ForgottenForm(PasswordResetForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-Mail-Adresse")
        with_button(self, _("Link zusenden"))


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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_button(self, _("Speichern"))

    def save(self, commit=True):
        self.instance.save(update_fields=self.changed_data)
        return self.instance
