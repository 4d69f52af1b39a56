"""How the pages of events find their rows, show a form and save it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import posted, require
from rooms.once import Once
from rooms.reach import reach_of
from rooms.releasing import after_saving as or_proposal

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


def show_form(request, form, event, *, title, lead="", back=None, status=200):
    """One page with one form of an event, and the way back."""
    back = back or about(event)
    context = {"form": form, "title": title, "lead": lead, "event": event, "cancel_url": back[1]}
    context |= {"engagement": event.engagement, "about": back}
    return render(request, "participation/event_form.html", context, status=status)


def edit(request, form_class, row, event, *, title, said, back=None, lead="", before_saving=None, **options):
    """A form for one row of an event: made once however often it is sent, then back."""
    back = back or about(event)
    once = Once(request, row)
    if once.twin:
        return redirect(back[1])
    form = once.mark(form_class(posted(request), instance=row, user=request.user, **options))
    if request.method == "POST" and form.is_valid():
        if before_saving and row._state.adding:
            before_saving(row)
        form.save_by(request.user)
        messages.success(request, said)
        return redirect(or_proposal(form, row, back[1]))
    return show_form(request, form, event, title=title, back=back, lead=lead, status=once.status)
