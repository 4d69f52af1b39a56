"""A peer consultation begins, ends, and its words go or stay."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry

from ..enums import PeerState
from ..models import PeerConsultation
from ..models.peer import KEPT_DAYS

START, END, KEEP, FORGET = "beginnen", "beenden", "behalten", "loeschen-lassen"
STEPS = {
    START: (PeerState.PLANNED, PeerState.RUNNING),
    END: (PeerState.RUNNING, PeerState.ENDED),
    KEEP: (PeerState.ENDED, PeerState.ENDED),
    FORGET: (PeerState.ENDED, PeerState.ENDED),
}


class StepRefused(Exception):
    """Somebody else was quicker, or this step does not follow."""


def possible(consultation):
    """The steps that follow from here."""
    steps = [step for step, (before, _after) in STEPS.items() if before == consultation.state]
    unwanted = FORGET if consultation.delete_on else KEEP
    return [step for step in steps if step != unwanted]


@transaction.atomic
def move(consultation, step, *, by):
    """One step; at the end a day is set on which the words go, unless the case giver keeps them."""
    row = PeerConsultation.objects.select_for_update().get(pk=consultation.pk)
    if step not in STEPS or row.state != STEPS[step][0]:
        raise StepRefused(_("Inzwischen steht die Fallberatung anders; bitte sehen Sie noch einmal nach."))
    now = timezone.now()
    row.state = STEPS[step][1]
    if step == START:
        row.started_at = now
    if step == END:
        row.ended_at = now
    if step in (END, FORGET):
        row.delete_on = timezone.localdate() + timedelta(days=KEPT_DAYS)
    if step == KEEP:
        row.delete_on = None
    row.version += 1
    row.save(update_fields=["state", "started_at", "ended_at", "delete_on", "version", "changed_at"])
    Entry.objects.record(f"peerconsultation.{row.state}", row, by=by)
    return row
