import hashlib

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from audit.models import Entry
from audit.rows import RowForm

from ..models import CriterionTemplate, PhaseTemplate, ProcessTemplate
from ..versions import HEAD, PHASE
from .engagement import buttons
from .rows import MOST, STEP, OrderedRows

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def code_of(name, taken, fallback):
    """A short code made of a name, unlike every one that is taken."""
    stem = slugify(name.translate(UMLAUTS))[:34].strip("-_") or fallback
    codes = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


class DraftForm(AuditedModelForm):
    """Changes a part of a draft."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": ""}
        self.helper.render_hidden_fields = True

    def whole(self):
        return self.instance

    def _note(self, user, adding):
        """The history of a draft is the history of the template."""
        labels = ", ".join(str(self[name].label) for name in self.changed_data if name != "version")
        if adding:
            labels = _("neu: %s") % self.instance
        elif self.whole() is not self.instance:
            labels = f"{self.instance}: {labels}"
        Entry.objects.record("template.changed", self.whole(), by=user, summary=str(labels))


class TemplateForm(DraftForm):
    """What a template is for, as it stands in the chooser."""

    class Meta:
        model = ProcessTemplate
        fields = HEAD
        widgets = {"summary": area(4), "source": area(3), "own_contributions": area(5)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("Name"), "name", "approach", "summary"),
            Fieldset(
                _("Zum Vergleich"),
                Div("starting_point", "core_artefact", css_class="row"),
                Div("steering_body", "public_part", css_class="row"),
                Div("confidential_talks", "length", css_class="row"),
            ),
            Fieldset(_("Eigenleistungen und Herkunft"), "own_contributions", "source"),
            buttons(_("Speichern")),
        )


class CopyForm(forms.Form):
    """Under which name the copy goes its own way."""

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        error_messages={"required": _("Bitte geben Sie der neuen Vorlage einen Namen.")},
    )
    code = forms.SlugField(
        label=_("Kürzel"),
        max_length=40,
        required=False,
        help_text=_("Kleinbuchstaben, Ziffern und Striche. Leer lassen, dann entsteht es aus dem Namen."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"data-guard": ""}
        self.helper.layout = Layout("name", "code", buttons(_("Kopie anlegen")))

    def clean(self):
        cleaned = super().clean()
        # A code is taken whether or not the person may see the draft that has it.
        taken = set(ProcessTemplate.objects.values_list("code", flat=True))
        if cleaned.get("code") in taken:
            self.add_error("code", _("Dieses Kürzel hat schon eine Vorlage. Bitte wählen Sie ein anderes."))
        elif cleaned.get("name") and not cleaned.get("code"):
            cleaned["code"] = code_of(cleaned["name"], taken, "vorlage")
        return cleaned


class PhaseTemplateForm(DraftForm):
    """One phase of a draft: who, what, with which result, how long, and what to mind."""

    class Meta:
        model = PhaseTemplate
        fields = ["name", *PHASE]
        widgets = {
            "participants": area(2),
            "activities": area(5),
            "artefacts": area(3),
            "hints": area(4),
            "circle": forms.RadioSelect(attrs={"class": "chips"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["short"].help_text = _("Steht am Weg und im Zeitstrahl.")
        self.fields["circle"].help_text = _("Bis zu welchem Kreis das, was hier entsteht, gewöhnlich reicht.")
        for name in ("months_min", "months_max"):
            self.fields[name].min_value = 0
        self.helper.template = "own/display_form.html"  # the page draws the form, its rows and all errors
        self.helper.layout = Layout(
            Fieldset(_("Name"), "name", "short"),
            Fieldset(_("Was geschieht"), "participants", "activities", "artefacts", "hints"),
            Fieldset(_("Wie lange"), "duration", Div("months_min", "months_max", css_class="row")),
            Fieldset(_("Regeln"), "circle", "may_overlap", "may_repeat", "in_offer"),
        )

    def whole(self):
        return self.instance.template

    def stamp(self, row):
        """A phase is its criteria, too: whoever sends an older list of them overwrites nobody's."""
        criteria = row.criteria.values_list("pk", "order", "text", "kind", "gate")
        return hashlib.sha256(repr((super().stamp(row), list(criteria))).encode()).hexdigest()[:16]

    def clean(self):
        cleaned = super().clean()
        least, most = cleaned.get("months_min"), cleaned.get("months_max")
        if any(months is not None and months < 0 for months in (least, most)):
            self.add_error("months_min", _("Weniger als null Monate gibt es nicht."))
        elif least is not None and most is not None and least > most:
            self.add_error("months_max", _("Höchstens so lange ist kürzer als mindestens so lange."))
        if self.instance._state.adding and cleaned.get("name"):
            taken = set(self.whole().phases.values_list("code", flat=True))
            self.instance.code = code_of(cleaned["name"], taken, "phase")
        return cleaned


class CriterionForm(RowForm):
    """One criterion in a line to itself, below it what it is for and who checks it."""

    wide = ("text",)

    class Meta:
        model = CriterionTemplate
        fields = ["text", "kind", "gate"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gate"].choices = [("", _("nichts, wird abgehakt")), *self.fields["gate"].choices[1:]]
        self.fields["text"].error_messages["required"] = _("Bitte schreiben Sie, was erfüllt sein soll.")


# Entry and exit criteria of a phase.
CriterionRows = forms.inlineformset_factory(
    PhaseTemplate,
    CriterionTemplate,
    form=CriterionForm,
    formset=OrderedRows,
    extra=2,
    can_delete=True,
    max_num=MOST,
    absolute_max=MOST + STEP,
)
