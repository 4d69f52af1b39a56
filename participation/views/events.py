"""Events as the team plans them: the list, the plan, the page with what is next."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import posted
from audit.models import Entry
from engagements.transitions.steps import StepRefused
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle
from rooms.once import Once
from rooms.releasing import after_saving as or_proposal
from rooms.releasing import propose_url

from .. import rules_events as rules
from ..counting import in_words
from ..enums import EventState, Format, RegistrationState
from ..event_sheet import take_usual_steps
from ..formats import ends_of, usual
from ..forms.events import EventForm, VenueForm
from ..inviting import call_off_invited, why_not_yet
from ..models import Event, Headcount, Proposal, Registration, Slot, Table, Venue
from ..registering import call_off, move_up
from ..transitions.events import EVENT_NEXT, move_event
from .event_base import about, edit, event_or_404

HISTORY_LINES = 20
SOON = timedelta(days=7)
ASKED = {
    EventState.OPEN: gettext_lazy("Anmeldung öffnen?"),
    EventState.CLOSED: gettext_lazy("Anmeldung schließen?"),
    EventState.HELD: gettext_lazy("Hat die Veranstaltung stattgefunden?"),
    EventState.CANCELLED: gettext_lazy("Veranstaltung absagen?"),
    EventState.PLANNED: gettext_lazy("Veranstaltung doch wieder planen?"),
}
MEANS = {
    EventState.OPEN: gettext_lazy(
        "Auf der öffentlichen Seite kann man sich dann anmelden. Die Fragen bei der Anmeldung stehen damit fest."
    ),
    EventState.CLOSED: gettext_lazy("Neue Anmeldungen gehen nicht mehr; wer absagt, macht weiter einen Platz frei."),
    EventState.HELD: gettext_lazy("Danach tragen Sie ein, wie viele da waren, und was herauskam."),
    EventState.CANCELLED: gettext_lazy(
        "Alle Angemeldeten und Eingeladenen bekommen eine Mail. In Kalendern und auf der öffentlichen Seite steht sie"
        " als abgesagt."
    ),
    EventState.PLANNED: gettext_lazy("Wer eine Absage bekommen hat, erfährt davon nicht von selbst."),
}


def event_list(request, pk):
    """The events of a consultation, those ahead first."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    rows = Event.objects.visible_to(user).filter(engagement=engagement)
    ahead = list(rows.ahead().in_order())
    keys = {event.pk for event in ahead}
    context = {
        "engagement": engagement,
        "ahead": ahead,
        "past": [event for event in rows.latest_first() if event.pk not in keys],
        "may_run": rules.can_plan_event(user, engagement),
    }
    return render(request, "participation/event_list.html", context)


def event_create(request, pk):
    """From a format to an event: what the format usually is stands there already, and its steps are drafted."""
    user, engagement = request.user, engagement_or_404(request.user, pk, rules.can_plan_event)
    asked = request.GET.get("format")
    row = Event(engagement=engagement, room_id=engagement.room_id)
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    initial = {"circle": Circle.STEERING}
    if asked in Format.values:
        way = usual(asked)
        initial |= {"format": asked, "title": Format(asked).label, "publicness": way.publicness, "mode": way.mode}
        initial |= {"capacity": way.capacity}
    form = once.mark(EventForm(posted(request), instance=row, user=user, initial=initial))
    if request.method == "POST" and form.is_valid():
        if row.begins and not row.ends:
            row.ends = ends_of(row.begins, row.format)
        form.save_by(user)
        take_usual_steps(row, by=user)
        messages.success(request, _("Die Veranstaltung steht. Ein Ablauf nach dem Format liegt als Entwurf bei."))
        return redirect(or_proposal(form, row, row.get_absolute_url()))
    lists = _("Veranstaltungen"), reverse("participation:event-list", args=[engagement.pk])
    context = {"form": form, "title": _("Veranstaltung planen"), "engagement": engagement, "about": lists}
    context |= {"cancel_url": lists[1], "formats": [] if asked in Format.values or form.is_bound else Format.offered()}
    return render(request, "participation/event_form.html", context, status=once.status)


