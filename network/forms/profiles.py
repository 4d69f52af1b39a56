"""The forms of a case profile: its words, a consent, how far it goes, and what somebody looks for in others."""

from datetime import timedelta

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagements.enums import Approach, ConflictTheme, Disclosure, Service
from engagements.forms.engagement import ChoicesField
from engagements.forms.phases import form_helper
from municipalities.enums import Level
from municipalities.models import Place
from rooms.enums import Circle
from rooms.filter_bar import FilterForm
from rooms.item_forms import RoomItemForm

from ..models import CaseProfile, ProfileConsent
from ..profile_words import ADDS
from ..steps import ProfileStep
from ..twins import SIZES

SMALL = {"rows": 3}
AT, FURTHEST = "%Y-%m-%dT%H:%M", timedelta(days=730)
HELP = {
    "municipality_name": _("Mit dem Zusatz, den sie selbst führt, zum Beispiel „Stadt Ludwigslust“."),
    "population_source": _("Zum Beispiel das amtliche Gemeindeverzeichnis."),
    "headline": _("In einem Satz, wie Sie es einer Nachbarin sagen würden."),
    "advisors": _("Wie viele, mit welcher Qualifikation. Namen nur über eine Einwilligung."),
    "steering": _("Welche Seiten dort sitzen. Keine Namen."),
    "participants": _("Oder warum es keine Zahl gibt, zum Beispiel weil die Gespräche aufsuchend waren."),
    "key_results": _("Eines je Zeile."),
    "contact": _("Amt oder Funktionsadresse. Keine private Adresse und kein privates Telefon."),
    "credit_line": _("Im Wortlaut des Bescheids."),
}


class ProfileForm(RoomItemForm):
    """All that may be told one day, in the order of the steps; nobody outside the team reads it here."""

    themes = ChoicesField(label=_("Themen"), choices=ConflictTheme.choices)
    services = ChoicesField(label=_("Leistungen"), choices=Service.choices)

    class Meta:
        model = CaseProfile
        fields = [
            "title",
            *(name for names in ADDS.values() for name in names),
            "population_as_of",
            "population_source",
            "source",
        ]
        widgets = {
            name: forms.Textarea(SMALL)
            for name in ("aims", "events", "steering", "bodies", "actors", "next_steps", "key_results", "network_part")
        } | {
            "funders": forms.Textarea({"rows": 2}),
            "credit_line": forms.Textarea({"rows": 2}),
            "reviewed_on": forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d"),
        }
        help_texts = HELP

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        short = [name for name in ADDS[ProfileStep.SHORT] if name not in {"population", "kreis_name", "region_name"}]
        at = short.index("municipality_name") + 1
        population = Row("population", "population_as_of")
        short[at:at] = [Row("kreis_name", "region_name"), population, "population_source"]
        self.helper = form_helper(
            Fieldset(ProfileStep.SHORT.label, "title", *short),
            Fieldset(ProfileStep.METHOD.label, *ADDS[ProfileStep.METHOD]),
            Fieldset(ProfileStep.FULL.label, *ADDS[ProfileStep.FULL]),
            Fieldset(_("Nur für das Team"), "source"),
            button=_("Steckbrief speichern"),
        )

    def clean_contact(self):
        """A function is named here, and written to by the form of the network; no mail of a person."""
        contact = self.cleaned_data["contact"]
        free_mail = ("gmail.", "gmx.", "web.de", "t-online.", "outlook.", "hotmail.", "freenet.", "posteo.", "icloud.")
        if any(f"@{each}" in contact.lower() for each in free_mail):
            raise ValidationError(_("Das sieht nach einer privaten Adresse aus. Bitte nennen Sie ein Amt."))
        return contact


class ConsentForm(RoomItemForm):
    """A name or a quote, and that somebody agrees to it."""

    class Meta:
        model = ProfileConsent
        fields = ["kind", "label", "words", "person", "given_on", "evidence"]
        widgets = {
            "words": forms.Textarea(SMALL),
            "given_on": forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "label": _("Zum Beispiel „Ansprechperson“ oder „Stimme aus der Stadt“."),
            "words": _("So steht es auf der Seite: Name mit Amt, oder das Zitat."),
            "person": _("Liest nur, wer hier mitarbeitet."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Row("kind", "label"), "words", "person", Row("given_on", "evidence"), button=_("Einwilligung festhalten")
        )

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Der Tag liegt noch vor uns."))
        return day


class StepForm(forms.Form):
    """How far it goes, and to whom; chosen before the exact words are shown."""

    step = forms.ChoiceField(label=_("Wie viel soll man lesen?"), widget=forms.RadioSelect({"class": "chips"}))
    to_circle = forms.TypedChoiceField(
        label=_("Wer soll es lesen?"),
        coerce=int,
        choices=[(each.value, each.label) for each in (Circle.PUBLIC, Circle.NETWORK)],
        widget=forms.RadioSelect({"class": "chips readers"}),
    )
    not_before = forms.DateTimeField(
        label=_("Nicht vor"),
        required=False,
        input_formats=[AT, "%d.%m.%Y %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local", "class": "short"}, format=AT),
        help_text=_(
            "Leer: sofort nach der zweiten Unterschrift. Sonst erscheint es dann von selbst und nirgends vorher."
        ),
    )

    def clean_not_before(self):
        at = self.cleaned_data["not_before"]
        if at and at <= timezone.now():
            raise ValidationError(
                _("Dieser Zeitpunkt ist schon vorbei. Lassen Sie das Feld leer oder wählen Sie einen späteren.")
            )
        if at and at > timezone.now() + FURTHEST:
            raise ValidationError(_("Das liegt mehr als zwei Jahre voraus. Bitte prüfen Sie die Jahreszahl."))
        return at

    def __init__(self, *args, engagement, **kwargs):
        super().__init__(*args, **kwargs)
        unnamed = engagement.disclosure == Disclosure.UNNAMED
        steps = [step for step in ProfileStep if not unnamed or not step.is_named]
        self.fields["step"].choices = [(step.value, step.label) for step in steps]


class TwinForm(FilterForm):
    """What a municipality is like whose counterparts somebody looks for; every line is optional."""

    aria_label, button = _("Ähnliche Kommunen suchen"), _("Suchen")

    groesse = forms.ChoiceField(label=_("Größe"), required=False)
    land = forms.ChoiceField(label=_("Land"), required=False)
    ansatz = forms.ChoiceField(label=_("Ansatz"), required=False)
    thema = forms.MultipleChoiceField(
        label=_("Themen"), required=False, widget=forms.SelectMultiple({"size": 6}), choices=ConflictTheme.choices
    )
    art = forms.CharField(label=_("Art der Kommune"), required=False, max_length=60)
    phase = forms.CharField(label=_("Phase"), required=False, max_length=160)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        anything = [("", _("egal"))]
        laender = Place.objects.filter(level=Level.LAND).in_order()
        self.fields["groesse"].choices = [*anything, *((key, label) for key, label, _least, _most in SIZES)]
        self.fields["land"].choices = [*anything, *((each.key, each.name) for each in laender)]
        self.fields["ansatz"].choices = [*anything, *Approach.choices]
