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


def asks_first(before, circle):
    """Whether a stored row would leave the team, or go still further out: that is confirmed before it happens."""
    return before is not None and circle < min(before, Circle.TEAM)


def note_move(item, before, *, by):
    """Write into the history from which circle into which a row came."""
    if item.circle != before:
        steps = _("%(before)s → %(after)s") % {"before": Circle(before).label, "after": Circle(item.circle).label}
        Entry.objects.record(f"{item._meta.model_name}.moved", item, by=by, summary=steps)


def follow(files, item):
    """Files lie in the circle of the row they hang on, and are shared from the same day."""
    files.update(room=item.room_id, author=item.author_id, circle=item.circle, shared_on=item.shared_on)
