from functools import lru_cache

import django_filters as filters
from django.db.models import Q
from django.template.loader import render_to_string
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
        label=_("Stand"),
        choices=[("offen", _("alle offenen")), *Status.choices],
        method="filter_status",
        empty_label=_("alle"),
    )
    land = filters.ModelChoiceFilter(
        label=_("Land"),
        field_name="municipality__land",
        queryset=laender,
        to_field_name="key",
        empty_label=_("alle"),
    )
    ansatz = filters.ChoiceFilter(label=_("Ansatz"), field_name="approach", choices=Approach, empty_label=_("alle"))
    thema = filters.ChoiceFilter(label=_("Thema"), choices=ConflictTheme, method="filter_theme", empty_label=_("alle"))

    class Meta:
        model = Engagement
        fields = []

    @property
    def keys(self):
        """Those that fit; none instead of all when a choice cannot be understood."""
        return list(self.qs.values_list("pk", flat=True)) if self.is_valid() else []

    @property
    def html(self):
        return render_to_string(
            "engagements/_engagement_filter.html", {"form": self.form, "is_filtered": self.is_bound}
        )

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


@lru_cache(maxsize=16)
def blank_form(language, laender):
    """The form before anything is chosen: in one language and with one list of Länder it is the same for everybody."""
    return EngagementFilter().html
