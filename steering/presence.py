"""Whether enough were there: those who may vote on that day, or their deputies."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from stakeholders.seating import Seating

from .enums import Presence


@dataclass(frozen=True)
class Quorum:
    """How many with a vote were there, how many it takes; nothing is said before anybody was noted."""

    there: int
    needed: int
    noted: bool

    @property
    def is_met(self):
        return self.there >= self.needed


def quorum_of(seating, attendance, needed=None):
    """The quorum of a meeting from its seating and its list; `needed` as it was when the list was written."""
    rows = [row for row in attendance if row.term_id]
    members = {term.pk: term for term in seating.members}
    there = [row for row in rows if row.term_id in members and is_represented(row)]
    voting = [row for row in there if seating.votes(members[row.term_id])]
    sitting = {term.pk: term for term in seating.holding}
    voices = voices_of(sitting.get(row.deputy_id) or members[row.term_id] for row in voting)
    needed = seating.quorum if needed is None else needed
    return Quorum(len(voices), needed, bool(rows))


def voices_of(terms):
    """Who speaks on these seats: somebody on two of them, also as the deputy of two, has one voice."""
    voices = []
    for term in terms:
        known = {("person", term.person_id), ("account", term.account_id)} - {("person", None), ("account", None)}
        same = [voice for voice in voices if voice & known]
        voices = [voice for voice in voices if voice not in same]
        voices.append((known or {("seat", term.pk)}).union(*same))
    return voices


def is_represented(row):
    return row.presence == Presence.PRESENT or row.deputy_id is not None


def quorum_missed(meeting):
    """That too few were there, in words; empty where enough were, or where nobody was noted yet."""
    prefetch_related_objects([meeting], "body__groups", "body__terms", "attendance")
    quorum = quorum_of(Seating(meeting.body, meeting.on), meeting.attendance.all(), meeting.quorum_needed)
    if not quorum.noted or quorum.is_met:
        return ""
    words = _("Die Runde war nicht beschlussfähig: %(there)s mit Stimme da, %(needed)s nötig. Es geht mit einem Grund.")
    return words % {"there": quorum.there, "needed": quorum.needed}


def stamp_of(meeting):
    """What stands on the list of a meeting, as one word."""
    rows = meeting.attendance.order_by("pk").values_list("pk", "presence", "deputy", "guest")
    return salted_hmac("steering.attendance", repr(list(rows))).hexdigest()[:16]


def voters_of(seating, attendance):
    """account -> name of those who vote at a meeting: members with a vote, their deputies where they came instead."""
    noted, found = {row.term_id: row for row in attendance if row.term_id}, {}
    for term in seating.members:
        row = noted.get(term.pk)
        if not seating.votes(term):
            continue
        if row and row.deputy_id:
            term = row.deputy  # noqa: PLW2901 - one vote for this seat
        elif row and row.presence != Presence.PRESENT:
            continue
        if term.account_id:
            found[term.account_id] = term.name
    return found
