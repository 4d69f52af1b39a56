"""The only place that opens, answers and closes an update round; a closed one stays as it was answered."""

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable

from ..enums import Light, RoundState
from ..enums import MeasureState as S
from ..models import Measure, Progress, RoundAsked, UpdateRound
from ..models.plan import CLOSED
from .measures import MEANWHILE, MEASURE_NEXT, NEEDS_REASON


@transaction.atomic
def close_round(found, *, by):
    """No answer comes in any more; what is reported later is visible as a correction."""
    found = UpdateRound.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if found.state != RoundState.OPEN:
        raise StepRefused(not_reachable(RoundState(found.state), RoundState.CLOSED))
    keep_asked(found)
    found.state, found.closed_on = RoundState.CLOSED, timezone.localdate()
    found.version += 1
    found.save(update_fields=["state", "closed_on", "version", "changed_at"])
    Entry.objects.record("round.state", found, by=by, summary=str(RoundState.CLOSED.label))
    return found


def keep_asked(found):
    """Write down what each link asked for, and where it stands now: later the plan moves on, the round does not."""
    emails = set(found.requests.values_list("email", flat=True))
    reported = Progress.objects.filter(round=found, is_correction=False).values("measure")
    rows = Measure.objects.filter(engagement=found.engagement_id).for_group().exclude(email="")
    rows = rows.filter(~Q(state__in=CLOSED) | Q(pk__in=reported)).order_by("number")
    kept = [
        RoundAsked(round=found, measure=row, email=row.email.lower(), owner=row.owner, state=row.state, light=row.light)
        for row in rows
        if row.email.lower() in emails
    ]
    RoundAsked.objects.bulk_create(kept, ignore_conflicts=True)


def answer(request, asked, *, target, light, note, key):
    """Write down what somebody without an account reports through the link of her request; the wall looks again.

    Everything as it was is no news: the reason given last stays, and need not be given again.
    """
    source, target, light = S(asked.state), S(target), Light(light)
    is_new = (target, light) != (source, asked.light)
    if target != source and target not in MEASURE_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    if not note and is_new and (light.needs_reason or target in NEEDS_REASON):
        raise ReasonMissing
    words = [request, key, asked.pk, source, asked.light, target, light, note, _("zuständige Stelle")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT round_answer(%s, %s, %s, %s, %s, %s, %s, %s, %s)", [str(w) for w in words])
        said = cursor.fetchone()[0]
    if said == "written":
        return
    if said == "reason":
        raise ReasonMissing
    raise StepRefused(
        {
            "closed": _("Die Runde ist inzwischen abgeschlossen."),
            "foreign": _("Zu dieser Maßnahme wird hier nicht mehr gefragt."),
            "moved": MEANWHILE,
        }[said]
    )
