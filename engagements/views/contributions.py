"""What the municipality brings: a checklist the team and the town's contact person keep together."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from rooms.enums import Circle
from rooms.once import Once
from rooms.releasing import after_saving
from rooms.taking_up import take_up

from .. import rules
from ..enums import ContributionState
from ..forms.contributions import ContributionForm, ContributionStateForm
from ..forms.phases import warnings_of
from ..models import OwnContribution
from .phases import engagement_or_404
from .removing import remove


class Contributions:
    """The list as one person reads it, and what is known of its worth: unknown is not zero."""

    def __init__(self, user, engagement, rows=None):
        self.rows = list(engagement.own_contributions.visible_to(user)) if rows is None else rows
        self.may_tick = bool(self.rows) and rules.can_tick_contribution(user, self.rows[0])
        valued = [row.value_eur for row in self.rows if row.value_eur is not None]
        self.valued, self.total = len(valued), sum(valued)
        self.done = sum(row.state == ContributionState.DONE for row in self.rows)
        self.states = ContributionState

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def contribution_or_404(user, pk):
    """A contribution this person may tick and edit."""
    found = OwnContribution.objects.visible_to(user).select_related("engagement")
    return require(rules.can_tick_contribution, user, get_object_or_404(found, pk=pk))


def at_list(engagement_id):
    return f"{reverse('engagements:mandate', args=[engagement_id])}#eigenleistungen"


@require_POST
def contribution_tick(request, pk):
    """Set the state of one contribution in place; answers the whole list."""
    found = contribution_or_404(request.user, pk)
    form = ContributionStateForm(request.POST, instance=found)
    if form.is_valid():
        form.save_by(request.user)
    else:
        messages.warning(request, _("Diesen Stand gibt es nicht."))
    if not request.htmx:
        return redirect(at_list(found.engagement_id))
    context = {
        "engagement": found.engagement,
        "contributions": Contributions(request.user, found.engagement),
        "may_write": rules.can_write(request.user, found.engagement),
        "pressed": found.pk,
    }
    return render(request, "engagements/_contributions.html", context)


def contribution_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_write)
    # The town keeps the list, too, so a new line reaches it unless somebody says otherwise.
    blank = OwnContribution(engagement=engagement, room_id=engagement.room_id, circle=Circle.STEERING)
    return _edit(request, blank, may_share=True)


def contribution_update(request, pk):
    found = contribution_or_404(request.user, pk)
    return _edit(request, found, may_share=rules.can_write(request.user, found.engagement))


def _edit(request, instance, *, may_share):
    engagement = instance.engagement
    once = Once(request, instance)
    if once.twin:
        return redirect(at_list(engagement.pk))
    form = take_up(request, once.mark(ContributionForm(request.POST or None, instance=instance, may_share=may_share)))
    if request.method == "POST" and form.is_valid() and _saved(form, request.user):
        messages.success(request, _("Die Eigenleistung ist gespeichert."))
        for warning in warnings_of(form):
            messages.warning(request, warning)
        return redirect(after_saving(form, instance, at_list(engagement.pk)))
    context = {
        "form": form,
        "engagement": engagement,
        "is_new": instance._state.adding,
        "cancel_url": at_list(engagement.pk),
    }
    return render(request, "engagements/contribution_form.html", context, status=once.status)


def _saved(form, user):
    """Whether it went in; somebody may have put the same name on the list a moment ago."""
    try:
        with transaction.atomic():
            form.save_by(user)
    except IntegrityError:
        form.add_error("name", _("Diese Eigenleistung steht schon auf der Liste."))
        return False
    return True


def contribution_delete(request, pk):
    found = get_object_or_404(OwnContribution.objects.visible_to(request.user).select_related("engagement"), pk=pk)
    title = _("Eigenleistung „%s“ entfernen?") % found.name
    return remove(request, found, title=title, text=_("Stand, Wert und Anmerkung gehen mit ihr verloren."))
