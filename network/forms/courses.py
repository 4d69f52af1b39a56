from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import AuditedModelForm
from audit.rows import RowForm
from engagements.forms.phases import form_helper

from ..models import Course, CourseModule, CourseParticipant
from .members import rows


class CourseForm(AuditedModelForm):
    """A course, and how many modules its certificate asks for."""

    class Meta:
        model = Course
        fields = ["title", "period", "needed", "summary", "issuer", "source"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.template = "own/display_form.html"  # the page draws the form, its rows and all errors
        self.helper.render_hidden_fields = True
        self.helper.layout = Layout(
            Fieldset(_("Lehrgang"), "title", Row("period", "needed"), "summary"),
            Fieldset(_("Zertifikat und Quelle"), "issuer", "source"),
        )


class ModuleForm(RowForm):
    """One module with its day."""

    wide = ("title",)

    class Meta:
        model = CourseModule
        fields = ["title", "when", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["when"].help_text = ""
        self.fields["title"].error_messages["required"] = _("Bitte nennen Sie das Modul.")


ModuleRows = rows(Course, CourseModule, ModuleForm)


class ParticipantForm(AuditedModelForm):
    """Somebody who takes part: a name for the certificate, and where she comes from."""

    class Meta:
        model = CourseParticipant
        fields = ["name", "comes_from"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Steht so auf dem Zertifikat; lesen darf ihn nur, wer das Netzwerk führt.")
        self.helper = form_helper("name", "comes_from", button=_("Speichern"))
