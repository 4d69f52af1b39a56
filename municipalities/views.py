import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView
from django_filters.views import FilterView

from . import rules
from .filters import PlaceFilter
from .forms import FigureForm, PlaceNameForm, UnitForm
from .models import Place
from .widgets import candidates

MEMBERS = 60


class PlaceList(FilterView):
    """The register of places, searchable."""

    queryset = Place.objects.for_list().with_population().in_order()
    filterset_class = PlaceFilter
    paginate_by = 50

    def get_queryset(self):
        places = super().get_queryset()
        return places if self.request.GET.get("frueher") else places.current()

    def get_template_names(self):
        return ["municipalities/_place_rows.html" if self.request.htmx else "municipalities/place_list.html"]

    def get_context_data(self, **kwargs):
        is_filtered = any(self.request.GET.get(name) for name in PlaceFilter.base_filters)
        kwargs |= {"is_filtered": is_filtered, "within": getattr(self.filterset, "within", None)}
        return super().get_context_data(**kwargs)


class PlaceDetail(DetailView):
    """One place: what the register says, what others say, and the person's own consultations there."""

    queryset = Place.objects.for_list()
    slug_field = slug_url_kwarg = "key"
    template_name = "municipalities/place_detail.html"

    def get_context_data(self, **kwargs):
        place, user = self.object, self.request.user
        members = list(Place.objects.current().members_of(place).with_population()[: MEMBERS + 1])
        return super().get_context_data(
            way=way_to(place),
            names=place.other_names.all(),
            figures=place.figures.order_by("-kind", F("as_of_from").desc(nulls_last=True), "pk"),  # people before land
            units=place.units.select_related("parent"),
            members=members[:MEMBERS],
            has_more_members=len(members) > MEMBERS,
            engagements=place.engagements.visible_to(user).order_by("title"),
            may_edit=rules.can_edit_places(user),
            may_consult=rules.can_consult_in(user, place),
            **kwargs,
        )


def way_to(place):
    """What the place belongs to, wide before narrow."""
    wider = (place.land, place.kreis, place.parent)
    return list(dict.fromkeys(each for each in wider if each and each != place))


def search(request):
    """The candidates for what stands in a picker; asked by htmx while somebody types."""
    name = request.GET.get("name", "")
    name = name if re.fullmatch(r"[\w-]{1,80}", name) else "municipality"
    text = request.GET.get("q", request.GET.get(f"{name}_suche", "")).replace("\x00", "")
    return render(request, "municipalities/_candidates.html", {"name": name, **candidates(text)})


class OfPlaceCreate(CreateView):
    """Adds a row to a place."""

    template_name = "municipalities/place_form.html"
    title = done = None

    def dispatch(self, request, *args, **kwargs):
        self.place = get_object_or_404(Place.objects.for_list(), key=kwargs["key"])
        if not rules.can_edit_places(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"place": self.place}

    def get_context_data(self, **kwargs):
        return super().get_context_data(place=self.place, title=self.title, **kwargs)

    def form_valid(self, form):
        form.save_by(self.request.user)
        messages.success(self.request, self.done)
        return redirect(self.place)


class FigureCreate(OfPlaceCreate):
    form_class = FigureForm
    title, done = _("Kennzahl eintragen"), _("Die Kennzahl ist eingetragen.")


class PlaceNameCreate(OfPlaceCreate):
    form_class = PlaceNameForm
    title, done = _("Anderen Namen eintragen"), _("Der Name ist eingetragen; die Suche findet ihn.")


class UnitCreate(OfPlaceCreate):
    form_class = UnitForm
    title, done = _("Verwaltungseinheit eintragen"), _("Die Verwaltungseinheit ist eingetragen.")
