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
from audit.rows import merge
from periods.reading import read
from rooms.once import Once
from rooms.reach import reach_of
from rooms.taking_up import take_up

from .. import claims, rules
from ..actions import organisation_room
from ..filters import ProgrammeFilter
from ..forms.programmes import PREFIXES, PartForm, ProgrammeForm, lists_of
from ..forms.rows import MORE, failed, unchecked, with_more_rows
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
            may_create=rules.can_create_programme(self.request.user),
            is_filtered=any(self.request.GET.get(name) for name in self.filterset_class.base_filters),
            **kwargs,
        )


class ProgrammeDetail(VisibleMixin, DetailView):
    """A programme with what was said about it, and those of its consultations the person sees."""

    queryset = Programme.objects.select_related("predecessor", "room__organisation")
    template_name = "engagements/programme_detail.html"

    def get_context_data(self, **kwargs):
        programme, user = self.object, self.request.user
        visible, places = Programme.objects.visible_to(user), list(programme.places.for_list())
        own_rooms = reach_of(user).team_rooms
        return super().get_context_data(
            times=times_of(programme),
            parts=[(part, part.engagement.room_id in own_rooms) for part in parts_of(programme, user)],
            partners=programme.partners.all(),
            claims=claims.mark(programme.claims.all(), places),
            places=places,
            groups=claims.by_group(places),
            predecessor=visible.filter(pk=programme.predecessor_id).first(),
            successors=visible.filter(predecessor=programme).order_by("title"),
            may_edit=rules.can_edit_programme(user, programme),
            may_add=bool(own_rooms),
            **kwargs,
        )


def times_of(programme):
    """What was planned, what was, when work went on in place; with the sentence for an impossible date."""
    times = (
        (_("Laufzeit"), programme.period),
        (_("geplante Laufzeit"), programme.planned),
        (_("Arbeit vor Ort"), programme.activity),
    )
    return [(label, wording, read(wording).warning) for label, wording in times if wording]


def parts_of(programme, user):
    """The consultations of the programme this person sees; there is no telling whether there are others."""
    parts = programme.parts.filter(engagement__in=Engagement.objects.visible_to(user))
    return parts.select_related("engagement__municipality").order_by("engagement__title", "pk")


def programme_create(request):
    """Describe a new programme of one's own organisation."""
    require(lambda user, _obj: rules.can_create_programme(user), request.user, None)
    return edit(request, Programme())


def programme_update(request, pk):
    """Change a programme with its partners, claims and places."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    require(rules.can_edit_programme, request.user, programme)
    return edit(request, programme)


def edit(request, programme):
    """One form over four tables: all of it is saved, or none; a button for more rows only shows more rows."""
    once = Once(request, programme)
    if once.twin:
        return redirect(once.twin)
    data = request.POST or None
    more = with_more_rows(request.POST, PREFIXES) if data else None
    form = take_up(request, once.mark(ProgrammeForm(more or data, instance=programme, user=request.user)))
    lists = lists_of(programme, more or data)
    formsets = [each["rows"] for each in lists]
    wrong = None
    if more:
        unchecked([form], formsets)
    elif data:
        if all([form.is_valid(), *(formset.is_valid() for formset in formsets)]):
            return save(request, form, formsets, once.key)
        for each in lists if form.conflict else ():
            each["rows"] = merge(each["rows"], form.data, form.conflict, each["word"])
        wrong = failed(form, [(each["word"], each["rows"]) for each in lists])
    is_new = programme._state.adding
    cancel = reverse("engagements:programme-list") if is_new else programme.get_absolute_url()
    context = {"form": form, "lists": lists, "failed": wrong, "programme": None if is_new else programme}
    return render(
        request, "engagements/programme_form.html", context | {"cancel_url": cancel, "more": MORE}, status=once.status
    )


@transaction.atomic
def save(request, form, formsets, key):
    is_new = form.instance._state.adding
    if is_new:
        form.instance.pk = key  # lists of rows have taken it away
        form.instance.room = organisation_room(request.user)
    programme = form.save_by(request.user)
    for formset in formsets:
        formset.instance = programme
    changed = [formset for formset in formsets if formset.save_in_order()]
    if changed and not is_new:
        form.note_new_state()
        names = ", ".join(str(formset.model._meta.verbose_name_plural) for formset in changed)
        Entry.objects.record("programme.changed", programme, by=request.user, summary=names)
    messages.success(request, _("Gespeichert."))
    return redirect(programme)


def part_create(request, pk):
    """Put one of one's own consultations into a programme."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    rooms = reach_of(request.user).team_rooms
    require(lambda _user, _obj: bool(rooms), request.user, programme)
    mine = Engagement.objects.filter(room__in=rooms).exclude(parts__programme=programme)
    form = PartForm(request.POST or None, engagements=mine, instance=ProgrammePart(programme=programme))
    if request.method == "POST" and form.is_valid():
        part = form.save()
        Entry.objects.record("engagement.put_into_programme", part.engagement, by=request.user)
        messages.success(request, _("Die Beratung ist zugeordnet."))
        return redirect(programme)
    context = {
        "form": form,
        "nav": "programmes",
        "programme": programme,
        "has_any": form.fields["engagement"].queryset.exists(),
        "cancel_url": programme.get_absolute_url(),
    }
    return render(request, "engagements/part_form.html", context)


@require_POST
def part_delete(request, pk):
    """Take a consultation out of a programme; both stay as they are."""
    seen = Engagement.objects.visible_to(request.user)
    known = Programme.objects.visible_to(request.user)
    parts = ProgrammePart.objects.filter(engagement__in=seen, programme__in=known)
    part = get_object_or_404(parts.select_related("engagement", "programme"), pk=pk)
    require(rules.can_write, request.user, part.engagement)
    Entry.objects.record("engagement.taken_from_programme", part.engagement, by=request.user)
    part.delete()
    messages.success(request, _("Die Zuordnung ist aufgehoben."))
    return redirect(part.programme)
