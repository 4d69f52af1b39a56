"""The only place that accepts a contribution, proposes and decides what becomes of its points, and notes the answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable

from ..enums import ContributionState, Handling, PointState
from ..models import Contribution, ContributionContact

STATE_NEXT = {
    ContributionState.NEW: {ContributionState.ACCEPTED, ContributionState.REFUSED},
    ContributionState.ACCEPTED: {ContributionState.REFUSED},
    ContributionState.REFUSED: {ContributionState.ACCEPTED},
}


def held(row):
    """The row as it is stored now; from here on nobody else writes at it."""
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


@transaction.atomic
def move(contribution, target, *, by, reason=""):
    """Accept what was brought in, or refuse it with a reason; of what is refused name and address go at once."""
    found, target = held(contribution), ContributionState(target)
    if found.state == target:
        return found
    if target not in STATE_NEXT[ContributionState(found.state)]:
        raise StepRefused(not_reachable(ContributionState(found.state), target))
    if target == ContributionState.REFUSED:
        if not reason.strip():
            raise ReasonMissing
        if found.points.exists():
            raise StepRefused(_("Dieser Beitrag hat schon Punkte. Bitte beantworten Sie diese."))
        ContributionContact.objects.filter(contribution=found).delete()
    found.state, found.refused_because = target, reason.strip() if target == ContributionState.REFUSED else ""
    found.version += 1
    found.save(update_fields=["state", "refused_because", "version", "changed_at"])
    Entry.objects.record("contribution.state", found, by=by, summary=str(target.label))
    return found


@transaction.atomic
def propose(point, *, handling, by, reason="", merged_with=None):
    """Say what shall become of a point; said again before it is decided, the later word holds."""
    found = held(point)
    handling = Handling(handling)
    if found.is_decided:
        raise StepRefused(_("Über diesen Punkt ist schon entschieden."))
    check_not_weighed(found)
    if handling.needs_reason and not reason.strip():
        raise ReasonMissing
    if handling == Handling.MERGED:
        check_merge(found, merged_with)
    found.handling, found.reason = handling, reason.strip()
    found.merged_with = merged_with if handling == Handling.MERGED else None
    found.state, found.proposed_by = PointState.PROPOSED, by
    found.version += 1
    found.save(update_fields=["handling", "reason", "merged_with", "state", "proposed_by", "version", "changed_at"])
    Entry.objects.record("point.proposed", found, by=by, summary=str(handling.label))
    return found


def check_not_weighed(point):
    if point.is_weighed:
        raise StepRefused(
            _("Über diesen Punkt wird gerade abgewogen. Warten Sie das Ergebnis ab, oder verwerfen Sie es.")
        )


def check_merge(point, other):
    """A point joins one that has an answer of its own: neither itself nor one that has joined another."""
    if other is None or other.pk == point.pk:
        raise StepRefused(_("Bitte wählen Sie den Punkt, mit dem dieser verbunden wird."))
    if other.merged_with_id or other.contribution.whole_id != point.contribution.whole_id:
        raise StepRefused(_("Dieser Punkt ist selbst mit einem anderen verbunden; bitte wählen Sie jenen."))
    if point.merged.exists():
        raise StepRefused(_("Mit diesem Punkt sind andere verbunden; er braucht eine eigene Antwort."))


@transaction.atomic
def decide(point, *, by):
    """What was proposed holds; a point that joined another waits for that one."""
    found = held(point)
    if found.is_decided:
        return found
    if found.state != PointState.PROPOSED:
        raise StepRefused(_("Erst sagen, was daraus wird; dann entscheiden."))
    check_not_weighed(found)
    if found.handling == Handling.MERGED and not (found.merged_with and found.merged_with.is_decided):
        raise StepRefused(_("Der Punkt, mit dem dieser verbunden ist, ist noch nicht entschieden."))
    found.state, found.decided_by, found.decided_at = PointState.DECIDED, by, timezone.now()
    found.version += 1
    found.save(update_fields=["state", "decided_by", "decided_at", "version", "changed_at"])
    Entry.objects.record("point.decided", found, by=by, summary=found.get_handling_display())
    return found


@transaction.atomic
def reopen(point, *, by):
    """Take a decision back, as long as nobody has been told of it."""
    found = held(point)
    if not found.is_decided:
        return found
    if Contribution.objects.filter(pk=found.contribution_id).exclude(answered_on=None).exists():
        raise StepRefused(_("Die Antwort ist schon hinausgegangen; an der Entscheidung ändert sich nichts mehr."))
    if found.merged.filter(state=PointState.DECIDED).exists():
        raise StepRefused(_("Damit verbundene Punkte sind schon entschieden. Bitte nehmen Sie erst diese zurück."))
    found.state, found.decided_by, found.decided_at = PointState.PROPOSED, None, None
    found.version += 1
    found.save(update_fields=["state", "decided_by", "decided_at", "version", "changed_at"])
    Entry.objects.record("point.reopened", found, by=by)
    return found


def note_answered(contribution, *, by):
    """From now on whoever wrote it reads what became of it; False if somebody was quicker."""
    found = held(contribution)
    if found.answered_on:
        return False
    found.answered_on = timezone.localdate()
    found.version += 1
    found.save(update_fields=["answered_on", "version", "changed_at"])
    Entry.objects.record("contribution.answered", found, by=by)
    return True
