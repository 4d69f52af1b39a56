import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import ProgrammeKind
from ..models import Programme, ProgrammePartner


class ProgrammeFilter(filters.FilterSet):
    """Finds a programme by any of its titles or partners."""

    q = filters.CharFilter(label=_("Titel, Träger oder Förderer"), method="filter_words", max_length=200)
    art = filters.ChoiceFilter(label=_("Art"), field_name="kind", choices=ProgrammeKind, empty_label=_("alle"))

    class Meta:
        model = Programme
        fields = []

    def filter_words(self, queryset, name, value):
        for word in value.replace("\x00", "").split():
            # Not by a join: every word would multiply the rows by the partners once more.
            partners = ProgrammePartner.objects.filter(name__icontains=word)
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(acronym__icontains=word)
                | Q(other_titles__icontains=word)
                | Q(pk__in=partners.values("programme"))
            )
        return queryset
