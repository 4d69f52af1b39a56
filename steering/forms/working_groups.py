from crispy_forms.layout import Fieldset, Hidden, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.forms.phases import form_helper
from stakeholders.enums import BodyKind
from stakeholders.models import Body


class WorkingGroupsForm(forms.Form):
    """For each field of action its working group and who answers for it; what is left empty stays as it is.

    The same name at two fields is one group for both.
    """

    def __init__(self, *args, fields, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = list(fields)
        room = self.rows[0].room_id if self.rows else None
        groups = Body.objects.visible_to(user).filter(room=room, kind=BodyKind.WORKING_GROUP)
        self.known = {body.name.casefold() for body in groups if body.meets}
        parts = []
        for number, row in enumerate(self.rows):
            self.fields[f"group-{row.pk}"] = forms.CharField(label=_("Arbeitsgruppe"), required=False, max_length=160)
            self.fields[f"lead-{row.pk}"] = forms.CharField(
                label=_("verantwortlich"), required=False, max_length=160, initial=row.lead
            )
            name = f"{{{{ form.rows.{number} }}}}"  # a legend is a template; what somebody typed comes in as a value
            parts.append(Fieldset(name, Row(f"group-{row.pk}", f"lead-{row.pk}")))
            parts.append(Hidden(f"was-{row.pk}", row.version))
        self.helper = form_helper(*parts, button=_("Arbeitsgruppen einrichten"))

    def clean(self):
        cleaned = super().clean()
        for row in self.rows:
            name, lead = cleaned.get(f"group-{row.pk}"), f"lead-{row.pk}"
            if name and name.casefold() in self.known:
                self.add_error(f"group-{row.pk}", _("Eine Arbeitsgruppe mit diesem Namen gibt es schon."))
            if cleaned.get(lead) != row.lead and self.data.get(f"was-{row.pk}") != str(row.version):
                words = _("Inzwischen hat jemand dieses Handlungsfeld geändert; dort steht jetzt „%(lead)s“.")
                self.add_error(lead, forms.ValidationError(words, params={"lead": row.lead}))
        if not self.errors and not any(self.is_asked(row) for row in self.rows):
            raise forms.ValidationError(_("Bitte nennen Sie eine Arbeitsgruppe oder wer verantwortlich ist."))
        return cleaned

    def is_asked(self, row):
        return bool(self.group_of(row)) or self.lead_of(row) != row.lead

    def group_of(self, row):
        return self.cleaned_data.get(f"group-{row.pk}", "")

    def lead_of(self, row):
        return self.cleaned_data.get(f"lead-{row.pk}", "")
