import hashlib

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, OrganisationName, User
from audit.forms import AuditedModelForm
from audit.rows import RowForm
from rooms.filter_bar import FilterForm

from .. import overview
from ..queries import people_for_list, without_membership


class OrganisationForm(AuditedModelForm):
    website = forms.URLField(
        label=_("Internetseite"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
    )

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "website", "contact_email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages |= {
            "required": _("Bitte geben Sie den Namen ein."),
            "unique": _("Diese Organisation ist schon angelegt."),
        }

    def stamp(self, row):
        """An organisation is its earlier names, too: whoever sends an older list of them overwrites nobody's."""
        names = row.earlier_names.values_list("pk", "name", "period", "source")
        return hashlib.sha256(repr((super().stamp(row), list(names))).encode()).hexdigest()[:16]


EarlierNames = forms.inlineformset_factory(
    Organisation,
    OrganisationName,
    form=RowForm,
    fields=["name", "period", "source"],
    extra=1,
    can_delete_extra=False,
    max_num=50,
    absolute_max=60,
)


class PersonForm(AuditedModelForm):
    """For which organisation a person works; her name and address are her own."""

    class Meta:
        model = User
        fields = ["organisation", "function"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].empty_label = _("keine beratende Organisation")
        self.helper = FormHelper()
        self.helper.add_input(Submit("", _("Speichern")))


class PeopleFilter(FilterForm):
    """Looking for people by name or address, and by how things stand with them."""

    aria_label = _("Personen filtern")
    STANDINGS = [
        ("", _("alle")),
        ("aktiv", _("dürfen sich anmelden")),
        ("stillgelegt", _("stillgelegt")),
        ("ohne", _("ohne Mitgliedschaft")),
        ("nie", _("nie angemeldet")),
    ]
    q = forms.CharField(label=_("Name oder E-Mail"), required=False, max_length=100)
    stand = forms.ChoiceField(label=_("Stand"), choices=STANDINGS, required=False)

    def people(self):
        """The people who fit; a filter that makes no sense leaves everybody."""
        people = people_for_list()
        if not self.is_valid():
            return people
        words, stand = self.cleaned_data["q"].split(), self.cleaned_data["stand"]
        for word in words:
            people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
        if stand == "ohne":
            return without_membership(people)
        tests = {"aktiv": {"is_active": True}, "stillgelegt": {"is_active": False}, "nie": {"last_login": None}}
        return people.filter(**tests.get(stand, {}))


class OverviewFilter(FilterForm):
    """Looking through all consultations by state, organisation, phase and the age of the last entry."""

    aria_label = _("Beratungen filtern")
    SORTS = [
        ("", _("Kommune")),
        ("organisation", _("Organisation")),
        ("stand", _("Stand")),
        ("eintrag", _("am längsten ohne Eintrag")),
        ("beginn", _("Beginn")),
    ]
    stand = forms.ChoiceField(label=_("Stand"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    phase = forms.ChoiceField(label=_("Läuft gerade"), required=False)
    eintrag = forms.ChoiceField(
        label=_("Letzter Eintrag"), required=False, choices=[("", _("alle")), *overview.AGES.items()]
    )
    sort = forms.ChoiceField(label=_("Sortieren nach"), required=False, choices=SORTS)

    def __init__(self, data, *, rows):
        super().__init__(data)
        self.rows = rows
        organisations = {str(row["organisation_key"]): row["organisation"] for row in rows}
        phases = {str(name) for row in rows for name in row["phase_names"]}
        everything = ("", _("alle"))
        self.fields["stand"].choices = [everything, *((key, label) for key, label, _n in overview.counts(rows))]
        self.fields["organisation"].choices = [everything, *sorted(organisations.items(), key=lambda pair: pair[1])]
        self.fields["phase"].choices = [everything, *((name, name) for name in sorted(phases))]

    @property
    def found(self):
        """The rows that fit; a filter that makes no sense leaves everything."""
        return overview.chosen(self.rows, **self.cleaned_data) if self.is_valid() else self.rows
