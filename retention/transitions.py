"""The way of a deletion and of a hold: one person asks, a second one answers."""

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import keys
from audit.models import Entry
from rooms.models import File

from .due import calendar, ended_on, holding, keys_of
from .enums import PlanState
from .models import DeletionPlan, Hold, LedgerEntry, Term
from .rules import can_answer_hold, can_confirm, can_hold, can_propose, can_set_term

PURPOSE = "ledger"


class DeletionRefused(Exception):
    """The step is not possible; the text says why."""


def digest_of(label, key):
    """What the ledger keeps of a row: nobody turns it back, and without the master key nobody tries keys."""
    return keys.digests(PURPOSE, f"{label}:{key}")[0]


@transaction.atomic
def propose(room, group, *, by):
    """The lead says that this group may go; a second person will look."""
    due = next(each for each in calendar(room) if each.group == group)
    if not can_propose(by, room):
        raise DeletionRefused(_("Vorschlagen kann nur die Federführung."))
    if not due.is_due or not due.total:
        raise DeletionRefused(_("Hier ist nichts fällig."))
    if due.plan:
        raise DeletionRefused(_("Diese Löschung ist schon vorgeschlagen."))
    listed = keys_of(room, group)
    plan = DeletionPlan(room=room, group=group, ended_on=ended_on(room), proposed_by=by, keys=listed)
    plan.counts = {label: len(rows) for label, rows in listed.items()}
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise DeletionRefused(_("Diese Löschung ist schon vorgeschlagen.")) from None
    Entry.objects.record("retention.proposed", plan, by=by, summary=f"{plan}: {plan.total}")
    return plan


@transaction.atomic
def withdraw(plan, *, by):
    """Nothing is deleted for now."""
    plan = DeletionPlan.objects.select_for_update().get(pk=plan.pk)
    if not plan.is_open:
        raise DeletionRefused(_("Darüber ist inzwischen entschieden."))
    plan.state, plan.keys = PlanState.WITHDRAWN, {}
    plan.save(update_fields=["state", "keys"])
    Entry.objects.record("retention.withdrawn", plan, by=by, summary=str(plan))
    return plan


@transaction.atomic
def confirm(plan, *, by):
    """A second person agrees: the rows go at once, their files after the commit, and the ledger notes each."""
    if not can_confirm(by, plan):
        raise DeletionRefused(_("Zustimmen kann nur eine zweite Person; eine von beiden hat die Federführung."))
    if holding(plan.room_id).filter(key=None).exists():
        raise DeletionRefused(_("Ein Löschstopp steht dagegen."))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT label, key, file FROM retention_delete(%s)", [plan.pk])
            gone = cursor.fetchall()
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", "") not in {"42501", "55000"}:
            raise
        raise DeletionRefused(_("Seit dem Vorschlag hat sich etwas geändert. Bitte sehen Sie neu nach.")) from None
    LedgerEntry.objects.bulk_create(
        LedgerEntry(label=label, digest=digest_of(label, key), group=plan.group, ended_on=plan.ended_on, plan=plan.pk)
        for label, key, _file in gone
    )
    forget_files(name for _label, _key, name in gone if name)
    plan.refresh_from_db()
    Entry.objects.record("retention.deleted", plan, by=by, summary=f"{plan}: {plan.total}")
    return plan


def forget_files(names):
    """The stored bytes go once their rows are gone for good."""
    storage = File.content.field.storage
    for name in names:
        transaction.on_commit(lambda name=name: storage.delete(name), robust=True)


@transaction.atomic
def place_hold(room, *, by, reason, until, item=None):
    """From now on nothing here is deleted; without a second person's word this holds for two weeks."""
    if not can_hold(by, room):
        raise DeletionRefused(_("Das kann nur das Beratungsteam."))
    hold = Hold(room=room, author=by, reason=reason, until=until)
    if item is not None:
        hold.label, hold.key = item._meta.label_lower, item.pk
    hold.save(force_insert=True)
    Entry.objects.record("retention.held", hold, by=by)
    return hold


@transaction.atomic
def confirm_hold(hold, *, by):
    """A second person agrees that nothing may go."""
    hold = _open_hold(hold, by)
    hold.confirmed_by = by
    hold.save(update_fields=["confirmed_by"])
    Entry.objects.record("retention.hold_confirmed", hold, by=by)
    return hold


@transaction.atomic
def end_hold(hold, *, by, reason):
    """A second person lets the calendar go on, and says why."""
    hold = _open_hold(hold, by)
    hold.ended_by, hold.ended_at, hold.end_reason = by, timezone.now(), reason
    hold.save(update_fields=["ended_by", "ended_at", "end_reason"])
    Entry.objects.record("retention.hold_ended", hold, by=by)
    return hold


@transaction.atomic
def set_term(room, group, *, by, months, reason):
    """From now on a group is kept here for so many months; what is proposed is looked at anew when it is confirmed."""
    if not can_set_term(by, room):
        raise DeletionRefused(_("Das kann nur die Federführung."))
    term = Term(room=room, group=group, months=months, reason=reason, author=by)
    term.save(force_insert=True)
    Entry.objects.record("retention.term", term, by=by, summary=str(term))
    return term


def _open_hold(hold, by):
    hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if hold.ended_at:
        raise DeletionRefused(_("Dieser Löschstopp ist schon beendet."))
    if not can_answer_hold(by, hold):
        raise DeletionRefused(_("Das braucht eine zweite Person."))
    return hold
