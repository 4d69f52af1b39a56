"""How the pages of events find their rows, show a form and save it."""

from functools import partial

from django.shortcuts import get_object_or_404

from accounts.access import require
from rooms.reach import reach_of
from steering.views import base

from .. import rules_events as rules
from ..models import Event


def event_or_404(user, pk, rule=None):
    """An event of a room this person is a member of; with a rule, one she may do this with."""
    rows = Event.objects.visible_to(user).filter(room__in=reach_of(user).rooms)
    event = get_object_or_404(rows.select_related("engagement"), pk=pk)
    return require(rule, user, event) if rule else event


def part_or_404(user, rows, pk, rule=rules.can_run):
    """What hangs on such an event."""
    events = Event.objects.visible_to(user).filter(room__in=reach_of(user).rooms)
    found = get_object_or_404(rows.filter(event__in=events).select_related("event__engagement"), pk=pk)
    if rule:
        require(rule, user, found.event)
    return found


def about(event):
    return event.title, event.get_absolute_url()


def show_form(request, form, event, *, back=None, **words):
    """One page with one form of an event, and the way back."""
    words |= {"engagement": event.engagement, "event": event, "template": "participation/event_form.html"}
    return base.show_form(request, form, back=back or about(event), **words)


def edit(request, form_class, row, event, *, back=None, **words):
    """A form for one row of an event."""
    words |= {"engagement": event.engagement, "show": partial(show_form, event=event)}
    return base.edit(request, form_class, row, back=back or about(event), **words)
