from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper
from rooms.item_forms import RoomItemForm

from ..enums import About, Handling
from ..models import Point
from .contributions import sections_of


class WhereField(forms.ChoiceField):
    """What a point is about, in one choice: in general, a new section, or the number of one."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Worum geht es?"), **kwargs)

    def offer(self, pieces):
        fixed = [(About.GENERAL.value, About.GENERAL.label), (About.NEW.value, About.NEW.label)]
        self.choices = [*fixed, *((str(n), words) for n, words in sections_of(pieces))]

    @staticmethod
    def written(point):
        return str(point.section) if point.about == About.SECTION else point.about

    @staticmethod
    def read(chosen):
        """The columns of a point behind a choice."""
        if chosen in About.values:
            return {"about": chosen, "section": None}
        return {"about": About.SECTION.value, "section": int(chosen)}


class PointRow(forms.Form):
    """One row of taking a contribution apart; an empty one counts for nothing."""

    text = forms.CharField(
        label=_("Was wird gesagt?"), required=False, max_length=3_000, widget=forms.Textarea({"rows": 2})
    )
    where = WhereField()
    wording = forms.CharField(
        label=_("Vorschlag für den Wortlaut"), required=False, max_length=5_000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args, pieces, begin_at=About.GENERAL.value, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["where"].offer(pieces)
        self.fields["where"].initial = begin_at

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wording") and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Bitte sagen Sie auch, worum es geht."))
        return cleaned

    @property
    def point(self):
        """The columns of the point, or none."""
        if not self.cleaned_data.get("text"):
            return None
        words = {name: self.cleaned_data[name] for name in ("text", "wording")}
        return words | WhereField.read(self.cleaned_data["where"])


class PointForm(RoomItemForm):
    """A point in the words of the team, and those the public may read."""

    where = WhereField()

    class Meta:
        model = Point
        fields = ["text", "wording", "public_text"]
        widgets = dict.fromkeys(["text", "wording", "public_text"], forms.Textarea({"rows": 3}))

    def __init__(self, *args, pieces, **kwargs):
        kwargs["initial"] = {"where": WhereField.written(kwargs["instance"])}
        super().__init__(*args, **kwargs)
        self.fields["where"].offer(pieces)
        self.fields["public_text"].help_text = _(
            "Ohne Namen und ohne, woran jemand zu erkennen wäre. Leer heißt: der Punkt, wie er oben steht."
        )
        parts = ["text", "where", "wording", "public_text"]
        if self.instance.is_decided:  # it was decided upon these words; only what the public reads is still edited
            parts = ["public_text"]
            for name in ("text", "where", "wording"):
                del self.fields[name]
        self.helper = form_helper(*parts, button=_("Speichern"))

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if chosen := cleaned.get("where"):
            for name, value in WhereField.read(chosen).items():
                setattr(self.instance, name, value)
        return cleaned

    def changed_fields(self):
        fields = super().changed_fields()
        return fields | {"about", "section"} if "where" in self.changed_data else fields


class HandlingForm(forms.Form):
    """What shall become of a point, and why."""

    handling = forms.ChoiceField(
        label=_("Was wird daraus?"),
        choices=[(each.value, f"{each.sign} {each.label}") for each in Handling],
        widget=forms.RadioSelect({"class": "chips"}),
        error_messages={"required": _("Bitte wählen Sie, was aus dem Punkt wird.")},
    )
    merged_with = forms.ModelChoiceField(
        label=_("Verbunden mit welchem Punkt?"), queryset=Point.objects.none(), required=False, empty_label="–"
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Nötig bei „verändert“ und „nicht übernommen“. Sie geht an die Person und auf die öffentliche Seite."
        ),
    )

    def __init__(self, *args, point, others, **kwargs):
        begin = {"handling": point.handling, "merged_with": point.merged_with_id, "reason": point.reason}
        super().__init__(*args, initial=begin, **kwargs)
        self.fields["merged_with"].queryset = others
        self.fields["merged_with"].label_from_instance = lambda row: f"{row.contribution.number}: {row}"
        self.helper = form_helper("handling", "merged_with", "reason", button=_("Vorschlagen"))

    def clean(self):
        cleaned = super().clean()
        handling = cleaned.get("handling")
        if handling == Handling.MERGED and not cleaned.get("merged_with") and "merged_with" not in self.errors:
            self.add_error("merged_with", _("Bitte wählen Sie den Punkt, mit dem dieser verbunden wird."))
        if handling and Handling(handling).needs_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Bitte begründen Sie das; die Begründung geht an die Person zurück."))
        return cleaned
