"""How many were there: the classes one can count by, and the counts as the team and as others read them."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.models import Entry

from .enums import Counting, CountSet
from .models import Event, Headcount
from .small_numbers import COVERED, covered, fewest

CLASSES = {
    CountSet.TOTAL: [_("insgesamt")],
    CountSet.SEX: [_("Frauen"), _("Männer"), _("divers"), _("keine Angabe")],
    CountSet.AGE: [_("unter 18"), _("18 bis 60"), _("über 60")],
    CountSet.AGE_YOUNG: [_("bis 13"), _("14 bis 17"), _("18 bis 26"), _("27 und älter")],
    CountSet.SECTOR: [_("Verwaltung"), _("Politik"), _("Zivilgesellschaft"), _("Bürger*innen")],
    CountSet.POST: [_("hauptamtlich"), _("ehrenamtlich")],
    CountSet.FIRST: [_("erstmals dabei"), _("schon öfter dabei")],
    CountSet.WAY: [_("vor Ort"), _("online")],
    CountSet.OWN: [],
}
# Two sets whose classes lie within each other: from both together a covered number could be worked out.
APART = ({CountSet.AGE, CountSet.AGE_YOUNG},)
# With free classes anybody could be named, and what is covered elsewhere be told: they stay with the team.
UNTOLD = {CountSet.OWN}


def total_of(headcounts):
    """How many were there in all, or None where nobody has counted."""
    found = next((row for row in headcounts if row.by == CountSet.TOTAL), None)
    return found.cells[0][1] if found and found.cells else None


def told(headcounts):
    """What others read of these counts: sets in order, each with its cells; the total stands first."""
    total = total_of(headcounts)
    shown = []
    others = [row for row in headcounts if row.by not in UNTOLD]
    for row in sorted(others, key=lambda each: list(CountSet).index(each.by)):
        cells, whole = covered([[*cell] for cell in row.cells], total)
        if row.by == CountSet.TOTAL:
            cells = [[label, whole if number is not None else None] for label, number in row.cells]
        shown.append({"by": row.by, "how": row.how, "cells": cells})
    return shown


def in_words(shown):
    """The same for a page: label of the set, how it was counted, and pairs of class and words."""
    return [
        (CountSet(each["by"]).label, Counting(each["how"]).label, [(label, word_of(n)) for label, n in each["cells"]])
        for each in shown or []
    ]


def word_of(number):
    """A number for people: what was not counted is never 0."""
    if number is None:
        return _("nicht gezählt")
    if number == COVERED:
        return _("weniger als %(n)s oder nicht genannt") % {"n": fewest()}
    return str(number)


def apart_from(by):
    """The sets whose classes lie within those of this one."""
    return set().union(*(pair - {by} for pair in APART if by in pair))


@transaction.atomic
def keep_counts(headcount, cells, *, by):
    """The numbers of one set; what others read of the event follows at once. Whether they could be kept.

    Whoever has read one division by age once remembers it, also when it was deleted: the other one is not told.
    """
    event = Event.objects.select_for_update(of=("self",)).get(pk=headcount.event_id)
    if event.age_told in apart_from(headcount.by):
        return False
    headcount.cells = cells
    headcount.save()
    tell_counts(event, by=by)
    return True


@transaction.atomic
def remove_counts(headcount, *, by):
    event = Event.objects.select_for_update(of=("self",)).get(pk=headcount.event_id)
    headcount.delete()
    tell_counts(event, by=by)


def tell_counts(event, *, by):
    """What others read stands at the event, small numbers covered; the numbers themselves stay with the team."""
    rows = list(Headcount.objects.filter(event=event))
    event.counted = told(rows) or None
    event.age_told = event.age_told or next((row.by for row in rows if apart_from(row.by)), "")
    event.version += 1
    event.save(update_fields=["counted", "age_told", "version", "changed_at"])
    Entry.objects.record("event.counted", event, by=by)
