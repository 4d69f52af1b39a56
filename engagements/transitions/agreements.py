"""The only place that moves an agreement from draft to its end."""

from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from periods.fields import expand

from ..enums import AgreementState
from ..models import Agreement
from .steps import ReasonMissing, StepRefused, not_reachable

AGREEMENT_NEXT = {
    AgreementState.DRAFT: (AgreementState.NEGOTIATING, AgreementState.SIGNED),
    AgreementState.NEGOTIATING: (AgreementState.SIGNED, AgreementState.DRAFT),
    AgreementState.SIGNED: (AgreementState.IN_FORCE, AgreementState.TERMINATED, AgreementState.NEGOTIATING),
    AgreementState.IN_FORCE: (AgreementState.EXPIRED, AgreementState.TERMINATED),
    AgreementState.EXPIRED: (AgreementState.IN_FORCE,),
    AgreementState.TERMINATED: (AgreementState.IN_FORCE,),
}
# Back from the signature, out before the time, and back from the end.
NEEDS_REASON = {
    (AgreementState.SIGNED, AgreementState.NEGOTIATING),
    (AgreementState.SIGNED, AgreementState.TERMINATED),
    (AgreementState.IN_FORCE, AgreementState.TERMINATED),
    (AgreementState.EXPIRED, AgreementState.IN_FORCE),
    (AgreementState.TERMINATED, AgreementState.IN_FORCE),
}


class AgreementNotReachable(StepRefused):
    """No step leads from where the agreement stands to where it should go."""

    def __init__(self, source, target):
        super().__init__(not_reachable(source, target))


@transaction.atomic
def move_agreement(agreement, target, *, by, when="", names=(), reason=""):
    """Take the step; a signature brings its date and the names below the text."""
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    source, target, reason = AgreementState(agreement.state), AgreementState(target), reason.strip()
    if target not in AGREEMENT_NEXT[source]:
        raise AgreementNotReachable(source, target)
    if (source, target) in NEEDS_REASON and not reason:
        raise ReasonMissing
    agreement.state = target
    if target == AgreementState.SIGNED:
        agreement.signed = when or f"{timezone.localdate():%d.%m.%Y}"
        agreement.text = with_signatures(agreement.text, agreement.signed, names)
    agreement.version += 1
    changed = expand(Agreement, {"state", "signed", "text", "version", "changed_at"})
    agreement.save(update_fields=changed)
    step = f"{source.label} → {target.label}"
    Entry.objects.record("agreement.state", agreement, by=by, summary=f"{step}: {reason}" if reason else step)
    return agreement


def with_signatures(text, when, names):
    """The paper with who signed it; German, like the paper."""
    lines = [f"- {name}" for name in names if name]
    if not lines:
        return text
    return "\n\n".join(filter(None, [text.rstrip(), f"**Unterzeichnet {when}:**", "\n".join(lines)])) + "\n"
