"""Which rows of a register may mean the same: proposed to the team, never merged by itself."""

from dataclasses import dataclass
from itertools import combinations

from audit.reads import compared_only
from rooms.noted import note

from .enums import Likeness
from .likeness import Names, likeness
from .models import NotDuplicate, Organisation, Person
from .rules import can_merge

MOST_TO_COUNT = 150  # every row is compared with every other


@dataclass(frozen=True)
class Proposal:
    first: Organisation | Person
    second: Organisation | Person
    reason: Likeness

    @property
    def kind(self):
        return self.first._meta.model_name


def in_pair_order(first, second):
    """Two rows always in the same order, so that a pair is known again."""
    return sorted((first, second), key=lambda item: item.pk)


def proposals(user, room_id):
    """All pairs of a room the person may see and merge, organisations first."""
    with compared_only():
        found = _proposals_among(user, _registers(user, room_id), _kept_apart(room_id))
    return _shown(found)


def _shown(found):
    """Of all that were compared these are read."""
    for proposal in found:
        note(proposal.first)
        note(proposal.second)
    return found


def _proposals_among(user, registers, apart):
    found = []
    for rows in registers:
        pairs = combinations([(row, _names(row)) for row in rows], 2)
        found += filter(None, (_proposal(user, one, other, apart) for one, other in pairs))
    return found


@compared_only()
def count_proposals(user, room_id):
    """How many pairs wait, or None in a register so long that each look at it would take too long to count them."""
    registers = [list(rows[: MOST_TO_COUNT + 1]) for rows in _registers(user, room_id)]
    if sum(map(len, registers)) > MOST_TO_COUNT:
        return None
    return len(_proposals_among(user, registers, _kept_apart(room_id)))


def proposals_about(user, item):
    """The pairs one row belongs to, the row itself first."""
    apart = _kept_apart(item.room_id)
    rows = _organisations(user, item.room_id) if isinstance(item, Organisation) else _people(user, item.room_id)
    with compared_only():
        rows = {row.pk: row for row in rows}
    own = rows.pop(item.pk, None)
    if own is None:
        return []
    me = own, _names(own)
    return _shown(list(filter(None, (_proposal(user, me, (row, _names(row)), apart) for row in rows.values()))))


def _organisations(user, room_id):
    return Organisation.objects.visible_to(user).unmerged().filter(room=room_id).in_order().prefetch_related("aliases")


def _people(user, room_id):
    return Person.objects.visible_to(user).unmerged().filter(room=room_id).in_order()


def _registers(user, room_id):
    return _organisations(user, room_id), _people(user, room_id)


def _kept_apart(room_id):
    return set(NotDuplicate.objects.filter(room=room_id).values_list("first", "second"))


def _names(row):
    others = [alias.name for alias in row.aliases.all()] if isinstance(row, Organisation) else ()
    return Names(row.name, others)


def _proposal(user, one, other, apart):
    (first, names), (second, other_names) = one, other
    reason = likeness(names, other_names, with_parts=_may_be_parts(first, second))
    if reason is None or not can_merge(user, first, second):
        return None
    if tuple(row.pk for row in in_pair_order(first, second)) in apart:
        return None
    return Proposal(first, second, reason)


def _may_be_parts(first, second):
    """A unit carries the name of its house, and a council group that of its council: no reason to ask."""
    if isinstance(first, Person):
        return True
    kin = first.parent_id == second.pk or second.parent_id == first.pk
    return not kin and (first.kind == second.kind or not (first.kind and second.kind))
