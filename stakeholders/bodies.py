"""What happens to a whole body: it grows into another, its terms end with the council."""

from django.db import transaction
from django.db.models import F

from audit.models import Entry
from periods.fields import expand
from periods.reading import read

from .models import Body, Term
from .terms import ended


@transaction.atomic
def succeed(body, successor, *, by, when=""):
    """Let one body grow into another: the seats go along with whoever sits there, the old one ends with its history."""
    successor.save()
    groups = {}
    for group in body.groups.all():
        old, group.pk, group.body = group.pk, None, successor
        group._state.adding = True
        group.save()
        groups[old] = group
    came = {}
    members_first = Term.objects.filter(body=body, period_until=None).order_by(
        F("deputy_of").asc(nulls_first=True), "pk"
    )
    for term in members_first:
        new = Term(
            body=successor,
            group=groups.get(term.group_id),
            name=term.name,
            person_id=term.person_id,
            account_id=term.account_id,
            sent_by=term.sent_by,
            duty=term.duty,
            deputy_of=came.get(term.deputy_of_id),
            period=f"seit {when}" if when and not term.begins_after(read(when).latest) else term.period,
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


def end_terms(terms, when):
    """End every term of these that is still open; whoever came in later stays."""
    count, end = 0, read(when).latest
    for term in terms.filter(period_until=None).exclude(period_from__gt=end):
        term.period = ended(term.period, when)
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
