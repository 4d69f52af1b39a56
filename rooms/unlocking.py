"""Something sealed opened to a colleague: with a reason, for three hours, and the lead learns of it at once."""

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.models import Entry

from .enums import Role
from .models import Membership, Unlock
from .models.unlocks import LASTS


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
    transaction.on_commit(lambda: tell_leads(room, by, link), robust=True)
    return rows[0]


def tell_leads(room, by, link):
    """One mail for each lead, in her language."""
    leads = Membership.objects.active().filter(room=room, role=Role.LEAD, user__is_active=True).values("user")
    for person in get_user_model().objects.filter(pk__in=leads).exclude(pk=by.pk):
        with translation.override(person.language):
            text = render_to_string("rooms/unlock_mail.txt", {"link": link})
            send_mail(_("In Ortsgespräch wurde etwas Versiegeltes geöffnet"), text, None, [person.email])


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
