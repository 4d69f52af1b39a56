"""Whether enough were there: those who may vote on that day, or their deputies."""

from dataclasses import dataclass

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


def quorum_of(seating, attendance):
    """The quorum of a meeting from its seating and its list."""
    rows = [row for row in attendance if row.term_id]
    members = {term.pk: term for term in seating.members}
    there = sum(
        1
        for row in rows
        if row.term_id in members
        and seating.votes(members[row.term_id])
        and (row.presence == Presence.PRESENT or row.deputy_id is not None)
    )
    return Quorum(there, seating.quorum, bool(rows))
