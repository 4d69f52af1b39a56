"""What leads a mission statement on: comments, the resolution, who signed it, its measures, the yearly check."""

from crispy_forms.layout import Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from engagements.forms.phases import form_helper
from rooms.enums import Circle
from rooms.rules import can_propose
from steering.forms.base import DayField

from ..models import MissionStatement, Signatory


class CommentsForm(forms.Form):
    """Until when people may say what they think of a version."""

    until = DayField(label=_("Rückmeldungen bis"), help_text=_("Der letzte Tag, an dem noch etwas ankommt."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("until", button=_("Um Rückmeldungen bitten"))

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Bitte nennen Sie einen Tag von heute an."))
        return day


class AdoptForm(forms.Form):
    """Which decision adopts a version, when it was taken, and which other wordings stand with it."""

    resolution = forms.ChoiceField(label=_("Beschluss"))
    on = DayField(label=_("beschlossen am"))
    renderings = forms.MultipleChoiceField(
        label=_("Mit ihr gelten"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, decisions, renderings, **kwargs):
        super().__init__(*args, **kwargs)
        self.decisions = {str(row.pk): row for row in decisions}
        self.rows = {str(row.pk): row for row in renderings}
        choices = [
            (key, f"{row}, {row.by}{f' ({row.decided})' if row.decided else ''}") for key, row in self.decisions.items()
        ]
        self.fields["resolution"].choices = choices
        self.fields["renderings"].choices = [(key, row.sign) for key, row in self.rows.items()]
        self.fields["renderings"].initial = list(self.rows)
        if not self.rows:
            del self.fields["renderings"]
        first = next(iter(self.decisions.values()), None)
        if first and first.decided_from and first.decided_from == first.decided_until:
            self.fields["on"].initial = first.decided_from

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Der Tag des Beschlusses liegt in der Zukunft."))
        return day

    @property
    def decision(self):
        return self.decisions[self.cleaned_data["resolution"]]

    @property
    def chosen(self):
        return [self.rows[key] for key in self.cleaned_data.get("renderings", [])]


class SignatoryForm(AuditedModelForm):
    """An organisation and the function of whoever signed for it, never her name."""

    signed_on = DayField(label=_("unterzeichnet am"), required=False)

    class Meta:
        model = Signatory
        fields = ["organisation", "function", "signed_on", "consents", "consent_note"]
        help_texts = {
            "function": _("Die Funktion, kein Name: „Vorsitz“, „Schulleitung“."),
            "consents": _("Dann steht die Organisation auf der öffentlichen Seite, bis sie das zurückzieht."),
            "consent_note": _("Zum Beispiel „Unterschriftenblatt vom 3. Juni“."),
        }

    def __init__(self, *args, user, **kwargs):
        self.user, self.release_to = user, None
        super().__init__(*args, **kwargs)
        parts = ["organisation", Row("function", "signed_on"), "consents", "consent_note"]
        self.helper = form_helper(*parts, button=_("Speichern"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("consents") and not cleaned.get("consent_note"):
            self.add_error("consent_note", _("Bitte sagen Sie, woher Sie von der Zustimmung wissen."))
        if cleaned.get("consents") and self.has_changed() and can_propose(self.user, self.instance):
            self.release_to = Circle.PUBLIC
        return cleaned

    def changed_fields(self):
        """What is worded anew is named outside only once two people have looked at it."""
        fields = super().changed_fields()
        row = self.instance
        if "consents" in fields and row.consents and row.withdrawn_on:
            row.withdrawn_on = None
            fields |= {"withdrawn_on"}
        if fields and row.circle < Circle.STEERING:
            row.circle = Circle.STEERING
            fields |= {"circle"}
        return fields


class ReviewForm(AuditedModelForm):
    """The yearly check: when it was, and what it found."""

    reviewed_on = DayField(label=_("überprüft am"))

    class Meta:
        model = MissionStatement
        fields = ["reviewed_on", "review_note"]
        widgets = {"review_note": forms.Textarea({"rows": 6})}
        help_texts = {"review_note": _("Was gilt noch, was wurde aus den Leitzielen, was ändert sich?")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("reviewed_on", "review_note", button=_("Überprüfung festhalten"))

    def clean_reviewed_on(self):
        day = self.cleaned_data["reviewed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class AimMeasureForm(forms.Form):
    """Which measure of the plan serves an aim."""

    measure = forms.ModelChoiceField(label=_("Maßnahme des Plans"), queryset=None, empty_label=_("bitte wählen"))

    def __init__(self, *args, measures, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures
        self.helper = form_helper("measure", button=_("Zuordnen"))
