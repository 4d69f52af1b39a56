import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rooms.filter_bar import FilterForm

from .enums import Level
from .models import Place

LONGEST = 100
MOST_WORDS = 8  # each is looked for in names of every kind


def not_too_many_words(text):
    if len(text.split()) > MOST_WORDS:
        raise ValidationError(_("Bitte suchen Sie mit höchstens acht Wörtern."))


def laender(request):
    return Place.objects.filter(level=Level.LAND).in_order()


class PlaceFilterForm(FilterForm):
    aria_label, button = _("Kommunen suchen"), _("Suchen")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.attrs |= {
            "action": reverse("municipalities:list"),
            "data-hx-get": reverse("municipalities:list"),
            "data-hx-trigger": "input delay:300ms, change, submit",
            "data-hx-target": "#liste",
            "data-hx-sync": "this:replace",
            "data-hx-replace-url": "true",
        }


class PlaceFilter(filters.FilterSet):
    """Narrows the register; every choice lives in the address."""

    q = filters.CharFilter(
        label=_("Name oder Schlüssel"),
        method="filter_words",
        widget=forms.TextInput({"type": "search"}),
        max_length=LONGEST,
        validators=[not_too_many_words],
    )
    land = filters.ModelChoiceFilter(label=_("Land"), queryset=laender, to_field_name="key", empty_label=_("alle"))
    ebene = filters.ChoiceFilter(label=_("Ebene"), field_name="level", choices=Level, empty_label=_("alle"))
    frueher = filters.BooleanFilter(
        label=_("auch frühere"), method="filter_former", widget=forms.CheckboxInput, required=False
    )
    gehoert_zu = filters.CharFilter(method="filter_within", widget=forms.HiddenInput, max_length=12)

    class Meta:
        model = Place
        form = PlaceFilterForm
        fields = []

    def filter_words(self, queryset, name, value):
        return queryset.search(value)

    def filter_former(self, queryset, name, value):
        return queryset  # narrowed where nobody asks for them: `PlaceList.get_queryset`

    def filter_within(self, queryset, name, value):
        place = Place.objects.filter(key=value).first() if value.isascii() and value.isdigit() else None
        self.within = place
        return queryset.members_of(place) if place else queryset.none()
