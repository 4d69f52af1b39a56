from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from crispy_forms.layout import Fieldset, Row, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits import Attempt
from audit.forms import AuditedModelForm
from engagements.enums import ConflictTheme
from engagements.forms.phases import form_helper
from rooms.filter_bar import FilterForm
from steering.forms.base import DayField

from ..asking import consultations_to_choose, named_unreleased, towns_to_choose
from ..enums import HelpKind
from ..models import HelpOffer, HelpRequest
from ..models.help import MOST_DAYS
from ..transitions.help import StepRefused
from ..twins import SIZES
from .meetings import FactorForm
from .pool import lands

MOST_OPEN = 5  # at once, of one person: whoever asks for everything is answered by nobody


class NamesNothing:
    """For a form whose words others read: a consultation the network does not know must not stand in them."""

    def refuse_names(self, *fields):
        for name in fields:
            found = named_unreleased(self.user, self.network, self.cleaned_data.get(name) or "")
            if found:
                words = _(
                    "„%(name)s“ ist für das Netzwerk nicht freigegeben. "
                    "Bitte beschreiben Sie, worum es geht, ohne die Beratung oder den Ort zu nennen."
                )
                self.add_error(name, ValidationError(words, params={"name": found}, code="named"))


class HelpForm(NamesNothing, AuditedModelForm):
    """What somebody needs, about what and until when; named is only what the network may read."""

    size = forms.ChoiceField(
        label=_("Größe der Kommune"),
        required=False,
        choices=[("", _("nicht angegeben")), *((key, label) for key, label, _least, _most in SIZES)],
    )
    until = DayField(label=_("Bis wann?"))
    consultation = forms.ChoiceField(label=_("Zu welcher Beratung?"), required=False)

    class Meta:
        model = HelpRequest
        fields = ["kind", "question", "text", "theme", "phase", "language", "land", "size", "member", "until"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.network = user, self.instance.network
        self.fields["land"].queryset = lands()
        self.fields["until"].help_text = _("Danach endet die Bitte von selbst. Höchstens ein halbes Jahr.")
        self.fields["question"].help_text = _("Zum Beispiel „Wer hat schon einmal eine Bürgerversammlung moderiert?“")
        self.fields["text"].help_text = _("Das liest das ganze Netzwerk: keine Namen, kein Ort, keine Beratung.")
        self.fields["language"].help_text = _("Für Sprachmittlung oder Mediation, zum Beispiel „Türkisch“.")
        self.offer("member", towns_to_choose(user, self.network))
        self.fields["member"].empty_label = _("keine nennen")
        self.fields["member"].help_text = _("Nur wenn Sie für diese Kommune sprechen.")
        own = consultations_to_choose(user)
        self.fields["consultation"].choices = [("", _("keine nennen")), *own]
        self.fields["consultation"].help_text = _("Nur Beratungen, deren Steckbrief freigegeben ist.")
        self.initial["consultation"] = str(self.instance.profile_id or "")
        if not own:
            del self.fields["consultation"]
        if not self.fields["member"].queryset:
            del self.fields["member"]
        named = [name for name in ("member", "consultation") if name in self.fields]
        self.helper = form_helper(
            Fieldset(_("Ihre Bitte"), "kind", "question", "text"),
            Fieldset(_("Zum Einordnen"), Row("theme", "phase"), Row("land", "size"), "language"),
            Fieldset(_("Bis wann, und für wen?"), "until", *named),
            button=_("Das Netzwerk fragen") if self.instance._state.adding else _("Speichern"),
        )
        look = Submit("look", _("Erst nachsehen, wer helfen könnte"), css_class="plain")
        self.helper.layout.append(look)  # below the bar that stays in sight

    @property
    def is_looking(self):
        """Whether the person only wants to see what there is: nothing is saved, and nothing is wrong."""
        return self.is_bound and "look" in self.data

    def full_clean(self):
        super().full_clean()
        if self.is_looking:
            self._errors = ErrorDict(renderer=self.renderer)

    def is_valid(self):
        return not self.is_looking and super().is_valid()

    def asked(self):
        """What has been typed so far, as far as it makes sense, as a request nobody has sent."""
        row = HelpRequest(pk=self.instance.pk)
        for name in ("kind", "theme", "phase", "language", "land", "size"):
            with suppress(ValidationError):
                setattr(row, name, self.fields[name].clean(self[name].data))
        return row

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today:
            raise ValidationError(_("Bitte nennen Sie einen Tag, der noch kommt."))
        if until > today + timedelta(days=MOST_DAYS):
            raise ValidationError(_("Bitte nennen Sie einen Tag im nächsten halben Jahr."))
        return until

    def clean(self):
        cleaned = super().clean()
        self.refuse_names("question", "text", "language")
        if cleaned.get("kind") == HelpKind.INTERPRETING and not cleaned.get("language"):
            self.add_error("language", _("Welche Sprache wird gebraucht?"))
        if self.instance._state.adding:
            mine = HelpRequest.objects.visible_to(self.user).filter(author=self.user.pk, network=self.network)
            if mine.open().count() >= MOST_OPEN:
                words = _("Sie haben schon %(n)s offene Bitten. Schließen Sie eine ab, bevor Sie weiter fragen.")
                self.add_error(None, ValidationError(words, params={"n": MOST_OPEN}))
        return cleaned

    def changed_fields(self):
        return super().changed_fields() | ({"profile"} if "consultation" in self.changed_data else set())

    def save_by(self, user):
        if "consultation" in self.changed_data:
            chosen = self.cleaned_data["consultation"]
            self.instance.profile_id = UUID(chosen) if chosen else None
        return super().save_by(user)


class OfferForm(NamesNothing, forms.ModelForm):
    """„Ich kann helfen“, in a line."""

    class Meta:
        model = HelpOffer
        fields = ["words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.network = user, self.instance.request.network
        self.fields["words"].error_messages["required"] = _(
            "Bitte schreiben Sie in einer Zeile, wie Sie helfen können."
        )
        self.fields["words"].help_text = _(
            "Das liest nur, wer gefragt hat, und wer das Netzwerk führt. Wird Ihr Angebot angenommen, sehen Sie beide "
            "die E-Mail-Adresse der anderen Person."
        )
        self.helper = form_helper("words", button=_("Ich kann helfen"))

    def clean(self):
        cleaned = super().clean()
        self.refuse_names("words")
        if not self.errors:
            try:
                Attempt(contact_account=str(self.user.pk)).check()  # from here on she sends one after the other
            except ValidationError as wait:
                self.add_error(None, wait)
        if HelpOffer.objects.visible_to(self.user).filter(request=self.instance.request, person=self.user.pk).exists():
            words = _("Sie haben schon angeboten zu helfen. Nehmen Sie das zurück, bevor Sie es neu schreiben.")
            self.add_error(None, words)
        return cleaned


class CloseForm(NamesNothing, forms.Form):
    """Whether it has helped, and what."""

    has_helped = forms.TypedChoiceField(
        label=_("Hat es geholfen?"),
        choices=[("ja", _("Hat geholfen")), ("nein", _("Hat nicht geholfen"))],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        error_messages={"required": _("Bitte sagen Sie, ob es geholfen hat.")},
    )
    what_helped = forms.CharField(
        label=_("Was hat geholfen?"),
        required=False,
        max_length=300,
        help_text=_(
            "Ein Satz, den eine andere Kommune versteht. Das Netzwerk liest ihn; wer es führt, kann daraus einen "
            "Erfolgsfaktor machen, ohne Ihren Namen."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, user, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.network = user, row.network
        self.helper = form_helper("has_helped", "what_helped", button=_("Abschließen"))

    def clean(self):
        cleaned = super().clean()
        self.refuse_names("what_helped")
        if cleaned.get("has_helped") is False and cleaned.get("what_helped"):
            words = _("Hat es nicht geholfen, bleibt dieses Feld leer. Hat etwas geholfen, wählen Sie „Hat geholfen“.")
            self.add_error("what_helped", words)
        return cleaned

    def says(self, row):
        """Whether what was sent is what stands there."""
        return all(value == getattr(row, name) for name, value in self.cleaned_data.items())


class HelpedFactorForm(FactorForm):
    """A success factor made from what has helped; the request remembers it."""

    def __init__(self, *args, request_for_help, **kwargs):
        super().__init__(*args, **kwargs)
        self.request_for_help = request_for_help

    def clean(self):
        """Of two who keep the network the second waits here, and is told."""
        cleaned = super().clean()
        rows = HelpRequest.objects.select_for_update(of=("self",))
        self.request_for_help = rows.get(pk=self.request_for_help.pk)
        if self.request_for_help.factor_id:
            self.add_error(None, str(StepRefused()))
        return cleaned

    def save_by(self, user):
        factor = super().save_by(user)
        row = self.request_for_help
        row.factor, row.version = factor, row.version + 1
        row.save(update_fields=["factor", "version", "changed_at"])
        return factor


class HelpFilter(FilterForm):
    """Looking for a request one could answer."""

    aria_label, button = _("Bitten durchsuchen"), _("Suchen")
    lookups = {"art": "kind__in", "thema": "theme__in"}

    art = forms.ChoiceField(label=_("Was?"), required=False, choices=[("", _("alles")), *HelpKind.choices])
    thema = forms.ChoiceField(label=_("Thema"), required=False, choices=[("", _("alle")), *ConflictTheme.choices])
