from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, Window
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, UpdateView
from django_filters.views import FilterView

from accounts.access import RuleRequiredMixin, VisibleMixin, require
from audit.models import Entry
from municipalities.models import Place
from rooms.enums import TEAM_ROLES, Circle
from rooms.models import Release
from rooms.once import Once
from rooms.readers import readers_in

from .. import rules
from ..actions import open_engagement
from ..enums import PhaseState
from ..filters import EngagementFilter
from ..forms.engagement import EngagementForm, LinkForm, OpenEngagementForm
from ..models import Engagement, EngagementLink, LogEntry, Phase, ProcessTemplate, Programme, ProgrammePart
from ..waiting import next_dates, waiting_for
from .contributions import Contributions
from .mandate import contacts_for, mandates_for

NEWEST = 5


class CountedPages(Paginator):
    """Pages whose rows bring along how many there are in all: one statement instead of two."""

    def page(self, number):
        first = (number - 1) * self.per_page
        rows = list(self.object_list.annotate(total=Window(Count("*")))[max(0, first) : max(0, first) + self.per_page])
        if first < 0 or not rows:
            return super().page(number)
        self.count = rows[0].total
        return self._get_page(rows, number, self)


class EngagementList(VisibleMixin, FilterView):
    """„Meine Beratungen“: what waits, what comes, and every consultation the person is part of."""

    model = Engagement
    filterset_class = EngagementFilter
    paginate_by = 40
    paginator_class = CountedPages
    template_name = "engagements/engagement_list.html"

    def get_queryset(self):
        running = Phase.objects.filter(state=PhaseState.RUNNING)
        return super().get_queryset().for_list().prefetch_related(Prefetch("phases", running))

    def get_template_names(self):
        return ["engagements/_engagement_rows.html" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, mine = self.request.user, list(context["page_obj"])
        waiting = waiting_for(user, mine)
        by_pk = {engagement.pk: engagement for engagement in mine}
        for item in waiting:
            by_pk[item.engagement].waits = getattr(by_pk[item.engagement], "waits", 0) + 1
        return context | {
            "waiting": [(item, by_pk[item.engagement]) for item in waiting[:7]],
            "waiting_more": max(0, len(waiting) - 7),
            "dates": next_dates(user, by_pk),
            "may_create": rules.can_create(user),
            "is_filtered": any(self.request.GET.get(name) for name in self.filterset_class.base_filters),
        }


class EngagementDetail(VisibleMixin, DetailView):
    """One consultation in one screen: the way, what waits, the diary; beside it mandate, people, readers."""

    queryset = Engagement.objects.for_detail()
    template_name = "engagements/engagement_detail.html"

    def get_context_data(self, **kwargs):
        engagement, user = self.object, self.request.user
        may_write = rules.can_write(user, engagement)
        room = readers_in(self.request, engagement.room_id)
        return super().get_context_data(
            phases=engagement.phases.all(),
            entries=newest_entries(engagement, user),
            waiting=waiting_for(user, [engagement]),
            dates=next_dates(user, [engagement.pk]),
            mandates=mandates_for(user, engagement),
            contacts=contacts_for(user, engagement),
            agreements=engagement.agreements.visible_to(user),
            contributions=Contributions(user, engagement),
            parts=parts_of(engagement, user),
            links=links_of(engagement, user),
            readers=reader_counts(room, rules.clearance(user, engagement)),
            released=Release.objects.visible_to(user).filter(room=engagement.room_id).editions()[:NEWEST],
            team=team_of(room),
            may_write=may_write,
            may_lead=rules.can_lead(user, engagement),
            **kwargs,
        )


def newest_entries(engagement, user):
    """What happened last; what is still to come stands under the dates."""
    seen = LogEntry.objects.visible_to(user).filter(engagement=engagement)
    return seen.exclude(when_from__gt=timezone.localdate()).for_list()[:NEWEST]


def parts_of(engagement, user):
    programmes = Programme.objects.visible_to(user)
    return ProgrammePart.objects.filter(engagement=engagement, programme__in=programmes).select_related("programme")


def links_of(engagement, user):
    """Links to and from engagements the user sees, too."""
    others = Engagement.objects.visible_to(user)
    return EngagementLink.objects.filter(
        Q(source=engagement, target__in=others) | Q(target=engagement, source__in=others)
    ).select_related("source", "target")


def team_of(room):
    return [row for row in room.members() if row.role in TEAM_ROLES]


def reader_counts(room, own):
    """How many people stand in each circle of a room, as far as the user's own circle goes."""
    circles = [
        circle for circle in (Circle.TEAM, Circle.CLIENT, Circle.STEERING) if circle <= max(own, Circle.STEERING)
    ]
    return [(circle, names) for circle in circles if (names := room.members_in(circle))]


class EngagementCreate(CreateView):
    form_class = OpenEngagementForm
    template_name = "engagements/engagement_create.html"

    def dispatch(self, request, *args, **kwargs):
        require(lambda user, _obj: rules.can_create(user), request.user, None)
        self.once = Once(request, Engagement())
        return redirect(self.once.twin) if self.once.twin else super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        key = self.request.GET.get("kommune", "")
        place = Place.objects.current().filter(key=key).first() if key.isdecimal() else None
        return {"municipality": place.pk if place else None}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_form(self, form_class=None):
        return self.once.mark(super().get_form(form_class))

    def get_context_data(self, **kwargs):
        templates = ProcessTemplate.objects.published().order_by("approach", "name")
        return super().get_context_data(templates=templates, cancel_url=reverse("engagements:list"), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=self.once.status)

    def form_valid(self, form):
        fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
        engagement = open_engagement(
            pk=self.once.key,
            by=self.request.user,
            template=form.cleaned_data["template"],
            client=form.cleaned_data["client_name"],
            **fields,
        )
        messages.success(self.request, _("Die Beratung ist angelegt. Als Nächstes: den Auftrag klären."))
        return redirect(engagement)


class EngagementUpdate(VisibleMixin, RuleRequiredMixin, UpdateView):
    model = Engagement
    form_class = EngagementForm
    template_name = "engagements/engagement_update.html"
    rule = staticmethod(rules.can_write)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=self.object.get_absolute_url(), **kwargs)

    def form_valid(self, form):
        messages.success(self.request, _("Gespeichert."))
        return redirect(form.save_by(self.request.user))


def link_create(request, pk):
    """Tie a consultation to another."""
    engagement = get_object_or_404(Engagement.objects.visible_to(request.user), pk=pk)
    require(rules.can_write, request.user, engagement)
    form = LinkForm(request.POST or None, user=request.user, instance=EngagementLink(source=engagement))
    if request.method == "POST" and form.is_valid():
        link = form.save()
        Entry.objects.record("engagement.linked", engagement, by=request.user, summary=link.get_kind_display())
        return redirect(engagement)
    context = {"form": form, "engagement": engagement, "cancel_url": engagement.get_absolute_url()}
    return render(request, "engagements/link_form.html", context)


@require_POST
def link_delete(request, pk):
    """Untie two consultations; both stay as they are."""
    user = request.user
    seen = Engagement.objects.visible_to(user)
    link = get_object_or_404(EngagementLink.objects.filter(source__in=seen, target__in=seen), pk=pk)
    require(rules.can_write, user, link.source)
    Entry.objects.record("engagement.unlinked", link.source, by=user, summary=link.get_kind_display())
    link.delete()
    messages.success(request, _("Die Verknüpfung ist gelöst."))
    return redirect(link.source)
