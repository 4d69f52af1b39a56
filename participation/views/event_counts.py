"""Who was there: lists and sheets to print, and how many, by which classes."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import posted
from rooms.enums import Circle
from rooms.ids import own_key

from .. import rules_events as rules
from ..counting import CLASSES, apart_from, in_words, keep_counts, remove_counts, told
from ..enums import AttendanceMode, CountSet, RegistrationState
from ..forms.events import CountsForm
from ..models import Headcount, Registration
from .event_base import about, event_or_404, show_form

EMPTY_LINES = 12  # for people who come without having registered
LONGEST = 14  # days one list is printed for


def days_of(event):
    """Every day of an event: there is a list for each."""
    if event.begins is None:
        return [None]
    first = timezone.localtime(event.begins).date()
    n = min(max((event.last_day - first).days, 0), LONGEST - 1)
    return [first + timedelta(days=i) for i in range(n + 1)]


def attendance_print(request, pk):
    """What the attendance needs on paper: nothing, a list for each day, or single sheets without a list of names."""
    user, event = request.user, event_or_404(request.user, pk, rules.can_run)
    seated = Registration.objects.visible_to(user).filter(event=event, state=RegistrationState.SEATED)
    named = event.attendance == AttendanceMode.LIST
    rows = [row for row in seated.in_order() for _each in range(row.persons)] if named else []
    people = sum(row.persons for row in seated) or (event.capacity or EMPTY_LINES)
    context = {
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "title": event.grant_title,
        "days": days_of(event),
        "lines": [*once_each(rows), *[("", "")] * EMPTY_LINES] if named else [],
        "sheets": range(1, min(people + EMPTY_LINES, 60) + 1) if event.attendance == AttendanceMode.SHEETS else [],
    }
    return render(request, "participation/event_attendance_print.html", context)


def once_each(rows):
    """One line for each person; who comes along with somebody writes her own name."""
    seen = set()
    for row in rows:
        yield ("", row.organisation) if row.pk in seen else (row.name, row.organisation)
        seen.add(row.pk)


def event_counts(request, pk):
    """The numbers of the team beside what others read of them."""
    user, event = request.user, event_or_404(request.user, pk, rules.can_run)
    rows = list(Headcount.objects.visible_to(user).filter(event=event))
    own = [{"by": row.by, "how": row.how, "cells": row.cells} for row in rows]
    taken = {row.by for row in rows} | {event.age_told}
    read = told(rows)
    by_set = dict(zip((each["by"] for each in read), in_words(read), strict=True))
    context = {
        "event": event,
        "engagement": event.engagement,
        "about": about(event),
        "pairs": [(each, by_set.get(each[0])) for each in rows_in_order(own)],
        "open": [by for by in CountSet if by not in taken and not (apart_from(by) & taken)],
    }
    return render(request, "participation/event_counts.html", context)


def rows_in_order(own):
    order = list(CountSet)
    own.sort(key=lambda each: order.index(each["by"]))
    return [(each["by"], *words) for each, words in zip(own, in_words(own), strict=True)]


def counts_edit(request, pk, by):
    """The numbers of one set."""
    event = event_or_404(request.user, pk, rules.can_run)
    if by not in CountSet.values:
        raise Http404
    back = _("Teilnehmende"), reverse("participation:event-counts", args=[event.pk])
    rows = Headcount.objects.visible_to(request.user).filter(event=event)
    only_one = _("Bitte zählen Sie das Alter nur nach einer der beiden Einteilungen, auch wenn Sie die andere löschen.")
    if event.age_told in apart_from(CountSet(by)):
        messages.error(request, only_one)
        return redirect(back[1])
    found = rows.filter(by=by).first() or Headcount(pk=own_key(event.pk, by), event=event, by=by, author=request.user)
    found.room_id, found.circle = event.room_id, Circle.TEAM
    form = CountsForm(posted(request), classes=CLASSES[CountSet(by)], headcount=found)
    if request.method == "POST" and form.is_valid():
        found.how = form.cleaned_data["how"]
        if all(number is None for _label, number in form.cells):
            if not found._state.adding:
                remove_counts(found, by=request.user)
        elif not keep_counts(found, form.cells, by=request.user):
            messages.error(request, only_one)
            return redirect(back[1])
        messages.success(request, _("Die Zahlen stehen. Andere lesen sie so, dass niemand daraus zu erkennen ist."))
        return redirect(back[1])
    title = _("Gezählt nach: %(set)s") % {"set": CountSet(by).label}
    lead = _("Leer heißt: niemand hat gezählt. 0 heißt: niemand war da.")
    return show_form(request, form, event, title=title, lead=lead, back=back)
