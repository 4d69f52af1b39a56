"""The only place that moves a request: taken into clarification, then accepted, referred or declined."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable

from ..models import Inquiry, Interest
from ..models import InquiryState as S

DECIDED = {S.ACCEPTED, S.SHORT, S.REFERRED, S.DECLINED}
NEXT = {
    S.NEW: {S.CLARIFYING} | DECIDED,
    S.CLARIFYING: DECIDED,
    # Until a consultation is opened a decision can be taken back.
    **dict.fromkeys(DECIDED, {S.CLARIFYING}),
}
NEEDS_REASON = {S.REFERRED, S.DECLINED}


def held(inquiry):
    """The request as stored, held for this transaction."""
    return Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)


@transaction.atomic
def begin(inquiry, *, by):
    """Somebody looks after it from now on; what is further already stays there."""
    inquiry = held(inquiry)
    if inquiry.state == S.NEW:
        _move(inquiry, S.CLARIFYING, by)
    return inquiry


@transaction.atomic
def decide(inquiry, target, *, by, reason="", refer_to="", next_contact=None):
    """Accept, refer or decline, with the reason; whoever is close to a side does not decide."""
    inquiry, target = held(inquiry), S(target)
    if target not in NEXT[inquiry.standing]:
        raise StepRefused(not_reachable(inquiry.standing, target))
    if inquiry.interest == Interest.UNCHECKED:
        raise StepRefused(_("Bitte halten Sie zuerst fest, ob jemand befangen ist."))
    if inquiry.interest == Interest.SOMEBODY and by.pk == inquiry.taken_by_id:
        raise StepRefused(_("Wer befangen ist, entscheidet nicht. Bitte geben Sie die Anfrage ab."))
    if target in NEEDS_REASON and not reason.strip():
        raise ReasonMissing
    if target == S.REFERRED and not refer_to.strip():
        raise StepRefused(_("An wen verweisen Sie? Das braucht auch, wer angefragt hat."))
    inquiry.put("talk", inquiry.ours | {"reason": reason, "refer_to": refer_to if target == S.REFERRED else ""})
    inquiry.next_contact, inquiry.decided_at = next_contact, timezone.now()
    _move(inquiry, target, by)
    return inquiry


@transaction.atomic
def reopen(inquiry, *, by):
    """Take a decision back, as long as nothing has grown from it."""
    inquiry = held(inquiry)
    if S.CLARIFYING not in NEXT[inquiry.standing] or inquiry.standing == S.NEW:
        raise StepRefused(not_reachable(inquiry.standing, S.CLARIFYING))
    if inquiry.engagement_id:
        raise StepRefused(_("Aus dieser Anfrage ist schon eine Beratung geworden."))
    inquiry.decided_at = None
    _move(inquiry, S.CLARIFYING, by)
    return inquiry


def _move(inquiry, target, by):
    inquiry.state = target
    inquiry.version += 1
    inquiry.save(update_fields=["state", "talk", "next_contact", "decided_at", "version", "changed_at"])
    Entry.objects.record("inquiry.state", inquiry, by=by, summary=str(target.label))
