from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from municipalities.models import Place

from ..models import Engagement, Programme, ProgrammeClaim, ProgrammePart, ProgrammePartner, ProgrammePlace
from .engagement import buttons


class ProgrammeForm(AuditedModelForm):
    """A programme as its carrier describes it, titles and credit lines in the wording."""

    class Meta:
        model = Programme
        fields = [
            "title",
            "acronym",
            "other_titles",
            "kind",
            "summary",
            "period",
            "planned",
            "activity",
            "predecessor",
            "credit_lines",
            "source",
            "circle",
        ]
        widgets = {
            "other_titles": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 5}),
            "credit_lines": forms.Textarea(attrs={"rows": 3}),
            "circle": forms.RadioSelect(attrs={"class": "chips"}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        others = Programme.objects.visible_to(user).exclude(pk=self.instance.pk)
        self.fields["predecessor"].queryset = others.order_by("title")
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset(_("Titel"), "title", Div("acronym", "kind", css_class="row"), "other_titles", "summary"),
            Fieldset(_("Wann?"), "period", "planned", "activity", "predecessor"),
            Fieldset(_("Förderhinweise und Quelle"), "credit_lines", "source"),
            "circle",
        )


class PlaceOfProgrammeForm(forms.ModelForm):
    """A named place: in the wording of the source, and by its key where it has one."""

    key = forms.CharField(label=_("Amtlicher Schlüssel"), required=False, max_length=12)

    class Meta:
        model = ProgrammePlace
        fields = ["wording", "key", "group"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.place_id:
            self.fields["key"].initial = self.instance.place.key

    def clean_key(self):
        key = self.cleaned_data["key"].strip()
        self.place = Place.objects.filter(key=key).first() if key else None
        if key and not self.place:
            raise forms.ValidationError(_("Diesen Schlüssel kennt das Verzeichnis nicht."))
        return key

    def clean(self):
        cleaned = super().clean()
        if self.has_changed() and not cleaned.get("wording") and not cleaned.get("key") and "key" not in self.errors:
            raise forms.ValidationError(_("Bitte geben Sie einen Namen oder einen Schlüssel an."))
        return cleaned

    def save(self, commit=True):
        self.instance.place = self.place
        return super().save(commit)


def rows(model, fields=None, form=forms.ModelForm):
    return forms.inlineformset_factory(Programme, model, form=form, fields=fields, extra=2, can_delete=True)


PartnerRows = rows(ProgrammePartner, ["name", "role", "note"])
ClaimRows = rows(ProgrammeClaim, ["about", "number", "wording", "is_planned", "as_of", "source"])
PlaceRows = rows(ProgrammePlace, form=PlaceOfProgrammeForm)


def rows_of(programme, data=None):
    """The three lists under a programme, each with blank rows to fill."""
    return [
        (title, FormSet(data, instance=programme, prefix=prefix))
        for prefix, title, FormSet in (
            ("partners", _("Träger, Partner*innen, Förderer"), PartnerRows),
            ("claims", _("Angaben, die jemand gemacht hat"), ClaimRows),
            ("places", _("Genannte Orte"), PlaceRows),
        )
    ]


class PartForm(forms.ModelForm):
    """Puts a consultation the person writes in into a programme, for its own time."""

    class Meta:
        model = ProgrammePart
        fields = ["engagement", "period", "note"]

    def __init__(self, *args, engagements, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["engagement"].queryset = Engagement.objects.filter(pk__in=engagements).order_by("title")
        self.helper = FormHelper()
        self.helper.layout = Layout("engagement", "period", "note", buttons(_("Zuordnen")))
