"""The only place that opens and closes an update round; a closed one stays as it was answered."""

from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from engagements.transitions.steps import StepRefused, not_reachable

from ..enums import RoundState
from ..models import UpdateRound


@transaction.atomic
def close_round(found, *, by):
    """No answer comes in any more; what is reported later is visible as a correction."""
    found = UpdateRound.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.state != RoundState.OPEN:
        raise StepRefused(not_reachable(RoundState(found.state), RoundState.CLOSED))
    found.state, found.closed_on = RoundState.CLOSED, timezone.localdate()
    found.version += 1
    found.save(update_fields=["state", "closed_on", "version", "changed_at"])
    Entry.objects.record("round.state", found, by=by, summary=str(RoundState.CLOSED.label))
    return found
