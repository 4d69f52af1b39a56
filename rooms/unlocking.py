"""Something sealed opened to a colleague: with a reason, for three hours, and the lead learns of it at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.letters import post_to_each
from audit.models import Entry

from .models import Unlock
from .models.unlocks import LASTS
from .rules import leads_of

SUBJECT = _("In Ortsgespräch wurde etwas Versiegeltes geöffnet")


@transaction.atomic
def unlock(room, kind, keys, *, by, reason, link):
    """Open a sealed row to `by`, with what hangs on it; the first of the keys is the row itself.

    The leads get a mail with the link and without a word of the content.
    """
    now = timezone.now()
    deed = {"room": room, "kind": kind, "person": by, "reason": reason, "at": now, "until": now + LASTS}
    rows = [Unlock(key=key, **deed) for key in keys]
    Unlock.objects.bulk_create(rows)
    Entry.objects.record("unlock.opened", rows[0], by=by, summary=reason)
    leads = list(dict.fromkeys(row.user for row in leads_of(room).exclude(user=by).select_related("user")))
    post_to_each("unlock", leads, SUBJECT, "rooms/unlock_mail.txt", link=link)
    return rows[0]


@transaction.atomic
def close(row, *, by):
    """End an unlock, and with it that of everything opened by the same deed, before its time is over."""
    now = timezone.now()
    same = Unlock.objects.running().filter(room=row.room_id, person=row.person_id, at=row.at)
    if same.update(ended_at=now, noted_at=now, noted_by=by):
        Entry.objects.record("unlock.closed", row, by=by)


def take_note(row, *, by):
    """The lead has read who opened what, and why."""
    same = Unlock.objects.filter(room=row.room_id, person=row.person_id, at=row.at, noted_at=None)
    same.update(noted_at=timezone.now(), noted_by=by)
