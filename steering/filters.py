import django_filters as filters
from django.utils.translation import gettext_lazy as _

from .enums import Light, MeasureState
from .models import Measure


class MeasureFilter(filters.FilterSet):
    """Measures by state, light and words of title or owner."""

    stand = filters.ChoiceFilter(
        label=_("Stand"), field_name="state", choices=MeasureState.choices, empty_label=_("jeder")
    )
    ampel = filters.ChoiceFilter(label=_("Ampel"), field_name="light", choices=Light.choices, empty_label=_("jede"))
    wer = filters.CharFilter(label=_("zuständig"), method="filter_owner", max_length=200)

    class Meta:
        model = Measure
        fields = []

    def filter_owner(self, queryset, name, value):
        return queryset.filter(owner__icontains=value.replace("\x00", ""))
