from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView
from django_filters.views import FilterView

from accounts.access import VisibleMixin, require
from audit.models import Entry
from rooms.reach import reach_of

from .. import rules
from ..actions import organisation_room
from ..filters import ProgrammeFilter
from ..forms.programmes import PartForm, ProgrammeForm, rows_of
from ..models import Engagement, Programme, ProgrammePart


class ProgrammeList(VisibleMixin, FilterView):
    """The programmes a person may read of, the newest first."""

    model = Programme
    filterset_class = ProgrammeFilter
    paginate_by = 40
    template_name = "engagements/programme_list.html"

    def get_queryset(self):
        return super().get_queryset().for_list()

    def get_template_names(self):
        return ["engagements/_programme_rows.html" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            may_create=rules.can_create(self.request.user),
            is_filtered=any(self.request.GET.get(name) for name in self.filterset_class.base_filters),
            **kwargs,
        )


class ProgrammeDetail(VisibleMixin, DetailView):
    """A programme with what was said about it, and those of its consultations the person sees."""

    queryset = Programme.objects.select_related("predecessor")
    template_name = "engagements/programme_detail.html"

    def get_context_data(self, **kwargs):
        programme, user = self.object, self.request.user
        parts = programme.parts.filter(engagement__in=Engagement.objects.visible_to(user))
        visible = Programme.objects.visible_to(user)
        return super().get_context_data(
            parts=parts.select_related("engagement__municipality").order_by("engagement__title"),
            partners=programme.partners.all(),
            claims=programme.claims.all(),
            places=programme.places.for_list(),
            predecessor=visible.filter(pk=programme.predecessor_id).first(),
            successors=visible.filter(predecessor=programme),
            may_edit=rules.can_edit_programme(user, programme),
            may_add=bool(reach_of(user).team_rooms),
            **kwargs,
        )


def programme_create(request):
    """Describe a new programme of one's own organisation."""
    require(lambda user, _obj: rules.can_create(user), request.user, None)
    return edit(request, Programme())


def programme_update(request, pk):
    """Change a programme with its partners, claims and places."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    require(rules.can_edit_programme, request.user, programme)
    return edit(request, programme)


def edit(request, programme):
    """One form over four tables: all of it is saved, or none."""
    form = ProgrammeForm(request.POST or None, instance=programme, user=request.user)
    rows = rows_of(programme, request.POST or None)
    if request.method == "POST" and all([form.is_valid(), *(formset.is_valid() for _title, formset in rows)]):
        with transaction.atomic():
            if programme._state.adding:
                programme.room = organisation_room(request.user)
            form.save_by(request.user)
            for _title, formset in rows:
                formset.instance = programme
                formset.save()
        messages.success(request, _("Gespeichert."))
        return redirect(programme)
    cancel = reverse("engagements:programme-list") if programme._state.adding else programme.get_absolute_url()
    context = {"form": form, "rows": rows, "programme": programme, "cancel_url": cancel}
    return render(request, "engagements/programme_form.html", context)


def part_create(request, pk):
    """Put one of one's own consultations into a programme."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    mine = Engagement.objects.filter(room__in=reach_of(request.user).team_rooms).exclude(parts__programme=programme)
    require(lambda _user, _obj: bool(reach_of(request.user).team_rooms), request.user, programme)
    form = PartForm(request.POST or None, engagements=mine, instance=ProgrammePart(programme=programme))
    if request.method == "POST" and form.is_valid():
        part = form.save()
        Entry.objects.record("engagement.put_into_programme", part.engagement, by=request.user)
        messages.success(request, _("Die Beratung ist zugeordnet."))
        return redirect(programme)
    context = {"form": form, "programme": programme, "cancel_url": programme.get_absolute_url()}
    return render(request, "engagements/part_form.html", context)


@require_POST
def part_delete(request, pk):
    """Take a consultation out of a programme; both stay as they are."""
    seen = Engagement.objects.visible_to(request.user)
    parts = ProgrammePart.objects.filter(engagement__in=seen).select_related("engagement", "programme")
    part = get_object_or_404(parts, pk=pk)
    require(rules.can_write, request.user, part.engagement)
    Entry.objects.record("engagement.taken_from_programme", part.engagement, by=request.user)
    part.delete()
    messages.success(request, _("Die Zuordnung ist aufgehoben."))
    return redirect(part.programme)
