from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from audit.rows import RowForm
from municipalities.models import Place
from rooms.enums import Circle
from rooms.sharing import note_move, restamp

from ..models import Engagement, Programme, ProgrammeClaim, ProgrammePart, ProgrammePartner, ProgrammePlace
from .engagement import buttons
from .rows import MOST, STEP, OrderedRows

# A programme lies in the room of an organisation, which has neither clients nor steering groups.
CIRCLES = (Circle.TEAM, Circle.NETWORK, Circle.PUBLIC)


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
        self.before = self.instance.circle
        others = Programme.objects.visible_to(user).exclude(pk=self.instance.pk)
        self.offer("predecessor", others.order_by("title"))
        self.fields["circle"].choices = [
            (circle.value, circle.label) for circle in Circle if circle in CIRCLES or circle == self.before
        ][::-1]
        self.helper = FormHelper()
        self.helper.template = "own/display_form.html"  # the page draws the form, its rows and all errors
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            Fieldset(_("Titel"), "title", Div("acronym", "kind", css_class="row"), "other_titles", "summary"),
            Fieldset(_("Wann?"), "period", "planned", "activity", "predecessor"),
            Fieldset(_("Förderhinweise und Quelle"), "credit_lines", "source"),
            "circle",
        )

    def clean_predecessor(self):
        """A programme cannot follow, however far back, on itself."""
        chosen = step = self.cleaned_data["predecessor"]
        passed = set()
        while step and step.pk not in passed:
            passed.add(step.pk)
            if step.predecessor_id == self.instance.pk:
                raise forms.ValidationError(_("Dieses Programm folgt selbst auf das hier beschriebene."))
            step = step.predecessor
        return chosen

    def changed_fields(self):
        fields = super().changed_fields()
        return fields | restamp(self.instance, self.before) if "circle" in fields else fields

    def save_by(self, user):
        adding = self.instance._state.adding
        programme = super().save_by(user)
        if not adding:
            note_move(programme, self.before, by=user)
        return programme


class ProgrammeRowForm(RowForm):
    """One row of a programme: says what is missing in the words of the list; `wide` fields have a line of their own."""

    wide = ("name", "wording")
    missing = {
        "name": _("Bitte geben Sie einen Namen an."),
        "role": _("Bitte wählen Sie eine Rolle."),
        "about": _("Bitte schreiben Sie, wovon die Angabe handelt."),
        "wording": _("Bitte schreiben Sie die Angabe im Wortlaut."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.missing:
                field.error_messages["required"] = self.missing[name]
        if "as_of" in self.fields:
            self.fields["as_of"].help_text = ""


class NamedPlaceForm(RowForm):
    """A named place: in the wording of the source, and by its key where it has one."""

    wide = ("wording",)
    key = forms.CharField(label=_("Amtlicher Schlüssel"), required=False, max_length=12)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = None
        if self.instance.place_id:
            self.fields["key"].initial = self.instance.place.key

    def clean_key(self):
        key = "".join(self.cleaned_data["key"].split())
        self.place = Place.objects.filter(key=key).first() if key else None
        if key and not self.place:
            raise forms.ValidationError(_("Diesen Schlüssel kennt das Verzeichnis nicht."))
        return key

    def clean(self):
        cleaned = super().clean()
        named = cleaned.get("wording") or cleaned.get("key")
        if self.has_changed() and not named and not self.errors:
            raise forms.ValidationError(_("Bitte geben Sie einen Namen oder einen Schlüssel an."))
        return cleaned

    def save(self, commit=True):
        self.instance.place = self.place
        return super().save(commit)


class PlaceOfProgrammeForm(NamedPlaceForm, ProgrammeRowForm):
    class Meta:
        model = ProgrammePlace
        fields = ["wording", "key", "group"]


def rows(model, fields=None, form=ProgrammeRowForm):
    return forms.inlineformset_factory(
        Programme,
        model,
        form=form,
        formset=OrderedRows,
        fields=fields,
        extra=1,
        can_delete=True,
        max_num=MOST,
        absolute_max=MOST + STEP,
    )


PartnerRows = rows(ProgrammePartner, ["name", "role", "note"])
ClaimRows = rows(ProgrammeClaim, ["about", "number", "wording", "is_planned", "as_of", "source"])
PlaceRows = rows(ProgrammePlace, form=PlaceOfProgrammeForm)

LISTS = (
    ("partner", _("Träger, Partner*innen, Förderer"), _("Partner*in"), "", PartnerRows),
    (
        "angaben",
        _("Angaben, die jemand gemacht hat"),
        _("Angabe"),
        _("Zum Beispiel „Kommunen“, 7, „sieben Kommunen“. Widersprechen sich Quellen, tragen Sie beide ein."),
        ClaimRows,
    ),
    (
        "orte",
        _("Genannte Orte"),
        _("Ort"),
        _("Wie die Quelle sie nennt. Mit dem amtlichen Schlüssel wird der Name zum Verweis auf die Kommune."),
        PlaceRows,
    ),
)
PREFIXES = [prefix for prefix, *_rest in LISTS]


def lists_of(programme, data=None):
    """The three lists under a programme, each with its words and with blank rows to fill."""
    found = []
    for prefix, title, word, hint, FormSet in LISTS:
        rows_here = FormSet(data, instance=programme, prefix=prefix, queryset=queryset_of(FormSet.model))
        found.append({"title": title, "word": word, "hint": hint, "rows": rows_here})
    return found


def queryset_of(model):
    return model.objects.select_related("place") if model is ProgrammePlace else model.objects.all()


class PartForm(forms.ModelForm):
    """Puts a consultation the person writes in into a programme, for its own time."""

    class Meta:
        model = ProgrammePart
        fields = ["engagement", "period", "note"]

    def __init__(self, *args, engagements, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["engagement"]
        field.queryset = Engagement.objects.filter(pk__in=engagements).order_by("title")
        field.empty_label = _("bitte wählen")
        field.error_messages["required"] = _("Bitte wählen Sie eine Beratung.")
        self.fields["period"].label = _("Ihre Zeit im Programm")
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": ""}
        self.helper.layout = Layout("engagement", "period", "note", buttons(_("Zuordnen")))
