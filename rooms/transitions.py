"""The way of a release: proposed, agreed by a second person or returned, withdrawn at any time."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry

from .enums import Circle, ReleaseState
from .items_by_name import item_of
from .models import Release
from .rules import can_decide, can_withdraw
from .sharing import note_move, restamp
from .words import has_moved_on

STEPS = {
    ReleaseState.RELEASED: {ReleaseState.PROPOSED},
    ReleaseState.RETURNED: {ReleaseState.PROPOSED},
    ReleaseState.WITHDRAWN: {ReleaseState.PROPOSED, ReleaseState.RELEASED},
}
STEPS_BACK = STEPS[ReleaseState.WITHDRAWN]


class ReleaseRefused(Exception):
    """The step is not possible; the text says why."""


def _held(release, target):
    """The release as stored, held for this transaction, if this step leads on from where it is."""
    found = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if found.state not in STEPS[target]:
        raise ReleaseRefused(_("Darüber ist inzwischen entschieden: %(state)s.") % {"state": found.get_state_display()})
    return found


@transaction.atomic
def approve(release, *, by):
    """A second person agrees: from now on exactly these words are read in the wider circle."""
    release = _held(release, ReleaseState.RELEASED)
    if not can_decide(by, release):
        raise ReleaseRefused(_("Freigeben kann nur eine zweite Person; eine von beiden hat die Federführung."))
    if not release.is_intact:
        raise ReleaseRefused(_("Die Fassung stimmt nicht mehr mit ihrer Prüfsumme überein. Bitte neu vorschlagen."))
    release.state, release.decided_by, release.decided_at = ReleaseState.RELEASED, by, timezone.now()
    if release.is_edition:
        release.circle, release.shared_on = release.to_circle, timezone.localdate()
    release.save(update_fields=["state", "decided_by", "decided_at", "circle", "shared_on", "changed_at"])
    if not release.is_edition:
        _move_row(release, by)
    Entry.objects.record("release.approved", release, by=by, summary=str(release.target.label))
    return release


def _row_of(release, by):
    """The row a release is about, as stored and held: a text saved meanwhile is not written over by this one."""
    row = item_of(by, release)
    return row and type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()


def _move_row(release, by):
    """The row itself comes into the wider circle, if it is still the one that was proposed."""
    row = _row_of(release, by)
    if row is None or has_moved_on(row, release):
        raise ReleaseRefused(_("Seit dem Vorschlag wurde das geändert. Bitte lassen Sie es neu vorschlagen."))
    before, row.circle = row.circle, release.to_circle
    row.save(update_fields={"circle", "changed_at"} | restamp(row, before))
    note_move(row, before, by=by)


@transaction.atomic
def give_back(release, *, by, answer):
    """The second person does not agree, and says what is missing."""
    release = _held(release, ReleaseState.RETURNED)
    if not can_decide(by, release):
        raise ReleaseRefused(_("Zurückgeben kann nur eine zweite Person."))
    release.state, release.decided_by, release.decided_at = ReleaseState.RETURNED, by, timezone.now()
    release.answer = answer
    release.save(update_fields=["state", "decided_by", "decided_at", "answer", "changed_at"])
    Entry.objects.record("release.returned", release, by=by, summary=answer)
    return release


@transaction.atomic
def withdraw_release(release, *, by):
    """From now on only the team reads it again; what others have read stays read."""
    release = _held(release, ReleaseState.WITHDRAWN)
    if not can_withdraw(by, release):
        raise ReleaseRefused(_("Das kann nur das Beratungsteam zurückziehen."))
    was_out, release.state = release.state == ReleaseState.RELEASED, ReleaseState.WITHDRAWN
    release.withdrawn_by, release.withdrawn_at, release.circle = by, timezone.now(), Circle.TEAM
    release.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "circle", "changed_at"])
    if was_out and not release.is_edition and (row := _row_of(release, by)) and row.circle == release.to_circle:
        before, row.circle = row.circle, Circle.TEAM
        row.save(update_fields={"circle", "changed_at"})
        note_move(row, before, by=by)
    Entry.objects.record("release.withdrawn", release, by=by, summary=str(release.target.label))
    return release
