from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, ListView, UpdateView

from accounts.access import RuleRequiredMixin, VisibleMixin, require
from audit.models import Entry
from municipalities.models import Place
from rooms.once import Once

from .. import rules
from ..actions import open_engagement
from ..filters.engagement import EngagementFilter, blank_form
from ..forms.engagement import EngagementForm, LinkForm, OpenEngagementForm
from ..listing import Listing, lines
from ..models import Engagement, EngagementLink, ProcessTemplate
from ..waiting import waiting_and_dates

FURTHEST = 1_000_000  # page


class CountedPages(Paginator):
    """Pages whose rows bring along how many there are in all: one statement instead of two."""

    def page(self, number):
        rows = self.object_list.part(min(max(0, number - 1), FURTHEST) * self.per_page, self.per_page)
        if rows or number == 1:
            self.count = self.object_list.total or 0
        return self._get_page(rows, self.validate_number(number), self)


class EngagementList(ListView):
    """„Meine Beratungen“: what waits, what comes, and every consultation the person is part of."""

    paginate_by = 40
    paginator_class = CountedPages
    template_name = "engagements/engagement_list.html"

    def get_queryset(self):
        user, sent = self.request.user, self.request.GET
        self.filter = None
        if any(sent.get(name) for name in EngagementFilter.base_filters):
            self.filter = EngagementFilter(sent, Engagement.objects.visible_to(user), request=self.request)
        return Listing(user, self.filter and self.filter.keys)

    def get_template_names(self):
        return ["engagements/_engagement_rows.html" if self.request.htmx else self.template_name]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, mine = self.request.user, list(context["page_obj"])
        waiting, dates = waiting_and_dates(user, mine)
        by_pk = {engagement.pk: engagement for engagement in mine}
        waits = Counter(item.engagement for item in waiting)
        return context | {
            "lines": lines(mine, waits),
            "waiting": [(item, by_pk[item.engagement]) for item in waiting[:7]],
            "waiting_more": max(0, len(waiting) - 7),
            "dates": dates,
            "drafts": self.object_list.drafts,
            "may_create": rules.can_create(user),
            "is_filtered": self.filter is not None,
            "filter": self.filter.html if self.filter else blank_form(get_language(), self.object_list.laender),
        }


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
