import re

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper

from ..consensing import passive_solution
from ..models import Consensing, ConsensingOption
from ..models.consensing import HIGHEST, SCALE
from .base import GroupForm

MOST = 12
LONGEST = 300


class ConsensingForm(GroupForm):
    """A question with its options, one per line; that nothing changes is one of them unless somebody unticks it."""

    options = forms.CharField(
        label=_("Möglichkeiten"),
        max_length=MOST * LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Eine je Zeile."),
    )
    with_passive = forms.BooleanField(
        label=_("Auch anbieten: „Es bleibt, wie es ist.“"),
        required=False,
        initial=True,
        help_text=_("Die Passivlösung zeigt, ob eine Möglichkeit besser ist als nichts zu ändern."),
    )
    button = _("Bewertung öffnen")

    class Meta:
        model = Consensing
        fields = ["question", "way", "circle"]
        widgets = {"way": forms.RadioSelect}

    def lay_out(self):
        return ["question", "options", "with_passive", "way"]

    def clean_options(self):
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST:
            raise forms.ValidationError(_("Bitte höchstens zwölf Möglichkeiten."))
        if any(len(line) > LONGEST for line in found):
            raise forms.ValidationError(_("Eine Möglichkeit ist zu lang; bitte höchstens 300 Zeichen je Zeile."))
        return found

    def clean(self):
        cleaned = super().clean()
        found = self.cleaned_data.get("options")
        if found is not None and len(found) + bool(self.cleaned_data.get("with_passive")) < 2:
            self.add_error("options", _("Zum Vergleichen braucht es mindestens zwei Möglichkeiten."))
        circle, item = self.cleaned_data.get("circle"), self.instance.item
        if circle is not None and circle < item.circle:
            words = _("Den Tagesordnungspunkt lesen nur: %(circle)s. Weiter reicht auch diese Frage nicht.")
            self.add_error("circle", forms.ValidationError(words, params={"circle": item.reach.label}))
        return cleaned

    def save_by(self, user):
        row = super().save_by(user)
        texts = [(text, False) for text in self.cleaned_data["options"]]
        texts += [(passive_solution(), True)] if self.cleaned_data["with_passive"] else []
        ConsensingOption.objects.bulk_create(
            ConsensingOption(consensing=row, order=order, text=text, is_passive=is_passive)
            for order, (text, is_passive) in enumerate(texts, 1)
        )
        return row


class SheetForm(forms.Form):
    """How much stands against each option for one member: 0 nothing at all, 10 it cannot be borne."""

    def __init__(self, *args, options, mine=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.options = options
        for place, option in enumerate(options):
            self.fields[f"w-{option.pk}"] = forms.TypedChoiceField(
                label=option.text,
                choices=[(number, number) for number in SCALE],
                coerce=int,
                initial=mine[place] if mine else None,
                widget=forms.RadioSelect({"class": "chips"}),
                error_messages={"required": _("Bitte bewerten Sie auch diese Möglichkeit.")},
            )
        self.helper = form_helper(*self.fields, button=_("Bewertung abgeben"))

    @property
    def resistances(self):
        return [self.cleaned_data[f"w-{option.pk}"] for option in self.options]


def stamp_of(options):
    """The numbers called out so far, as one word."""
    return salted_hmac("steering.called", repr([(row.pk, row.called) for row in options])).hexdigest()[:16]


class CalledForm(forms.Form):
    """What was called out against each option: a row of numbers, nobody's name."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the numbers as the page showed them

    def __init__(self, *args, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = options
        for option in options:
            self.fields[f"w-{option.pk}"] = forms.CharField(
                label=option.text,
                required=False,
                max_length=2_000,
                initial=" ".join(map(str, option.called)),
                widget=forms.TextInput({"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
            )
        self.fields["seen"].initial = stamp_of(options)

    def clean(self):
        """Numbers from 0 to 10, however they are parted."""
        cleaned = super().clean()
        for option in self.options:
            name = f"w-{option.pk}"
            words = [word for word in re.split(r"[\s,;/]+", cleaned.get(name, "")) if word]
            if any(not re.fullmatch(r"[0-9]{1,2}", word) or int(word) > HIGHEST for word in words):
                self.add_error(name, _("Bitte nur Zahlen von 0 bis 10, mit Leerzeichen dazwischen."))
            else:
                cleaned[name] = [int(word) for word in words]
        return cleaned

    def look_again(self, problem):
        """Say what came between; sent once more it counts."""
        self.data = self.data.copy()
        self.data["seen"] = stamp_of(self.options)
        for option, numbers in zip(self.options, self.rows, strict=True):
            if option.called != numbers:
                words = _("Inzwischen steht hier: %(numbers)s") % {"numbers": " ".join(map(str, option.called)) or "–"}
                self.add_error(f"w-{option.pk}", words)
        self.add_error(None, problem)

    @property
    def is_outdated(self):
        """Whether somebody has noted other numbers since this page was opened."""
        seen = self.cleaned_data["seen"]
        return bool(seen) and seen != stamp_of(self.options) and [row.called for row in self.options] != self.rows

    @property
    def rows(self):
        return [self.cleaned_data[f"w-{option.pk}"] for option in self.options]


class ResolveForm(forms.Form):
    """Without a quorum the reason stays beside the result."""

    reason = forms.CharField(label=_("Trotzdem, weil …"), max_length=300, widget=forms.TextInput({"class": "input"}))

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        else:
            self.fields["reason"].error_messages["required"] = _("Bitte schreiben Sie, warum es trotzdem gelten soll.")
