from crispy_forms.layout import Fieldset, Row
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.models import Entry

from ..models import Office, Person
from .base import WHO_READS, RegisterForm, helper_with, organisations_for

OFFICE = ["title", "organisation", "party", "period"]


class PersonForm(RegisterForm):
    class Meta:
        model = Person
        fields = ["name", "sector", "contact_email", "contact_phone", "note", "circle"]
        help_texts = {
            "name": _("Eine Rolle genügt, zum Beispiel „Leitung der Unterkunft“."),
            "contact_email": _("Eine Adresse der Stelle, keine private."),
            "contact_phone": _("Die dienstliche Nummer."),
        }

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = [("", _("noch offen")), *self.fields["sector"].choices[1:]]
        self.helper = helper_with(*self.parts(), button=_("Speichern"), cancel_url=cancel_url)

    def parts(self):
        return ["name", "sector", Row("contact_email", "contact_phone"), "note", "circle", WHO_READS]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class NewPersonForm(PersonForm):
    """A new person, at once with the office she holds."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update({f"office_{name}": field for name, field in self._office_fields().items()})

    def _office_fields(self):
        fields = forms.fields_for_model(Office, OFFICE)
        fields["title"].required = False
        fields["title"].help_text = _("Zum Beispiel Bürgermeister*in, Vorsitzende, Sprecher der Initiative.")
        fields["organisation"].queryset = organisations_for(self.user, self.room_id)
        fields["organisation"].empty_label = _("keine oder unbekannt")
        fields["period"].help_text = _("zum Beispiel „seit 2015“, „2015 bis 2020“ oder „Herbst 2017“")
        return fields

    def parts(self):
        name, *rest = super().parts()
        office = Fieldset(
            _("Wofür steht die Person?"),
            "office_title",
            "office_organisation",
            Row("office_party", "office_period"),
        )
        return [name, office, *rest]

    def clean(self):
        cleaned = super().clean()
        rest = any(cleaned.get(f"office_{name}") for name in OFFICE[1:])
        if rest and not cleaned.get("office_title") and "office_title" not in self.errors:
            self.add_error("office_title", _("Welches Amt oder welche Funktion ist es?"))
        return cleaned

    @transaction.atomic
    def save_by(self, user):
        person = super().save_by(user)
        self._save_office(person, user)
        return person

    def _save_office(self, person, user):
        if self.cleaned_data["office_title"]:
            Office.objects.create(person=person, **{name: self.cleaned_data[f"office_{name}"] for name in OFFICE})
            Entry.objects.record("person.office_added", person, by=user)


class SuccessorForm(NewPersonForm):
    """Who follows in an office: somebody new, or somebody the register knows already."""

    def __init__(self, *args, office, **kwargs):
        self.office = office
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(self.user).unmerged().filter(room=self.room_id).exclude(pk=office.person_id)
        self.fields["person"] = forms.ModelChoiceField(
            people.in_order(), label=_("Schon im Verzeichnis?"), required=False, empty_label=_("nein, neu eintragen")
        )
        self.fields["name"].required = False
        self.fields["name"].label = _("Name oder Rolle der neuen Person")
        self.fields["office_title"].required = True

    def parts(self):
        first, *rest = super().parts()
        return ["person", first, *rest]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("person") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Bitte nennen Sie die neue Person oder wählen Sie eine aus dem Verzeichnis."))
        return cleaned

    @transaction.atomic
    def save_by(self, user):
        known = self.cleaned_data["person"]
        if known is None:
            return super().save_by(user)
        self._save_office(known, user)
        return known
