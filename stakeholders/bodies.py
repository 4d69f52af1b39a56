"""What happens to a whole body: it grows into another, its terms end with the council."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from periods.fields import expand
from periods.reading import read

from .models import Body, Term
from .terms import carried_on, ended_readably
from .traits import check_may_be_named


class AlreadyEnded(Exception):
    """A body that is over, or will be, grows into nothing; the text says so, and the way out."""

    def __init__(self, body):
        words = _(
            "Für „%(name)s“ steht das Ende schon fest („%(ended)s“). Für einen neuen Übergang nehmen Sie das Ende "
            "zuerst heraus."
        )
        super().__init__(words % {"name": body.name, "ended": body.ended})


def going_along(body, when):
    """The terms that are not over when a body grows into another, members before those who stand in for them."""
    day = read(when).latest or timezone.localdate()
    return body.terms.going_beyond(day).order_by(F("deputy_of").asc(nulls_first=True), "pk")


@transaction.atomic
def succeed(body, successor, *, by, when=""):
    """Let one body grow into another: the seats go along with whoever sits there, the old one ends with its history."""
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)  # of two at once the second waits
    if body.ended:
        raise AlreadyEnded(body)
    coming = list(going_along(body, when))
    for group in body.groups.filter(terms__in=coming).distinct():
        check_may_be_named(group)
    successor.save()
    groups = {}
    for group in body.groups.all():
        old, group.pk, group.body = group.pk, None, successor
        group._state.adding = True
        group.save()
        groups[old] = group
    came = {}
    for term in coming:
        new = Term(
            body=successor,
            group=groups.get(term.group_id),
            name=term.name,
            person_id=term.person_id,
            account_id=term.account_id,
            sent_by=term.sent_by,
            duty=term.duty,
            deputy_of=came.get(term.deputy_of_id),
            period=carried_on(term, when) if when and not term.begins_after(read(when).latest) else term.period,
        )
        new.save()
        came[term.pk] = new
    if when:
        body.ended = when
        body.version += 1
        body.save(update_fields=expand(Body, {"ended", "version", "changed_at"}))
        end_terms(Term.objects.filter(body=body), when)
    Entry.objects.record("body.succeeded", successor, by=by)
    return successor


def ending(terms, when):
    """Those of the terms that end on that day; whoever comes in later stays."""
    day = read(when).latest
    return terms.going_beyond(day).exclude(period_from__gt=day)


def end_terms(terms, when):
    """End every term of these that would go on."""
    count = 0
    for term in ending(terms, when):
        term.period = ended_readably(term.period, when)
        term.save(update_fields=expand(Term, {"period"}))
        count += 1
    return count


@transaction.atomic
def end_with_council(bodies, when, *, by):
    """After a local election: all terms of these bodies end on one day; the seats stay, to be filled anew."""
    count = 0
    for body in bodies:
        n = end_terms(Term.objects.filter(body=body), when)
        if n:
            Entry.objects.record("body.terms_ended", body, by=by, summary=when)
        count += n
    return count
