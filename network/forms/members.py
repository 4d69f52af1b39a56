from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from audit.rows import RowForm
from engagements.forms.engagement import ChoicesField
from engagements.forms.phases import form_helper
from engagements.forms.programmes import NamedPlaceForm
from engagements.forms.rows import MOST, STEP, OrderedRows
from engagements.models import Programme
from municipalities.fields import PlaceField, PlaceSearchMixin

from ..enums import Purpose
from ..models import Cohort, CohortCount, CohortPlace, Network, NetworkMember


class NetworkForm(AuditedModelForm):
    """A network: its name and what it is for."""

    class Meta:
        model = Network
        fields = ["name", "purpose"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("name", "purpose", button=_("Speichern"))


class MemberForm(PlaceSearchMixin, AuditedModelForm):
    """A town of the register, or an organisation by name: since when, for what."""

    place = PlaceField(
        label=_("Kommune"), required=False, help_text=_("Leer lassen, wenn es keine Kommune des Verzeichnisses ist.")
    )
    purposes = ChoicesField(label=_("Wozu?"), choices=Purpose.choices)

    class Meta:
        model = NetworkMember
        fields = ["place", "name", "count", "period", "purposes", "note", "source"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].keep = self.instance.place
        self.fields["name"].help_text = _("Name der Organisation, oder wie die Kommune in der Quelle heißt.")
        self.fields["count"].help_text = _("Mehr als eins nur für eine Gruppe, die nicht einzeln genannt wird.")
        self.helper = form_helper(
            Fieldset(_("Wer?"), "place", Row("name", "count")),
            Fieldset(_("Seit wann und wozu?"), "period", "purposes", "note", "source"),
            button=_("Speichern"),
        )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("place") and not cleaned.get("name"):
            raise forms.ValidationError(_("Bitte wählen Sie eine Kommune oder nennen Sie die Organisation."))
        place = cleaned.get("place")
        self.instance.sort_name = cleaned.get("name") or (place.name if place else "")
        return cleaned

    def changed_fields(self):
        return super().changed_fields() | {"sort_name"}


class CohortForm(AuditedModelForm):
    """One round: how many were planned, and how many more there are than have a name."""

    class Meta:
        model = Cohort
        fields = ["title", "number", "programme", "planned", "unnamed", "period", "note", "source"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("programme", Programme.objects.visible_to(user).order_by("title"))
        self.fields["unnamed"].help_text = _("Steht auf der Seite als „und zwei weitere“.")
        self.helper = FormHelper()
        self.helper.template = "own/display_form.html"  # the page draws the form, its rows and all errors
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            Fieldset(_("Runde"), "title", Row("number", "period"), "programme"),
            Fieldset(_("Wie viele?"), Row("planned", "unnamed")),
            Fieldset(_("Anmerkung und Quelle"), "note", "source"),
        )


class CohortPlaceForm(NamedPlaceForm):
    class Meta:
        model = CohortPlace
        fields = ["wording", "key"]


class CountForm(RowForm):
    """A number somebody stated, with its day."""

    wide = ("source",)

    class Meta:
        model = CohortCount
        fields = ["number", "as_of", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_of"].help_text = ""
        self.fields["number"].error_messages["required"] = _("Bitte geben Sie die Zahl an.")


def rows(whole, model, form):
    """Rows below a row, as many as somebody asks for."""
    return forms.inlineformset_factory(
        whole,
        model,
        form=form,
        formset=OrderedRows,
        extra=1,
        can_delete=True,
        max_num=MOST,
        absolute_max=MOST + STEP,
    )


PlaceRows = rows(Cohort, CohortPlace, CohortPlaceForm)
CountRows = rows(Cohort, CohortCount, CountForm)
