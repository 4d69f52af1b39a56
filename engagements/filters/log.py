import django_filters as filters
from django import forms
from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.noted import note_values
from rooms.reach import reach_of
from stakeholders.models import Organisation, Person

from ..enums import ActivityKind, ConflictTheme
from ..models import LogEntry
from ..rules import can_write
from ..search import LONGEST, matching

CHIPS = {"class": "chips"}
CIRCLES = {"class": "chips circles"}


def day_input():
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class Facets:
    """What there is to choose from, made of nothing but the entries the person may read."""

    def __init__(self, engagement, user):
        entries = LogEntry.objects.visible_to(user).filter(engagement=engagement)
        self.kinds, self.themes, self.phases = set(), set(), {}
        rows = entries.order_by().select_related("phase").only("kind", "themes", "phase")
        for row in rows.distinct("kind", "themes", "phase"):
            self.kinds.add(row.kind)
            self.themes.update(row.themes)
            if row.phase:
                self.phases[row.phase.pk] = row.phase
        self.people = people_in(entries, user)
        self.circles = circles_of(engagement, user)
        self.writes = can_write(user, engagement)

    def choices(self):
        phases = sorted(self.phases.values(), key=lambda phase: (phase.order, phase.round))
        return {
            "art": [choice for choice in ActivityKind.choices if choice[0] in self.kinds],
            "thema": [choice for choice in ConflictTheme.choices if choice[0] in self.themes],
            "phase": [(str(phase.pk), phase.label) for phase in phases],
            "mit": self.people,
            "kreis": [(str(circle.value), circle.label) for circle in self.circles],
        }


def people_in(entries, user):
    """Persons and organisations named in these entries, as far as the user may know them; one statement."""
    named = []
    for letter, model in (("p", Person), ("o", Organisation)):
        rows = model.objects.visible_to(user).unmerged().filter(log__in=entries.values("pk")).order_by()
        shape = rows.annotate(letter=Value(letter)).values_list("letter", "pk", "name", "room_id", "circle")
        named.append(shape.distinct())
    rows = sorted(named[0].union(named[1], all=True), key=lambda row: row[2].casefold())
    for _letter, key, _name, room, circle in rows:
        note_values(room, key, circle)
    return [(f"{letter}-{key}", name) for letter, key, name, *_rest in rows]


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