def event_detail(request, pk):
    """One event: what is next, who is coming, how it runs, what came out."""
    user, event = request.user, event_or_404(request.user, pk)
    may_run = rules.can_run(user, event)
    registrations = list(Registration.objects.visible_to(user).filter(event=event).in_order()) if may_run else []
    context = {
        "event": event,
        "engagement": event.engagement,
        "may_run": may_run,
        "venue": Venue.objects.visible_to(user).filter(event=event).first(),
        "slots": Slot.objects.visible_to(user).filter(event=event).exists(),
        "tables": list(Table.objects.visible_to(user).filter(event=event)),
        "proposals": list(Proposal.objects.visible_to(user).filter(event=event)),
        "seated": sum(row.persons for row in registrations if row.state == RegistrationState.SEATED),
        "waiting": sum(row.persons for row in registrations if row.state == RegistrationState.WAITING),
        "counts": counts_of(user, event, may_run),
        "reads": rules.questions_read_by(user, event),
        "states": [state for state in EVENT_NEXT[EventState(event.state)] if state != EventState.HELD or event.is_over],
        "release_url": propose_url(event, Circle.PUBLIC) if can_go_public(event) and may_run else "",
        "history": history_of(event) if may_run else [],
        "is_public": event.circle == Circle.PUBLIC,
        "invited": event.invitations.count() if may_run else 0,
    }
    context["next"] = next_steps(context) if may_run else []
    return render(request, "participation/event_detail.html", context)


def history_of(event):
    """What was done; who came and went stands in the list."""
    return Entry.objects.about(event).exclude(action__startswith="registration.")[:HISTORY_LINES]


def can_go_public(event):
    return event.circle > Circle.PUBLIC and event.goes_at_most == Circle.PUBLIC


def counts_of(user, event, may_run):
    """The team reads the numbers, everybody else what is told of them."""
    if may_run:
        rows = list(Headcount.objects.visible_to(user).filter(event=event))
        return in_words([{"by": row.by, "how": row.how, "cells": row.cells} for row in rows])
    return in_words(event.counted)


def next_steps(context):
    """What is still to be done about an event, in order, by name."""
    event = context["event"]
    state, is_held = event.state, event.state == EventState.HELD
    found = {
        "date": event.is_ahead and event.begins is None,
        "release": event.is_ahead and bool(context["release_url"]),
        "venue": event.is_ahead and context["venue"] is None,
        "open": state == EventState.PLANNED and event.needs_registration and event.begins and not event.is_over,
        "invite": not context["invited"] and not why_not_yet(event),
        "sheet": event.is_ahead and not context["slots"],
        "print": event.is_ahead and event.begins and event.begins.date() <= timezone.localdate() + SOON,
        "held": event.is_ahead and event.begins is not None and event.is_over,
        "count": is_held and not context["counts"],
        "tables": is_held and any(not table.result for table in context["tables"]),
        "groups": is_held and event.engagement_id is not None,
    }
    return [name for name, is_so in found.items() if is_so]


def event_update(request, pk):
    event = event_or_404(request.user, pk, rules.can_run)
    capacity = event.capacity
    title, said = _("Veranstaltung ändern"), _("Gespeichert. Die Kalender ziehen nach.")
    answer = edit(request, EventForm, event, event, title=title, said=said)
    is_wider = answer.status_code == 302 and event.capacity != capacity
    if is_wider and (n := move_up(event, request.build_absolute_uri)):
        words = ngettext("%(n)s Anmeldung rückt nach.", "%(n)s Anmeldungen rücken nach.", n)
        messages.success(request, words % {"n": n})
    return answer


def event_venue(request, pk):
    """The exact place and the way in online, for registered people only."""
    event = event_or_404(request.user, pk, rules.can_run)
    venue = Venue.objects.visible_to(request.user).filter(event=event).first()
    if venue is None and Venue.objects.filter(event=event).exists():
        raise Http404
    venue = venue or Venue(event=event, room_id=event.room_id)
    return edit(request, VenueForm, venue, event, title=_("Treffpunkt"), said=_("Der Treffpunkt steht."))


def event_move(request, pk, state):
    """Open, close, hold, cancel or plan again; asked before, because people hear of it."""
    event = event_or_404(request.user, pk, rules.can_run)
    if state not in EventState.values:
        raise Http404
    target = EventState(state)
    if target not in EVENT_NEXT[EventState(event.state)]:
        messages.error(request, _("Dieser Schritt geht nicht mehr: %(state)s.") % {"state": event.get_state_display()})
        return redirect(event)
    if request.method == "POST":
        try:
            moved = move_event(event, target, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
            return redirect(event)
        messages.success(request, said(moved, request.build_absolute_uri, request.user))
        return redirect(event)
    context = {
        "title": ASKED[target],
        "text": MEANS[target],
        "button": _("Absagen") if target == EventState.CANCELLED else _("Ja, weiter"),
        "danger": target == EventState.CANCELLED,
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "cancel_url": event.get_absolute_url(),
    }
    return render(request, "participation/event_confirm.html", context)


def said(event, absolute, user):
    """What to tell after the step; who must hear of it does."""
    if event.state != EventState.CANCELLED:
        return _("Stand der Veranstaltung: %(state)s.") % {"state": event.get_state_display()}
    n = call_off(event, absolute) + call_off_invited(user, event, absolute)
    return ngettext("Abgesagt; %(n)s Mail ist unterwegs.", "Abgesagt; %(n)s Mails sind unterwegs.", n) % {"n": n}
