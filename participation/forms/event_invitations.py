from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..inviting import chosen_of, strangers_to, words_for
from ..models import EventInvitation
from ..models.invitations import LONGEST_TEXT

LABELS = {
    "de": _("Text der Einladung"),
    "en": _("Text für alle, die Englisch als Sprache eingestellt haben"),
}


class KeysField(forms.MultipleChoiceField):
    """Keys of groups and people; whoever cannot be invited any more falls out without a word."""

    def valid_value(self, value):
        return True


class InvitationForm(forms.Form):
    """Whom to write to, and in which words: one text for each language somebody reads who could be chosen."""

    people = KeysField(
        label=_("Wen laden Sie ein?"),
        error_messages={"required": _("Bitte wählen Sie mindestens eine Person oder Gruppe.")},
    )
    aware = forms.BooleanField(
        label=_("Ja, die Eingeladenen dürfen von dieser Veranstaltung wissen."),
        required=False,
    )

    def __init__(self, *args, event, user, groups, is_sent=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.groups, self.is_sent = event, groups, is_sent
        self.chosen = []
        spoken = {each.language for group in groups for each in group.open}
        languages = [code for code, _name in settings.LANGUAGES if code in spoken]
        last = EventInvitation.objects.visible_to(user).filter(event=event).order_by("-created_at")
        for code in languages:
            before = last.filter(language=code).first()
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text der Einladung") if len(languages) == 1 else LABELS[code],
                max_length=LONGEST_TEXT,
                error_messages={"required": _("Bitte schreiben Sie, wozu Sie einladen.")},
                initial=before.text if before else words_for(event, user, code),
                widget=forms.Textarea({"rows": 12}),
            )

    @property
    def picked(self):
        """The keys that are ticked, as the page shows them."""
        return set(self["people"].value() or [])

    @property
    def texts(self):
        return [self[name] for name in self.fields if name.startswith("text_")]

    @property
    def written(self):
        """Language -> text, of the languages somebody chosen reads."""
        codes = sorted({each.language for each in self.chosen})
        return {code: self.cleaned_data[f"text_{code}"] for code in codes}

    def clean(self):
        cleaned = super().clean()
        self.chosen = chosen_of(self.groups, set(cleaned.get("people", [])))
        if "people" in cleaned and not self.chosen:
            self.add_error("people", _("Von diesen erreicht niemanden eine Mail: Es fehlen Adressen."))
        if self.is_sent and strangers_to(self.event, self.chosen) and not cleaned.get("aware"):
            self.add_error("aware", _("Bitte bestätigen Sie, dass die Eingeladenen davon wissen dürfen."))
        return cleaned
