from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodFormField
from periods.reading import read

from ..models import Office
from ..terms import beginning, ended
from .base import PartForm, helper_with, organisations_for

LONGEST_PERIOD = Office._meta.get_field("period").max_length


class OfficeForm(PartForm):
    action = "office"

    class Meta:
        model = Office
        fields = ["title", "organisation", "party", "period", "is_former"]
        help_texts = {"title": _("Zum Beispiel Bürgermeister*in, Vorsitzende, Sprecher der Initiative.")}

    def __init__(self, *args, person, cancel_url="", **kwargs):
        super().__init__(*args, room_id=person.room_id, **kwargs)
        self.instance.person = person
        self.offer("organisation", organisations_for(self.user, self.room_id))
        self.fields["organisation"].empty_label = _("keine oder unbekannt")
        self.fields["period"].help_text = _("zum Beispiel „seit 2015“, „2015 bis 2020“ oder „Herbst 2017“")
        self.helper = helper_with(
            "title",
            Row("organisation", "party"),
            "period",
            "is_former",
            button=_("Speichern"),
            cancel_url=cancel_url,
        )

    def whole(self):
        return self.instance.person


class EndOfficeForm(forms.Form):
    """„Nicht mehr im Amt“: since when, as exactly as one knows."""

    until = PeriodFormField(
        label=_("Bis wann im Amt?"),
        required=False,
        max_length=60,
        help_text=_("Tag, Monat oder Jahr, auch ungefähr. Leer, wenn es niemand weiß."),
    )

    def __init__(self, *args, office, **kwargs):
        self.office = office
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "until",
            FormActions(
                HTML('<a class="btn quiet" href="{{ cancel_url }}">{% translate "Abbrechen" %}</a>'),
                Submit("end", _("Nur beenden"), css_class="plain"),
                Submit("succeed", _("Beenden und Nachfolge eintragen")),
            ),
        )

    def clean_until(self):
        until = self.cleaned_data["until"]
        start, end = read(beginning(self.office.period)).earliest, read(until).latest
        if start and end and end < start:
            raise forms.ValidationError(
                _("Das Ende liegt vor dem Beginn („%(start)s“)."), params={"start": beginning(self.office.period)}
            )
        if len(ended(self.office.period, until)) > LONGEST_PERIOD:
            raise forms.ValidationError(_("Bitte fassen Sie die Zeitangabe kürzer."))
        return until
