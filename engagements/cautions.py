"""By whom it was said: a text that rests on a single talk."""

from django.utils.translation import gettext as _

from rooms.cautions import Caution

from .enums import ActivityKind
from .models import LogEntry


def single_source(item, words, user):
    """A talk with one person, or with nobody named: whoever was there is recognised in it."""
    if not isinstance(item, LogEntry) or item.kind != ActivityKind.TALK:
        return []
    voices = max(item.head_count or 0, item.persons.count())
    return [] if voices > 1 else [Caution(_("Das stützt sich auf ein einziges Gespräch."))]
