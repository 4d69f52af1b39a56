from uuid import UUID

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.inside import INSIDE, inside
from rooms.models import Membership
from rooms.noted import note_values
from rooms.reach import reach_of
from rooms.seal import open_text
from rooms.told import row_of, told

from ..enums import ActivityKind, ConflictTheme
from ..models import LogEntry, Phase
from ..overview import MEMBERS
from ..rules import can_write
from ..search import LONGEST, matching

CHIPS = {"class": "chips"}
CIRCLES = {"class": "chips circles"}


def day_input():
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


ENTRY = f"g.engagement_id = %(key)s AND {INSIDE.format('g')}"
# Named in these entries, as far as the reader may know them.
PEOPLE = """
    SELECT '{letter}' AS letter, p.id, p.name, p.room_id, p.circle FROM stakeholders_{model} p
    WHERE p.merged_into_id IS NULL AND {known} AND EXISTS (
        SELECT FROM engagements_logentry_{model}s n JOIN engagements_logentry g ON g.id = n.logentry_id
        WHERE n.{model}_id = p.id AND {entry})"""
NAMED = [
    PEOPLE.format(letter=letter, model=model, known=INSIDE.format("p"), entry=ENTRY)
    for letter, model in (("p", "person"), ("o", "organisation"))
]
LISTS = {
    "entries": f"SELECT DISTINCT g.kind, g.themes, g.phase_id FROM engagements_logentry g WHERE {ENTRY}",
    "phases": """
        SELECT id, name, short, round FROM engagements_phase WHERE engagement_id = %(key)s ORDER BY "order", round""",
    "people": " UNION ALL ".join(NAMED),
    "members": MEMBERS,
}


class Facets:
    """What there is to choose from, made of nothing but the entries the person may read; and who reads with her."""

    def __init__(self, engagement, user):
        found = told(LISTS, {"key": engagement.pk} | inside(user, engagement.room_id))
        self.kinds = {row["kind"] for row in found["entries"]}
        self.themes = {theme for row in found["entries"] for theme in row["themes"]}
        used = {row["phase_id"] for row in found["entries"]}
        self.phases = [row_of(Phase, row) for row in found["phases"] if row["id"] in used]
        self.people = people_of(found["people"])
        self.members = [row_of(Membership, row) for row in found["members"]]
        self.circles = circles_of(engagement, user)
        self.writes = can_write(user, engagement)

    def choices(self):
        return {
            "art": [choice for choice in ActivityKind.choices if choice[0] in self.kinds],
            "thema": [choice for choice in ConflictTheme.choices if choice[0] in self.themes],
            "phase": [(str(phase.pk), phase.label) for phase in self.phases],
            "mit": self.people,
            "kreis": [(str(circle.value), circle.label) for circle in self.circles],
        }


def people_of(rows):
    """Persons and organisations by name."""
    for row in rows:
        note_values(UUID(row["room_id"]), UUID(row["id"]), row["circle"])
    named = [(f"{row['letter']}-{row['id']}", open_text(row["name"])) for row in rows]
    return sorted(named, key=lambda choice: choice[1].casefold())


def circles_of(engagement, user):
    """The circles a person can meet here, from the narrowest to the widest; sealed ones only in a team."""
    own = max(reach_of(user).clearance(engagement.room_id) or Circle.PUBLIC, Circle.NETWORK)
    if can_write(user, engagement):
        own = Circle.SEALED
    return [circle for circle in sorted(Circle, reverse=True) if circle <= own]


class LogFilter(filters.FilterSet):
    """Narrows the diary; every choice lives in the address, and one that cannot be is said to be so."""

    q = filters.CharFilter(label=_("Suche im Tagebuch"), method="filter_words", max_length=LONGEST)
    art = filters.MultipleChoiceFilter(
        label=_("Was war es?"), field_name="kind", widget=forms.CheckboxSelectMultiple(CHIPS)
    )
    kreis = filters.MultipleChoiceFilter(
        label=_("Wer darf das lesen?"), field_name="circle", widget=forms.CheckboxSelectMultiple(CIRCLES)
    )
    phase = filters.ChoiceFilter(label=_("Phase"), empty_label=_("alle"))
    thema = filters.ChoiceFilter(label=_("Thema"), method="filter_theme", empty_label=_("alle"))
    mit = filters.ChoiceFilter(label=_("Wer war dabei?"), method="filter_people", empty_label=_("alle"))
    von = filters.DateFilter(label=_("ab"), method="filter_from", widget=day_input())
    bis = filters.DateFilter(label=_("bis"), field_name="sorts_on", lookup_expr="lte", widget=day_input())
    meine = filters.BooleanFilter(label=_("nur von mir"), method="filter_mine", widget=forms.CheckboxInput)

    class Meta:
        model = LogEntry
        fields = []

    def __init__(self, data=None, *args, facets, user, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.user = user
        for name, choices in facets.choices().items():
            self.filters[name].extra["choices"] = choices
        if not facets.writes:
            del self.filters["meine"]

    @property
    def qs(self):
        """Nothing instead of everything when a choice cannot be understood."""
        return super().qs if self.form.is_valid() else self.queryset.none()

    @property
    def chosen(self):
        """Label and words of each filter in use."""
        if not self.form.is_valid():
            return []
        return [(name, self.form.fields[name].label) for name, value in self.form.cleaned_data.items() if value]

    def filter_words(self, queryset, name, value):
        return matching(queryset, value)

    def filter_theme(self, queryset, name, value):
        return queryset.filter(themes__contains=[value])

    def filter_people(self, queryset, name, value):
        letter, _sign, key = value.partition("-")
        return queryset.filter(**{"persons" if letter == "p" else "organisations": key})

    def filter_from(self, queryset, name, value):
        return queryset.filter(Q(when_until__gte=value) | Q(when_until=None, sorts_on__gte=value))

    def filter_mine(self, queryset, name, value):
        return queryset.filter(author=self.user) if value else queryset
