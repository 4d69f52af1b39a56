import hashlib
from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits import Attempt

from .enums import Circle, Role
from .models import Membership, Release, Unlock

NOW, DAY = "now", "day"


def with_button(form, label):
    form.helper = FormHelper()
    form.helper.add_input(Submit("", label))


def date_input():
    return forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d")


def role_field(roles):
    return forms.TypedChoiceField(
        label=_("Rolle"),
        choices=[(role.value, role.label) for role in roles],
        coerce=Role,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Rolle.")},
    )


class InvitationForm(forms.Form):
    """Whom to ask into the room, in which role."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Eine persönliche Adresse; ein Sammelpostfach wie poststelle@ lesen zu viele."),
        error_messages={
            "required": _("Bitte geben Sie eine E-Mail-Adresse ein."),
            "invalid": _("Das ist keine vollständige E-Mail-Adresse, zum Beispiel name@stadt.de."),
        },
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Bitte geben Sie den Namen ein.")}
    )

    def __init__(self, *args, room, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.room = room
        self.fields["role"] = role_field(roles)
        with_button(self, _("Einladung senden"))

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        cleaned = super().clean()
        members = Membership.objects.active().filter(room=self.room, ends_on=None)
        if members.filter(user__email=cleaned.get("email"), role=cleaned.get("role", "")).exists():
            self.add_error("email", _("Diese Person hat diese Rolle hier schon."))
        return cleaned


class RoleForm(forms.Form):
    """A further role for somebody who is already in the room."""

    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=get_user_model().objects.none(),
        empty_label=_("bitte wählen"),
        error_messages={"required": _("Bitte wählen Sie eine Person.")},
    )
    starts_on = forms.DateField(label=_("Ab"), widget=date_input(), initial=timezone.localdate)

    def __init__(self, *args, room, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.room = room
        active = Membership.objects.active().filter(room=room)
        self.fields["person"].queryset = get_user_model().objects.filter(memberships__in=active).distinct()
        self.fields["role"] = role_field(roles)
        self.order_fields(["person", "role", "starts_on"])
        with_button(self, _("Rolle geben"))

    def clean(self):
        cleaned = super().clean()
        held = Membership.objects.filter(room=self.room, ends_on=None, role=cleaned.get("role", ""))
        if cleaned.get("person") and held.filter(user=cleaned["person"]).exists():
            self.add_error("role", _("Diese Person hat diese Rolle hier schon."))
        return cleaned


class EndForm(forms.Form):
    """When a membership ends: at once, or at the end of a day."""

    when = forms.ChoiceField(
        label=_("Wann endet der Zugang?"),
        choices=[(NOW, _("sofort, schon beim nächsten Schritt dieser Person")), (DAY, _("am Ende eines Tages"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, wann der Zugang endet.")},
    )
    ends_on = forms.DateField(
        label=_("Endet am"),
        required=False,
        widget=date_input(),
        help_text=_("Der letzte Tag mit Zugang; nur nötig, wenn der Zugang nicht sofort endet."),
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership

    def clean(self):
        cleaned = super().clean()
        first = max(timezone.localdate(), self.membership.starts_on)
        if cleaned.get("when") == NOW:
            cleaned["ends_on"] = timezone.localdate() - timedelta(days=1)
        elif cleaned.get("when") == DAY and "ends_on" not in self.errors:
            if not cleaned["ends_on"]:
                self.add_error("ends_on", _("Bitte geben Sie den letzten Tag an."))
            elif cleaned["ends_on"] < first:
                self.add_error("ends_on", _("Der letzte Tag liegt schon zurück oder vor dem Beginn."))
        return cleaned


class AcceptForm(forms.Form):
    """What the invited person gives: her promise, and whatever shows that it is she."""

    name = forms.CharField(
        label=_("Ihr Name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Bitte geben Sie Ihren Namen ein.")},
    )
    password = forms.CharField(
        label=_("Passwort"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput,
        error_messages={"required": _("Bitte geben Sie ein Passwort ein.")},
    )
    promise = forms.BooleanField(
        label=_("Was ich hier lese, behandle ich vertraulich. Ich gebe es nicht weiter, auch nicht auszugsweise."),
        error_messages={"required": _("Ohne diese Zusage können Sie den Raum nicht betreten.")},
    )

    def __init__(self, *args, invitation, account, signed_in, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation, self.account = invitation, account
        self.fields["name"].initial = invitation.name
        if account:
            del self.fields["name"]
        if signed_in:
            del self.fields["password"]
        elif self.sets_password:
            self.fields["password"].help_text = _(
                "Ein neues Passwort für Ortsgespräch, mindestens 12 Zeichen. Gut sind vier zufällige Wörter."
            )
            self.fields["password"].widget.attrs["autocomplete"] = "new-password"
        else:
            self.fields["password"].help_text = _("Das Passwort Ihres Kontos bei Ortsgespräch.")
            self.fields["password"].widget.attrs["autocomplete"] = "current-password"
        with_button(self, _("Einladung annehmen"))

    @property
    def sets_password(self):
        """Nobody has a password here yet; the link has shown that the mailbox is hers."""
        return self.account is None or not self.account.has_usable_password()

    def clean_password(self):
        password = self.cleaned_data["password"]
        if self.sets_password:
            person = self.account or get_user_model()(email=self.invitation.email, name=self.data.get("name", ""))
            password_validation.validate_password(password, person)
        else:
            attempt = Attempt(invitation=self.invitation.pk)
            attempt.check()
            if not self.account.check_password(password):
                raise forms.ValidationError(_("Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."))
            attempt.succeed()
        return password


class UnlockForm(forms.ModelForm):
    """Why something sealed must be read now; the lead reads the answer."""

    class Meta:
        model = Unlock
        fields = ["reason"]
        widgets = {"reason": forms.Textarea({"rows": 3})}
        help_texts = {
            "reason": _("Ein Satz genügt. Das Beratungsteam liest ihn mit; bitte nichts aus dem Text selbst.")
        }
        error_messages = {
            "reason": {"required": _("Ohne Begründung bleibt es versiegelt. Bitte schreiben Sie einen Satz.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        with_button(self, _("Für drei Stunden öffnen"))


class LookedForm(forms.Form):
    """Whoever lets words out ticks that she has looked at what the house points out in them."""

    looked = forms.BooleanField(
        label=_("Ich habe die Hinweise gelesen und den Text daraufhin geprüft."),
        error_messages={"required": _("Bitte lesen Sie zuerst die Hinweise.")},
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def point_out(self, cautions):
        self.shown = self.initial["seen"] = digest_of(cautions)
        if not cautions:
            del self.fields["looked"]

    def clean(self):
        """What was ticked was ticked for the cautions shown then; an altered text brings others."""
        cleaned = super().clean()
        if "looked" in self.fields and cleaned.get("looked") and self.cleaned_data.get("seen") != self.shown:
            self.data = self.data.copy()
            self.data["seen"] = self.shown
            self.add_error(
                "looked", _("Zu diesem Wortlaut gibt es andere Hinweise als vorhin. Bitte sehen Sie sie an.")
            )
        return cleaned


class ReleaseForm(LookedForm, forms.ModelForm):
    """How far a text shall go, and in which words."""

    field_order = ["to_circle", "title", "text", "purpose", "looked"]

    class Meta:
        model = Release
        fields = ["to_circle", "title", "purpose"]
        widgets = {"to_circle": forms.RadioSelect({"class": "chips readers"})}

    text = forms.CharField(
        label=_("Wortlaut der Freigabe"),
        help_text=_("Diese Worte lesen die anderen. Ihre Arbeitsfassung bleibt, wie sie ist."),
        max_length=200_000,
        widget=forms.Textarea({"rows": 12, "data-mdedit": True}),
        error_messages={"required": _("Ohne Text gibt es nichts freizugeben.")},
    )

    def __init__(self, *args, item, circles, cautions, **kwargs):
        super().__init__(*args, **kwargs)
        self.point_out(cautions)
        self.fields["to_circle"] = forms.TypedChoiceField(
            label=_("Wer soll es lesen?"),
            choices=[(circle.value, circle.label) for circle in circles],
            coerce=lambda value: Circle(int(value)),
            widget=forms.RadioSelect({"class": "chips readers"}),
        )
        if not item.is_released_as_edition:
            del self.fields["text"], self.fields["title"]
        with_button(self, _("Freigabe vorschlagen"))
        self.helper.render_hidden_fields = True


def digest_of(cautions):
    """Stands for a list of cautions."""
    return hashlib.sha256(repr([(str(each.text), each.words) for each in cautions]).encode()).hexdigest()[:16]


class ReturnForm(forms.ModelForm):
    """What is still missing before somebody agrees."""

    class Meta:
        model = Release
        fields = ["answer"]
        widgets = {"answer": forms.Textarea({"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].error_messages["required"] = _("Bitte schreiben Sie, was noch fehlt.")
        with_button(self, _("Zurückgeben"))
