"""Events for everybody: what is open, what was, what came of it; and the calendar of all of them."""

from datetime import timedelta

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.counting import in_words
from participation.enums import EventState
from participation.exports.event_calendar import CONTENT_TYPE, calendar
from participation.models import Event, Proposal, ProposalAnswer, Table
from participation.registering import room_in, why_shut
from rooms.enums import Circle

from ..caching import public_page

PAST = 50  # so many of those that are over stand in the list
BACK = timedelta(days=365)  # and so far back they stand in the calendar
GOES_AFTER = timedelta(days=30)  # so long a cancelled event says so, then every calendar has heard of it
FREE, WAITING = gettext_lazy("noch Plätze frei"), gettext_lazy("Warteliste")


def public_events(request):
    return Event.objects.visible_to(request.user).on_public_pages()


def rows_of(request, model):
    """Rows that hang on an event and have come out themselves."""
    return model.objects.visible_to(request.user).filter(circle=Circle.PUBLIC)


@public_page
def event_list(request):
    """Those ahead, with whether there is room; then those that were."""
    rows = public_events(request)
    ahead = list((rows.ahead() | rows.filter(called_off_ahead())).in_order())
    keys = {event.pk for event in ahead}
    tell_room(ahead)
    past = [event for event in rows.latest_first()[: PAST + len(ahead)] if event.pk not in keys]
    return render(request, "reports/event_list.html", {"ahead": ahead, "past": past[:PAST]})


def called_off_ahead():
    """Who had it in mind should find that it is off."""
    return Q(state=EventState.CANCELLED, begins__date__gte=timezone.localdate())


def tell_room(events):
    """In two words whether one can come; never how many are coming."""
    open_ = [event for event in events if event.state == EventState.OPEN and not why_shut(event)]
    found = room_in(open_)
    for event in events:
        event.is_full = event in open_ and not found.get(event.pk)
        event.room_words = (WAITING if event.is_full else FREE) if event in open_ else ""


@public_page
def event(request, pk):
    """One event: before it the way to come, after it what came out."""
    found = get_object_or_404(public_events(request), pk=pk)
    tell_room([found])
    proposals = list(rows_of(request, Proposal).filter(event=found))
    answered = set(rows_of(request, ProposalAnswer).filter(proposal__in=proposals).values_list("proposal", flat=True))
    context = {
        "event": found,
        "why_shut": "" if found.state == EventState.HELD else why_shut(found),
        "tables": rows_of(request, Table).filter(event=found),
        "proposals": [(row, row.pk in answered) for row in proposals],
        "counts": in_words(found.counted),
    }
    return render(request, "reports/event_detail.html", context)


@public_page
def proposal(request, pk):
    """What an event proposed, to whom, and what was answered; it goes with its event."""
    row = get_object_or_404(rows_of(request, Proposal), pk=pk)
    context = {
        "proposal": row,
        "event": get_object_or_404(public_events(request), pk=row.event_id),
        "answer": rows_of(request, ProposalAnswer).filter(proposal=row).first(),
    }
    return render(request, "reports/event_proposal.html", context)


@public_page
def event_feed(request):
    """The calendar of all public events; one that was cancelled says so for a month."""
    gone = Q(state=EventState.CANCELLED, changed_at__lt=timezone.now() - GOES_AFTER)
    rows = public_events(request).filter(begins__gte=timezone.now() - BACK).exclude(gone)
    return answer(request, rows.in_order(), _("Öffentliche Veranstaltungen"))


@public_page
def event_calendar(request, pk):
    """One event for one's own calendar."""
    found = get_object_or_404(public_events(request), pk=pk)
    if found.begins is None:
        raise Http404
    return answer(request, [found], found.title)


def answer(request, rows, name):
    def link(row):
        return request.build_absolute_uri(reverse("reports:event", args=[row.pk]))

    response = HttpResponse(calendar(rows, name=name, link=link), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="veranstaltungen.ics"'
    return response
