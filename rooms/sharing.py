"""What happens when a row comes into another circle."""

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry

from .enums import Circle


def restamp(item, before):
    """Share a row from today on if its circle has become wider; returns the names of the changed columns."""
    if item.circle >= before:
        return set()
    item.shared_on = timezone.localdate()
    return {"shared_on"}


def needs_release(before, circle):
    """Whether a stored row would leave the team, or go still further out: that takes two people."""
    return before is not None and circle < min(before, Circle.TEAM)


def note_move(item, before, *, by):
    """Write into the history from which circle into which a row came."""
    if item.circle != before:
        steps = _("%(before)s → %(after)s") % {"before": Circle(before).label, "after": Circle(item.circle).label}
        Entry.objects.record(f"{item._meta.model_name}.moved", item, by=by, summary=steps)
