"""Proposals of an event: their numbers, and asking the addressee once, after four weeks."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.letters import post
from audit.models import Entry
from rooms.enums import Circle

from .enums import ProposalState
from .models import Event, ProposalContact
from .transitions.events import move_proposal

AFTER = dt.timedelta(weeks=4)
LATE = dt.timedelta(weeks=8)  # what has waited longer when the command comes to it is left in peace
SUBJECT = _("Ortsgespräch: Was wurde aus diesem Vorschlag?")


@transaction.atomic
def give_number(proposal):
    """The next number of its event; a number once given is never given again."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=proposal.event_id)
    event.last_proposal += 1
    event.save(update_fields=["last_proposal", "changed_at"])
    proposal.number = event.last_proposal


@transaction.atomic
def keep_contact(proposal, email, *, by):
    """Where its addressee is asked; without an address nobody is."""
    found = ProposalContact.objects.filter(proposal=proposal).first()
    if found is None and email:
        ProposalContact.objects.create(proposal=proposal, room_id=proposal.room_id, author=by, email=email)
    elif found and not email:
        found.delete()
    elif found and found.email != email:
        found.email = email
        found.version += 1
        found.save(update_fields=["email", "version", "changed_at"])


def due(today):
    """Whose addressee is to be asked today: handed over four weeks ago, not answered, not asked yet."""
    rows = ProposalContact.objects.select_related("proposal__event").filter(
        asked_on=None,
        proposal__state=ProposalState.RECEIVED,
        proposal__handed_on__lte=today - AFTER,
        proposal__handed_on__gt=today - LATE,
    )
    return rows.order_by("pk")


def ask_all(today, absolute):
    """Ask each addressee whose day has come, one letter for each proposal; how many."""
    return sum(ask(row.pk, today, absolute) for row in due(today))


@transaction.atomic
def ask(key, today, absolute):
    """Of two who run the command at once, one asks."""
    row = ProposalContact.objects.select_for_update(of=("self",)).filter(pk=key, asked_on=None).first()
    if row is None:
        return 0
    proposal = row.proposal
    row.asked_on = today
    row.version += 1
    row.save(update_fields=["asked_on", "version", "changed_at"])
    move_proposal(proposal, ProposalState.ASKED, by=None)
    link = absolute(reverse("reports:event-proposal", args=[proposal.pk])) if proposal.circle == Circle.PUBLIC else ""
    words = {"number": proposal.number, "day": proposal.handed_on, "link": link}
    with translation.override(settings.LANGUAGE_CODE):  # whoever is asked has no account and no language of her own
        body = render_to_string("participation/event_proposal_mail.txt", words)
        post("proposal", row.email, SUBJECT, body, once=f"proposal:{proposal.pk}")
    Entry.objects.record("proposal.asked", proposal, by=None)
    return 1
