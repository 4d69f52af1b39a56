"""The only place that moves an event from planned to held, and a proposal from received to answered."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import StepRefused, not_reachable

from ..enums import EventState, ProposalState
from ..models import Event, Proposal

EVENT_NEXT = {
    EventState.PLANNED: (EventState.OPEN, EventState.HELD, EventState.CANCELLED),
    EventState.OPEN: (EventState.CLOSED, EventState.HELD, EventState.CANCELLED),
    EventState.CLOSED: (EventState.OPEN, EventState.HELD, EventState.CANCELLED),
    EventState.HELD: (),
    EventState.CANCELLED: (EventState.PLANNED,),
}
PROPOSAL_NEXT = {
    ProposalState.RECEIVED: (ProposalState.ASKED, ProposalState.ANSWERED),
    ProposalState.ASKED: (ProposalState.ANSWERED,),
    ProposalState.ANSWERED: (),
}


@transaction.atomic
def move_event(event, target, *, by):
    """Take the step; calendars hear of it by the sequence."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    source, target = EventState(event.state), EventState(target)
    if target not in EVENT_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    if target == EventState.OPEN and event.begins is None:
        raise StepRefused(_("Für die Anmeldung fehlt noch der Tag."))
    if target == EventState.OPEN and not event.needs_registration:
        raise StepRefused(_("Diese Veranstaltung ist ohne Anmeldung."))
    if target == EventState.HELD and not event.is_over:
        raise StepRefused(_("Die Veranstaltung ist erst am %(day)s.") % {"day": f"{event.last_day:%d.%m.%Y}"})
    event.state = target
    event.cancelled_on = timezone.localdate() if target == EventState.CANCELLED else None
    event.sequence += 1
    event.version += 1
    event.save(update_fields=["state", "cancelled_on", "sequence", "version", "changed_at"])
    Entry.objects.record("event.state", event, by=by, summary=f"{source.label} → {target.label}")
    return event


@transaction.atomic
def move_proposal(proposal, target, *, by):
    """Asked once, answered once; whoever comes second finds it done."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    source, target = ProposalState(proposal.state), ProposalState(target)
    if target not in PROPOSAL_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    proposal.state = target
    proposal.version += 1
    proposal.save(update_fields=["state", "version", "changed_at"])
    Entry.objects.record("proposal.state", proposal, by=by, summary=str(target.label))
    return proposal
