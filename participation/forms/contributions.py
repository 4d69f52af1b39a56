from crispy_forms.layout import Fieldset, Row
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper
from rooms.enums import Circle
from rooms.item_forms import RoomItemForm
from steering.forms.base import DayField
from vocabulary.forms import OffersTerms

from ..enums import TYPED_IN, ContributionSource, Tongue, VersionState, Wording
from ..models import CommentRound, Contribution

MOST_CARDS = 200
LONGEST_CARD = 1_000
EMPTY = [("", _("bitte wählen"))]


def sections_of(pieces):
    """What to choose from, as its number and how it is called there."""
    return [(piece.number, str(piece)) for piece in pieces]


class SectionField(forms.TypedChoiceField):
    """A section by its number, or none."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Zu welchem Abschnitt?"))
        super().__init__(coerce=int, empty_value=None, required=False, **kwargs)

    def offer(self, pieces):
        self.choices = [("", _("allgemein")), *sections_of(pieces)]


class RoundForm(RoomItemForm):
    """When people are asked, whom, and with which words; what is read outside already keeps its words."""

    opens_on = DayField(label=_("ab"))
    closes_on = DayField(label=_("bis einschließlich"))

    class Meta:
        model = CommentRound
        fields = ["of", "opens_on", "closes_on", "asks", "introduction"]
        widgets = {"asks": forms.RadioSelect({"class": "chips"}), "introduction": forms.Textarea({"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.instance.statement.versions.visible_to(user).filter(wording=Wording.STANDARD)
        self.fields["of"].empty_label = None
        self.fields["of"].queryset = rows.filter(
            Q(state__in=[VersionState.DRAFT, VersionState.COMMENTED]) | Q(pk=self.instance.of_id)
        )
        self.fields["of"].label_from_instance = lambda row: f"{row.number}: {row.title}"
        self.fields["introduction"].help_text = _("Das lesen alle, die gefragt werden, über dem Formular.")
        parts = ["of", Row("opens_on", "closes_on"), "asks", "introduction"]
        if self.instance.circle < Circle.STEERING:
            parts = [Row("opens_on", "closes_on")]
            for name in ("of", "asks", "introduction"):
                del self.fields[name]
        self.helper = form_helper(*parts, button=_("Speichern"))


class Consented(forms.Form):
    """Name and address of whoever wants an answer, each given only with consent."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    email = forms.EmailField(label=_("E-Mail-Adresse"), required=False, max_length=200)
    consent = forms.BooleanField(required=False)

    def check_consent(self, cleaned, missing):
        if (cleaned.get("name") or cleaned.get("email")) and not cleaned.get("consent"):
            self.add_error("consent", missing)


class ContributionForm(Consented, RoomItemForm):
    """A letter, a call, a talk: typed in by the team, with where it comes from."""

    section = SectionField()
    received_on = DayField(label=_("eingegangen am"))

    class Meta:
        model = Contribution
        fields = ["source", "received_on", "round", "language", "text", "section", "wording"]
        widgets = {"text": forms.Textarea({"rows": 8}), "wording": forms.Textarea({"rows": 3})}

    def __init__(self, *args, pieces, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].offer(pieces)
        about = ["round"]
        if self.instance.statement:
            self.fields["round"].queryset = self.instance.statement.comment_rounds.all()
            self.fields["round"].empty_label = _("keine")
        else:
            del self.fields["round"]
            about = []
        own = {self.instance.source} if not self.instance._state.adding else set()
        usual = [source for source in ContributionSource if source in TYPED_IN or source in own]
        self.fields["source"].choices = [*EMPTY, *((source.value, source.label) for source in usual)]
        self.fields["text"].help_text = _("So, wie es gesagt oder geschrieben wurde. Es bleibt im Beratungsteam.")
        self.fields["consent"].label = _(
            "Die Person ist einverstanden, dass wir das für die Antwort aufbewahren, höchstens ein halbes Jahr über "
            "die Runde hinaus."
        )
        parts = [Row("source", "received_on"), Row(*about, "language"), "text"]
        if pieces:
            parts += [Row("section"), "wording"]
        else:
            del self.fields["section"], self.fields["wording"]
        if self.instance._state.adding:
            about_her = _("Wer eine Antwort möchte (nur mit Einwilligung)")
            parts.append(Fieldset(about_her, Row("name", "email"), "consent"))
        else:
            for name in ("name", "email", "consent"):
                del self.fields[name]
        self.helper = form_helper(*parts, button=_("Speichern"))

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if self.instance._state.adding:
            self.check_consent(cleaned, _("Ohne Einwilligung speichern wir weder Namen noch Adresse."))
        return cleaned


