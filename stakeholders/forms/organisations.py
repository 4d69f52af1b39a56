from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from municipalities.models import Unit

from ..enums import USUAL_KINDS, Kind
from ..models import Alias, Organisation
from .base import WHO_READS, PartForm, RegisterForm, helper_with, organisations_for


def kinds_by_sector():
    """The kinds in groups, so that nobody reads through forty-eight of them."""
    grouped = [(sector.label, [(kind.value, kind.label) for kind in kinds]) for sector, kinds in USUAL_KINDS.items()]
    rest = [(kind.value, kind.label) for kind in Kind if not kind.usual_sector]
    return [("", _("noch offen")), *grouped, (_("Weitere"), rest)]


def units_of(room):
    """The units of the municipality the room's consultation is about."""
    engagement = getattr(room, "engagement", None)
    place = engagement and engagement.municipality_id
    return Unit.objects.filter(place=place) if place else Unit.objects.none()


class OrganisationForm(RegisterForm):
    class Meta:
        model = Organisation
        fields = [
            "name",
            "kind",
            "sector",
            "is_organised",
            "unit",
            "parent",
            "contact_email",
            "contact_phone",
            "note",
            "circle",
        ]
        help_texts = {
            "name": _("So, wie sie sich selbst nennt. Abkürzungen und frühere Namen kommen danach dazu."),
            "contact_email": _("Eine Adresse der Stelle, keine private."),
            "contact_phone": _("Die dienstliche Nummer."),
        }

    def __init__(self, *args, room, cancel_url, **kwargs):
        super().__init__(*args, room_id=room.pk, **kwargs)
        self.fields["kind"].choices = kinds_by_sector()
        self.fields["sector"].choices = [("", _("der übliche für diese Art")), *self.fields["sector"].choices[1:]]
        where = list(
            filter(None, (self._choose("parent", self._possible_parents()), self._choose("unit", units_of(room))))
        )
        self.helper = helper_with(
            "name",
            Row("kind", "sector"),
            "is_organised",
            *([Row(*where)] if where else []),
            Row("contact_email", "contact_phone"),
            "note",
            "circle",
            WHO_READS,
            button=_("Speichern"),
            cancel_url=cancel_url,
        )

    def _choose(self, name, possible):
        """Offers a choice where there is one."""
        if not possible.exists():
            del self.fields[name]
            return ""
        self.offer(name, possible)
        self.fields[name].empty_label = _("nichts oder unbekannt")
        return name

    def _possible_parents(self):
        """Neither itself nor anything that already belongs to it."""
        possible = organisations_for(self.user, self.room_id)
        if self.instance._state.adding:
            return possible
        above = dict(Organisation.objects.filter(room=self.room_id).values_list("pk", "parent"))
        below = {self.instance.pk}
        while more := {pk for pk, parent in above.items() if parent in below} - below:
            below |= more
        return possible.exclude(pk__in=below)

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        same = organisations_for(self.user, self.room_id).filter(name__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(_("Diese Organisation steht hier schon."))
        return name

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and not cleaned.get("sector") and not self.errors.get("sector"):
            cleaned["sector"] = Kind(kind).usual_sector
        return cleaned

    def changed_fields(self):
        """The sector filled in from the kind is a change, too."""
        fields = super().changed_fields()
        return fields | {"sector"} if self.instance.sector != self.initial["sector"] else fields


class AliasForm(PartForm):
    action = "name"

    class Meta:
        model = Alias
        fields = ["name", "period", "source"]
        help_texts = {"name": _("Abkürzung, früherer Name oder eine Schreibweise, die in Texten vorkommt.")}

    def __init__(self, *args, organisation, cancel_url="", **kwargs):
        super().__init__(*args, room_id=organisation.room_id, **kwargs)
        self.instance.organisation = organisation
        self.fields["period"].help_text = _("zum Beispiel „bis 2019“")
        self.helper = helper_with("name", Row("period", "source"), button=_("Namen hinzufügen"), cancel_url=cancel_url)

    def whole(self):
        return self.instance.organisation

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        organisation = self.instance.organisation
        known = [organisation.name, *organisation.aliases.values_list("name", flat=True)]
        if name.casefold() in {each.casefold() for each in known}:
            raise forms.ValidationError(_("Dieser Name steht schon da."))
        return name
