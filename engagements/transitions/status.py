"""The only place that moves a consultation from request to its end."""

from django.db import transaction

from audit.models import Entry

from ..enums import Status
from ..models import Engagement
from .steps import ReasonMissing, StepRefused, not_reachable

STATUS_NEXT = {
    Status.REQUEST: (Status.CLARIFYING, Status.DECLINED, Status.REFERRED),
    Status.CLARIFYING: (Status.RUNNING, Status.DECLINED, Status.REFERRED, Status.ABORTED),
    Status.RUNNING: (Status.WRAPPING_UP, Status.RESTING, Status.ABORTED),
    Status.RESTING: (Status.RUNNING, Status.WRAPPING_UP, Status.ABORTED),
    Status.WRAPPING_UP: (Status.CLOSED, Status.RUNNING),
    Status.CLOSED: (Status.WRAPPING_UP, Status.RUNNING),
    Status.ABORTED: (Status.CLARIFYING, Status.RUNNING),
    Status.DECLINED: (Status.CLARIFYING,),
    Status.REFERRED: (Status.CLARIFYING,),
}
LONGEST_REASON = 240  # the history keeps three hundred signs of a line


class StatusNotReachable(StepRefused):
    """No step leads from where the consultation stands to where it should go."""

    def __init__(self, source, target):
        super().__init__(not_reachable(source, target))


def status_needs_reason(source, target):
    """Ending before the end, and opening again what was closed."""
    return Status(target) in {Status.ABORTED, Status.DECLINED, Status.REFERRED} or not Status(source).is_open


@transaction.atomic
def move_status(engagement, target, *, by, reason=""):
    """Take the step and write it into the history, reason included; of two at once one is refused."""
    engagement = Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    source, target, reason = Status(engagement.status), Status(target), reason.strip()
    if target not in STATUS_NEXT[source]:
        raise StatusNotReachable(source, target)
    if status_needs_reason(source, target) and not reason:
        raise ReasonMissing
    engagement.status = target
    engagement.version += 1
    engagement.save(update_fields=["status", "version", "changed_at"])
    step = f"{source.label} → {target.label}"
    Entry.objects.record("engagement.status", engagement, by=by, summary=f"{step}: {reason}" if reason else step)
    return engagement
