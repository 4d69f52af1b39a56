"""The way of a request for help: an offer is accepted, the search goes on, it ends; each by the one it belongs to."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry

from ..enums import HelpState as S
from ..models import HelpOffer, HelpRequest

RUNNING = (S.OPEN, S.ARRANGED)
STEPS = {  # where it goes -> from where
    S.ARRANGED: RUNNING,
    S.OPEN: (S.ARRANGED,),
    S.CLOSED: RUNNING,
    S.WITHDRAWN: RUNNING,
}


class StepRefused(Exception):
    """Somebody else was quicker, or this step does not follow."""

    def __init__(self):
        super().__init__(_("Inzwischen steht die Bitte anders; bitte sehen Sie noch einmal nach."))


def _moved(row, target, by, **columns):
    """The request as stored, one step further."""
    stored = HelpRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if stored.state not in STEPS[target]:
        raise StepRefused
    is_step = stored.state != target
    stored.state = target
    for name, value in columns.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.save(update_fields=["state", *columns, "version", "changed_at"])
    if is_step:
        Entry.objects.record(f"helprequest.{target}", stored, by=by, summary=str(target.label))
    return stored


@transaction.atomic
def accept(offer, *, by):
    """Whoever asked takes an offer, unless it has been taken back; whether it was this sending that did it."""
    rows = HelpOffer.objects.filter(pk=offer.pk)
    if rows.filter(accepted_at=None).update(accepted_at=timezone.now()):
        _moved(offer.request, S.ARRANGED, by)
        return True
    if not rows.exists():
        raise StepRefused
    return False


def search_on(row, *, by):
    """It came to nothing, or more is needed: others can offer again, with a new day if the old one has passed."""
    with transaction.atomic():
        return _moved(row, S.OPEN, by)


def close(row, *, by, has_helped, what_helped=""):
    """Whoever asked says whether it has helped, and what."""
    with transaction.atomic():
        words = what_helped if has_helped else ""
        return _moved(row, S.CLOSED, by, has_helped=has_helped, what_helped=words, closed_at=timezone.now())


def withdraw(row, *, by):
    """From the next request on nobody reads it but whoever asked, and who keeps the network."""
    with transaction.atomic():
        return _moved(row, S.WITHDRAWN, by, closed_at=timezone.now())
