from django import forms
from django.utils.translation import gettext_lazy as _

from steering.consensing import passive_solution
from steering.enums import Way
from steering.models import Meeting

from ..enums import Weighed


class WeighForm(forms.Form):
    """Where disputed points are weighed, and how its members say what stands against each option."""

    meeting = forms.ModelChoiceField(label=_("In welcher Sitzung?"), queryset=Meeting.objects.none(), empty_label=None)
    way = forms.ChoiceField(
        label=_("Wie wird bewertet?"), choices=Way, initial=Way.SHEET, widget=forms.RadioSelect({"class": "chips"})
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = Meeting.objects.filter(pk__in=[row.pk for row in meetings])
        self.fields["meeting"].choices = [(row.pk, f"{row}, {row.on:%d.%m.%Y}") for row in meetings]


class WeighRow(forms.Form):
    """One disputed point in the words the group reads; what is not ticked counts for nothing."""

    point = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.BooleanField(label=_("Diesen Punkt abwägen lassen"), required=False)
    question = forms.CharField(label=_("Frage an die Gruppe"), required=False, max_length=200)
    draft = forms.CharField(
        label=Weighed.DRAFT.label,
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Leer heißt: wird nicht angeboten."),
    )
    contribution = forms.CharField(
        label=Weighed.CONTRIBUTION.label,
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Ohne Namen und ohne, woran jemand zu erkennen wäre."),
    )
    as_is = forms.BooleanField(label=_("Auch anbieten: „Es bleibt, wie es ist.“"), required=False)

    @property
    def options(self):
        """(what it stands for, text), in the order they are offered."""
        texts = [(kind, self.cleaned_data.get(name, "")) for kind, name in ORDER]
        texts = [(kind, " ".join(text.split())) for kind, text in texts if text.strip()]
        return [*texts, (Weighed.AS_IS, passive_solution())] if self.cleaned_data.get("as_is") else texts

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("on"):
            return cleaned
        if not cleaned.get("question") and "question" not in self.errors:
            self.add_error("question", _("Bitte schreiben Sie, worüber die Gruppe abwägt."))
        texts = {text for _kind, text in self.options}
        if len(texts) < 2 or len(texts) < len(self.options):
            self.add_error("draft", _("Zum Vergleichen braucht es mindestens zwei verschiedene Möglichkeiten."))
        return cleaned


ORDER = [(Weighed.DRAFT, "draft"), (Weighed.CONTRIBUTION, "contribution")]
