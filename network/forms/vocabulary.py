"""What the house calls the terms of one vocabulary: all of them on one form."""

from collections import defaultdict
from hashlib import sha256

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vocabulary.models import Term

LABELS = {"de": "label_de", "en": "label_en"}


def standard_in(word, language):
    with translation.override(language):
        return word.standard


class TermForm(forms.ModelForm):
    """One term: its words, and whether it is still offered. Empty, or the standard word itself, is the standard."""

    class Meta:
        model = Term
        fields = ["label_de", "label_en", "is_retired"]

    def __init__(self, data, *, word, row, use):
        super().__init__(data, instance=row or Term(vocabulary=word.vocabulary, term=word.value), prefix=word.value)
        self.word, self.use = word, use
        self.standards = {language: standard_in(word, language) for language in LABELS}
        self.stored = {language: getattr(self.instance, name) for language, name in LABELS.items()}
        self.was_retired = self.instance.is_retired
        languages = {"de": _now("deutsch"), "en": _now("englisch")}
        for language, name in LABELS.items():
            field = self.fields[name]
            field.label = f"{self.standards['de']}, {languages[language]}"
            field.widget.attrs |= {"class": "input", "placeholder": self.standards[language], "autocomplete": "off"}
            field.widget.attrs |= {"aria-label": field.label, "lang": language}
            field.error_messages["max_length"] = _("Bitte höchstens %(limit_value)s Zeichen.")
        self.fields["is_retired"].label = _now("%(word)s: nicht mehr anbieten") % {"word": self.standards["de"]}
        self.fields["is_retired"].widget.attrs["aria-label"] = self.fields["is_retired"].label
        if not word.may_retire and not self.was_retired:
            del self.fields["is_retired"]

    def clean_label_de(self):
        return self._clean_label("de")

    def clean_label_en(self):
        return self._clean_label("en")

    def _clean_label(self, language):
        label = " ".join(self.cleaned_data[LABELS[language]].split())
        if any(sign in "<>" or not sign.isprintable() for sign in label):
            raise ValidationError(_("Bitte wenige Wörter, ohne < und > und ohne unsichtbare Zeichen."))
        if label and not label[0].isalnum():
            raise ValidationError(_("Bitte beginnen Sie mit einem Buchstaben oder einer Ziffer."))
        return "" if label == self.standards[language] else label

    def word_in(self, language):
        """What the term will be called."""
        return self.cleaned_data.get(LABELS[language]) or self.standards[language]

    @property
    def now(self):
        """What it is called today in the language of the page."""
        return str(self.word.label)

    @property
    def standard(self):
        return self.word.standard

    @property
    def is_gone(self):
        return self.cleaned_data.get("is_retired", False)

    @property
    def is_retired_now(self):
        """Whether this sending retires it."""
        return self.is_gone and not self.was_retired

    @property
    def changes(self):
        """What this sending changes, as lines of history: deed and words, the old beside the new."""
        lines, languages = [], {"de": _now("deutsch"), "en": _now("englisch")}
        for language, name in LABELS.items():
            old, new = self.stored[language], self.cleaned_data[name]
            if old != new:
                told = {"word": self.standards["de"], "language": languages[language]}
                told |= {"old": old or self.standards[language], "new": new or self.standards[language]}
                lines.append(("term.renamed", _now("„%(word)s“, %(language)s: „%(old)s“ → „%(new)s“") % told))
        if "is_retired" in self.fields and self.was_retired != self.is_gone:
            action = "term.retired" if self.is_gone else "term.offered"
            lines.append((action, f"„{self.standards['de']}“"))
        return lines


class VocabularyForm(forms.Form):
    """The terms of one vocabulary; `seen` says from which state it was begun, `confirmed` what may be retired."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, words, rows, uses):
        super().__init__(data)
        self.words, self.state = words, state_of(rows)
        self.initial["seen"] = self.state
        held = {row.term: row for row in rows}
        self.rows = [TermForm(data, word=word, row=held.get(word.value), use=uses.get(word.value, 0)) for word in words]

    def is_valid(self):
        fine = [row.is_valid() for row in self.rows]
        own = super().is_valid()
        if own and all(fine):
            self._look_for_twins()
        return not self.errors and all(not row.errors for row in self.rows)

    def clean(self):
        if self.cleaned_data.get("seen") != self.state:
            self.data = self.data.copy()
            self.data["seen"] = self.state
            raise ValidationError(
                _("Inzwischen wurde dieses Vokabular geändert. Ihre Angaben stehen noch da; bitte prüfen Sie sie.")
            )
        if all(row.is_valid() and row.is_gone for row in self.rows):
            raise ValidationError(_("Mindestens ein Begriff muss angeboten bleiben."))
        return self.cleaned_data

    def _look_for_twins(self):
        """Two terms with one word could not be told apart."""
        for language, name in LABELS.items():
            called = defaultdict(list)
            for row in self.rows:
                called[row.word_in(language).casefold()].append(row)
            for row in self.rows:
                others = [each for each in called[row.word_in(language).casefold()] if each is not row]
                if others and row.cleaned_data.get(name):
                    told = _("So heißt hier schon „%(word)s“. Bitte wählen Sie ein anderes Wort.")
                    row.add_error(name, ValidationError(told, params={"word": others[0].standards[language]}))

    @property
    def wrong_fields(self):
        """Every field with an error, for the summary above."""
        return [field for row in self.rows for field in row if field.errors]

    @property
    def changed_rows(self):
        return [row for row in self.rows if row.changes]

    @property
    def to_confirm(self):
        """Terms this sending retires although rows carry them."""
        return [row for row in self.rows if row.is_retired_now and row.use != 0]


def state_of(rows):
    """Stands for what is stored."""
    told = sorted((row.term, row.label_de, row.label_en, row.is_retired) for row in rows)
    return sha256(repr(told).encode()).hexdigest()[:16]
