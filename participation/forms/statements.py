from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from audit.models import Entry
from engagements.forms.phases import AMONG_US, CircleField, form_helper
from municipalities.fields import PlaceField, PlaceSearchMixin
from stakeholders.models import Body
from steering.forms.base import GroupForm

from ..enums import LANGUAGES, Wording
from ..models import MissionStatement, Section, StatementStep, StatementVersion

LONG = forms.Textarea({"rows": 6})
LANGUAGE_CHOICES = list(LANGUAGES.items())


class StatementForm(PlaceSearchMixin, GroupForm):
    """What a mission statement is called, for which town, and who drafts it."""

    circle = CircleField(circles=AMONG_US)
    place = PlaceField(label=_("Kommune"))

    class Meta:
        model = MissionStatement
        fields = ["title", "place", "drafted_by", "review_months", "circle"]
        help_texts = {
            "title": _("Der Titel der Fassungen kann anders lauten."),
            "drafted_by": _("Das Gremium, das den Text schreibt, zum Beispiel eine Arbeitsgruppe."),
        }

    def lay_out(self):
        row = self.instance
        self.offer("drafted_by", Body.objects.visible_to(self.user).filter(room=row.room_id).in_order())
        self.fields["drafted_by"].empty_label = _("steht noch nicht fest")
        if row._state.adding:
            del self.fields["review_months"]
            return ["title", "place", "drafted_by"]
        del self.fields["place"]  # its public address has the name of the town in it
        return ["title", "drafted_by", "review_months"]

    def note_made(self, user):
        """The row was stored with its address by `writing.give_slug`; here it is noted."""
        self._note(user, adding=True)


class StatementStepForm(GroupForm):
    """When a step was, who sees to it, and what is worth keeping; read by whoever reads the mission statement."""

    class Meta:
        model = StatementStep
        fields = ["period", "responsible", "note", "circle"]
        widgets = {"note": LONG}

    circle = CircleField(circles=AMONG_US)

    def lay_out(self):
        return [Row("period", "responsible"), "note"]


class VersionForm(GroupForm):
    """What stands above the sections of a version, and who reads it."""

    circle = CircleField(circles=AMONG_US)

    class Meta:
        model = StatementVersion
        fields = ["title", "addressees", "purpose", "circle"]
        widgets = {"purpose": forms.Textarea({"rows": 4})}
        help_texts = {"addressees": _("Zum Beispiel Einwohner*innen, Vereine, Verwaltung.")}

    def lay_out(self):
        return ["title", "addressees", "purpose"]


class RenderingForm(AuditedModelForm):
    """A mission statement in other words: which, in which language, under which title."""

    wording = forms.ChoiceField(
        label=_("Sprachform"), choices=[pair for pair in Wording.choices if pair[0] != Wording.STANDARD]
    )
    language = forms.ChoiceField(label=_("Sprache"), choices=LANGUAGE_CHOICES, initial="de")

    class Meta:
        model = StatementVersion
        fields = ["wording", "language", "title", "addressees", "purpose"]
        widgets = {"purpose": forms.Textarea({"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        parts = [Row("wording", "language"), "title", "addressees", "purpose"]
        self.helper = form_helper(*parts, button=_("Beginnen"))

    def clean(self):
        cleaned = super().clean()
        wording, language = cleaned.get("wording"), cleaned.get("language")
        if wording == Wording.TRANSLATION and language == "de":
            self.add_error("language", _("Bitte wählen Sie die Sprache der Übersetzung."))
        rows = StatementVersion.objects.filter(renders=self.instance.renders, wording=wording, language=language)
        if rows.exists():
            self.add_error("wording", _("Diese Fassung gibt es in dieser Sprache schon."))
        return cleaned


class SectionForm(AuditedModelForm):
    """One section; in another wording only its words are its own."""

    is_versioned = False  # its `version` is the one it stands in

    class Meta:
        model = Section
        fields = ["kind", "heading", "text"]
        widgets = {"text": forms.Textarea({"rows": 10})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        version = self.instance.version
        if not version.is_standard:
            del self.fields["kind"]
        for name in ("heading", "text"):
            self.fields[name].widget.attrs |= {"lang": version.language, "dir": version.direction}
        parts = [name for name in self.fields if name not in {"version", "begun"}]
        self.helper = form_helper(*parts, button=_("Speichern"))

    def _note(self, user, adding):
        verb = "section_added" if adding else "section_changed"
        Entry.objects.record(
            f"statementversion.{verb}", self.instance.version, by=user, summary=str(self.instance)[:300]
        )
