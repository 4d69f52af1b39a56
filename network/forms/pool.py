from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits import Attempt
from audit.forms import AuditedModelForm
from engagements.forms.engagement import ChoicesField
from engagements.forms.phases import form_helper
from municipalities.enums import Level
from municipalities.models import GermanSort, Place
from rooms.filter_bar import FilterForm
from steering.forms.base import DayField

from ..enums import Availability, Format, PoolKind
from ..models import PoolProfile, PoolRequest


def lands():
    """The Länder, in the order of the alphabet."""
    return Place.objects.filter(level=Level.LAND, gone_on=None).order_by(GermanSort("name"))


class ProfileForm(AuditedModelForm):
    """What somebody says of herself in the pool; nobody else writes it."""

    formats = ChoicesField(label=_("Wie arbeiten Sie?"), choices=Format.choices)
    available_from = DayField(label=_("Zeit ab"), required=False)

    class Meta:
        model = PoolProfile
        fields = [
            "name",
            "kind",
            "qualification",
            "regions",
            "languages",
            "formats",
            "availability",
            "available_from",
        ]
        widgets = {
            "qualification": forms.Textarea(attrs={"rows": 5}),
            "regions": forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regions"].queryset = lands()
        self.fields["regions"].required = False
        self.fields["regions"].help_text = _("Wo Sie arbeiten können. Nichts ausgewählt heißt: überall.")
        self.fields["qualification"].help_text = _(
            "Ausbildung, Erfahrung, Schwerpunkte. Keine Anschrift, keine Telefonnummer."
        )
        self.helper = form_helper(
            Fieldset(_("Wer sind Sie?"), Row("name", "kind"), "qualification"),
            Fieldset(_("Wo und wie?"), "regions", "languages", "formats"),
            Fieldset(_("Wann?"), Row("availability", "available_from")),
            button=_("Speichern"),
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("availability") == Availability.LATER and not cleaned.get("available_from"):
            self.add_error("available_from", _("Ab wann haben Sie wieder Zeit?"))
        return cleaned

    def changed_fields(self):
        self.instance.stated_on = timezone.localdate()
        return super().changed_fields() | {"stated_on"}


class PoolFilter(FilterForm):
    """Looking for somebody by place, language, time and manner."""

    aria_label, button = _("Pool durchsuchen"), _("Suchen")
    lookups = {"zeit": "availability__in", "wie": "formats__contains"}

    land = forms.ModelChoiceField(Place.objects.none(), label=_("Land"), required=False, empty_label=_("alle"))
    sprache = forms.CharField(label=_("Sprache"), required=False, max_length=60)
    als = forms.ChoiceField(label=_("Als was?"), required=False, choices=[("", _("alle")), *PoolKind.choices])
    zeit = forms.ChoiceField(label=_("Zeit"), required=False, choices=[("", _("alle")), *Availability.choices])
    wie = forms.ChoiceField(label=_("Wie?"), required=False, choices=[("", _("alle")), *Format.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["land"].queryset = lands()

    def apply(self, rows):
        """The profiles that fit; no Land named means everywhere."""
        rows = super().apply(rows)
        if not self.is_valid():
            return rows
        asked = self.cleaned_data
        if asked["land"]:
            rows = rows.filter(pk__in=rows.filter(regions=asked["land"]) | rows.filter(regions=None))
        if asked["sprache"]:
            rows = rows.filter(languages__icontains=asked["sprache"].strip())
        if asked["als"]:
            rows = rows.filter(kind__in={asked["als"], PoolKind.BOTH})
        return rows


class RequestForm(AuditedModelForm):
    """Somebody of the pool on the short list of a team: never without a word about what could stand against it."""

    class Meta:
        model = PoolRequest
        fields = ["role", "conflict_note", "message"]
        widgets = {"conflict_note": forms.Textarea(attrs={"rows": 3}), "message": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conflict_note"].error_messages["required"] = _(
            "Bitte schreiben Sie, was dagegen sprechen könnte, oder „geprüft, nichts bekannt“."
        )
        self.helper = form_helper("role", "conflict_note", "message", button=_("Vormerken"))


class AnswerForm(forms.Form):
    """Yes or no of the person asked, and what stands against it in her own eyes."""

    own_conflict = forms.CharField(
        label=_("Was könnte aus Ihrer Sicht dagegen sprechen?"),
        required=False,
        max_length=1000,
        help_text=_("Kennen Sie Beteiligte, wohnen oder arbeiten Sie dort? Sonst leer lassen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.CharField(
        label=_("Ihre Antwort in Worten"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ContactForm(forms.Form):
    """A letter to somebody of the pool; the house carries it, and no address is shown."""

    text = forms.CharField(
        label=_("Ihre Nachricht"),
        max_length=2000,
        help_text=_("Schreiben Sie, wie Sie erreichbar sind. Die Nachricht wird nicht gespeichert."),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Bitte schreiben Sie Ihre Nachricht.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = form_helper("text", button=_("Senden"))

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                Attempt(contact_account=str(self.user.pk)).check()
            except ValidationError as wait:
                self.add_error(None, wait)
        return cleaned
