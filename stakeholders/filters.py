import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rooms.filter_bar import FilterForm

from .enums import Kind, Sector
from .models import Alias, Office, Organisation, Person


class RegisterFilterForm(FilterForm):
    aria_label = _("Beteiligte filtern")


class RegisterFilter(django_filters.FilterSet):
    """Words, sector and kind, kept in the address; what the reader may not see finds nothing."""

    q = django_filters.CharFilter(label=_("Name, Abkürzung oder Amt"), method="search")
    sector = django_filters.ChoiceFilter(label=_("Sektor"), choices=Sector.choices, empty_label=_("alle"))
    kind = django_filters.ChoiceFilter(label=_("Art"), choices=Kind.choices, empty_label=_("alle"), method="of_kind")

    def offices(self, words):
        """The offices this reader may see whose title or holder has the words."""
        found = Q(title__icontains=words) | Q(person__name__icontains=words)
        return Office.objects.visible_to(self.request.user).filter(found)

    def of_kind(self, queryset, _name, value):
        return queryset.filter(kind=value)


class OrganisationFilter(RegisterFilter):
    class Meta:
        model = Organisation
        fields = ["q", "sector", "kind"]
        form = RegisterFilterForm

    def search(self, queryset, _name, value):
        words = value.strip()
        known = Alias.objects.filter(name__icontains=words)
        return queryset.filter(
            Q(name__icontains=words)
            | Q(pk__in=known.values("organisation"))
            | Q(pk__in=self.offices(words).exclude(organisation=None).values("organisation"))
        )


class PersonFilter(RegisterFilter):
    class Meta:
        model = Person
        fields = ["q", "sector", "kind"]
        form = RegisterFilterForm

    def search(self, queryset, _name, value):
        words = value.strip()
        return queryset.filter(Q(name__icontains=words) | Q(pk__in=self.offices(words).values("person")))

    def of_kind(self, queryset, _name, value):
        """A person is of no kind; she stands in the list with her organisation."""
        return queryset.none()
