from crispy_forms.layout import Row
from django import forms
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper
from rooms.enums import Circle
from rooms.item_forms import RoomItemForm
from steering.forms.base import DayField

from ..asking import Twice, give_address, joined, lay_out, parted, plan_words
from ..enums import Asks, Subject
from ..models import CommentRound

TITLES = {
    Subject.TEXT: _("Wie heißt der Text?"),
    Subject.PLAN: _("Wie soll die Seite heißen?"),
    Subject.QUESTION: _("Wie lautet die Frage?"),
}
LONGEST = {"sign": 20, "heading": 200, "text": 10_000}


class OwnRoundForm(RoomItemForm):
    """What is asked, with which text, when and whom; what is read outside already keeps its words."""

    text = forms.CharField(
        label=_("Der Text, in Abschnitten mit Nummern"),
        max_length=60_000,
        widget=forms.Textarea({"rows": 16, "class": "many"}),
        help_text=_(
            "Eintippen oder aus dem Papier einfügen. Jeder Abschnitt beginnt mit einer Zeile aus Nummer und "
            "Überschrift, zum Beispiel „2.1 Ankommen“. Die Nummern bleiben, wie sie sind."
        ),
        error_messages={"required": _("Bitte fügen Sie den Text ein, um den es geht.")},
    )
    opens_on = DayField(label=_("ab"))
    closes_on = DayField(label=_("bis einschließlich"))

    class Meta:
        model = CommentRound
        fields = ["title", "opens_on", "closes_on", "asks", "introduction"]
        widgets = {"asks": forms.RadioSelect({"class": "chips"}), "introduction": forms.Textarea({"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, row = user, self.instance
        self.fields["title"].label = TITLES[row.subject]
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = _("Bitte schreiben Sie, worum es geht.")
        self.fields["introduction"].help_text = _("Das lesen alle, die gefragt werden, über dem Formular.")
        parts = ["title", "introduction", "text", Row("opens_on", "closes_on"), "asks"]
        gone = self.not_asked(row)
        for name in gone:
            del self.fields[name]
        if "text" in self.fields and not row._state.adding:
            self.fields["text"].initial = joined(row.sections.all())
        parts = [part for part in parts if part not in gone]
        self.helper = form_helper(*parts, button=_("Speichern"))

    @staticmethod
    def not_asked(row):
        """What this round has not, or what stands already: what was released, or what somebody has spoken of."""
        if row.circle < Circle.STEERING:
            return {"title", "introduction", "text", "asks"}
        is_spoken_of = not row._state.adding and row.contributions.exists()
        gone = {"title", "introduction", "asks"} if is_spoken_of else set()
        return gone | ({"text"} if is_spoken_of or row.subject != Subject.TEXT else set())

    def clean_text(self):
        try:
            found = parted(self.cleaned_data["text"])
        except Twice as twice:
            words = _now("Die Nummer %(sign)s steht zweimal da; jede Nummer gibt es nur einmal.")
            raise forms.ValidationError(words % {"sign": twice}) from None
        if not any(sign for sign, _heading, _text in found):
            words = _(
                "Kein Abschnitt beginnt mit einer Nummer. Bitte schreiben Sie sie vor jede Überschrift: „1 Ankommen“."
            )
            raise forms.ValidationError(words)
        for sign, heading, text in found:
            if len(sign) > LONGEST["sign"] or len(heading) > LONGEST["heading"] or len(text) > LONGEST["text"]:
                words = _now("Abschnitt %(sign)s ist zu lang: die Überschrift höchstens 200 Zeichen, der Text 10.000.")
                raise forms.ValidationError(words % {"sign": sign})
        self.parts = found
        return self.cleaned_data["text"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if self.instance.subject == Subject.PLAN and "asks" in self.fields and cleaned.get("asks"):
            self.instance.asks = cleaned["asks"]
            if not plan_words(self.user, self.instance):
                self.add_error("asks", NOTHING[Asks(cleaned["asks"])])
        return cleaned

    @transaction.atomic
    def save_by(self, user):
        row = self.instance
        if row._state.adding:
            give_address(row)
        before = not row._state.adding and row.contributions.exists()
        found = super().save_by(user)
        if row.subject != Subject.QUESTION and row.circle >= Circle.STEERING and not before:
            lay_out(row, user, getattr(self, "parts", ()))
        return found


NOTHING = {
    Asks.ALL: _(
        "Vom Maßnahmenplan ist noch nichts für alle freigegeben. Geben Sie erst Handlungsfeld, Ziel und Maßnahmen "
        "frei, oder fragen Sie nur Mitglieder der Beratung."
    ),
    Asks.INVITED: _("Im Maßnahmenplan liest die Lenkungsrunde noch kein Ziel und keine Maßnahme."),
}