class CardsForm(OffersTerms, forms.Form):
    """A whole flipchart at once: one line, one card."""

    cards = forms.CharField(
        label=_("Karten"),
        max_length=MOST_CARDS * LONGEST_CARD,
        widget=forms.Textarea({"rows": 14, "autofocus": True, "class": "many"}),
        help_text=_("Eine Zeile je Karte. Mit der Eingabetaste zur nächsten."),
        error_messages={"required": _("Bitte schreiben Sie mindestens eine Karte.")},
    )
    source = forms.ChoiceField(
        label=_("Wie kam es an?"),
        choices=[(each.value, each.label) for each in TYPED_IN],
        initial=ContributionSource.CARD,
    )
    received_on = DayField(label=_("gesammelt am"))
    section = SectionField()
    language = forms.ChoiceField(label=_("Sprache"), choices=Tongue, initial=Tongue.DE)
    round = forms.ModelChoiceField(label=_("Runde"), queryset=CommentRound.objects.none(), required=False)
    as_points = forms.BooleanField(
        label=_("Jede Karte ist schon ein Punkt"),
        required=False,
        initial=True,
        help_text=_("Dann müssen Sie die Karten nicht noch einmal teilen."),
    )

    def __init__(self, *args, pieces, rounds, is_own=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].offer(pieces)
        self.fields["round"].queryset = rounds
        self.fields["round"].initial = rounds.first()
        about = ["section"] if pieces else []
        if not pieces:
            del self.fields["section"]
        if is_own:
            del self.fields["round"]
        self.fields["received_on"].initial = timezone.localdate()
        self.helper = form_helper(
            "cards",
            Row("source", "received_on"),
            Row(*about, "language"),
            *([] if is_own else ["round"]),
            "as_points",
            button=_("Karten eintragen"),
        )

    def clean_cards(self):
        lines = [line.strip() for line in self.cleaned_data["cards"].splitlines() if line.strip()]
        if len(lines) > MOST_CARDS:
            raise forms.ValidationError(_now("Bitte höchstens %(n)s Karten auf einmal.") % {"n": MOST_CARDS})
        if any(len(line) > LONGEST_CARD for line in lines):
            words = _now("Eine Zeile hat mehr als %(n)s Zeichen. Bitte tragen Sie sie als Beitrag ein.")
            raise forms.ValidationError(words % {"n": LONGEST_CARD})
        return lines


class RefuseForm(forms.Form):
    """Why a contribution is not taken in."""

    reason = forms.CharField(
        label=_("Warum nicht?"),
        max_length=300,
        help_text=_(
            "Zum Beispiel Werbung, Beleidigung, kein Bezug zum Thema. Wer den Beitrag schrieb, kann das lesen."
        ),
        error_messages={"required": _("Bitte sagen Sie, warum der Beitrag nicht aufgenommen wird.")},
    )


class ReportForm(forms.Form):
    """What stands above the points on the public page."""

    introduction = forms.CharField(
        label=_("Einleitung"),
        required=False,
        max_length=3_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Wie viele mitgemacht haben und wie es weitergeht, zum Beispiel. Ohne Namen."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("introduction", button=_("Festhalten und zur Freigabe"))
