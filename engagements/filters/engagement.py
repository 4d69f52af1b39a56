import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from municipalities.enums import Level
from municipalities.models import Place

from ..enums import Approach, ConflictTheme, Status
from ..models import Engagement


def laender(request):
    return Place.objects.filter(level=Level.LAND).in_order()


class EngagementFilter(filters.FilterSet):
    """Narrows „Meine Beratungen“; every choice lives in the address."""

    q = filters.CharFilter(label=_("Ort oder Titel"), method="filter_words", max_length=200)
    stand = filters.ChoiceFilter(
        label=_("Stand"), choices=[("offen", _("alle offenen")), *Status.choices], method="filter_status"
    )
    land = filters.ModelChoiceFilter(
        label=_("Land"), field_name="municipality__land", queryset=laender, to_field_name="key"
    )
    ansatz = filters.ChoiceFilter(label=_("Ansatz"), field_name="approach", choices=Approach)
    thema = filters.ChoiceFilter(label=_("Thema"), choices=ConflictTheme, method="filter_theme")

    class Meta:
        model = Engagement
        fields = []

    def filter_words(self, queryset, name, value):
        for word in value.replace("\x00", "").split():
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(place__icontains=word) | Q(municipality__name__icontains=word)
            )
        return queryset

    def filter_status(self, queryset, name, value):
        return queryset.open() if value == "offen" else queryset.filter(status=value)

    def filter_theme(self, queryset, name, value):
        return queryset.filter(themes__contains=[value])
