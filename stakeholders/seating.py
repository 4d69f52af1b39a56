"""Who sits in a body on a day: seats and those that are free, sides that are there and those that are missing."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import ngettext

from .enums import Quorum, Sector, Share
from .models.bodies import FEWEST_FOR_NUMBERS, FEWEST_FOR_SHARES
from .traits import is_without_names


@dataclass
class Place:
    """One member with those who stand in for her."""

    term: object
    deputies: list = field(default_factory=list)


@dataclass
class Row:
    """The seats of one group, or the members without one."""

    group: object
    places: list

    @property
    def free(self):
        """Seats to be filled; who sits below a trait is not told, so nobody knows how many are."""
        if self.group is None or self.is_without_names:
            return 0
        return max(self.group.seats - len(self.places), 0)

    @property
    def is_without_names(self):
        return is_without_names(self.group)


class Seating:
    """A body as it is filled on a day; `body` comes with its groups and terms (`BodyQuerySet.with_seats`)."""

    def __init__(self, body, day=None):
        self.body, self.day = body, day or timezone.localdate()
        terms = list(body.terms.all())
        self.holding = [term for term in terms if term.holds_on(self.day)]
        self.gone = [term for term in terms if term.period_until is not None and term.period_until < self.day]
        self.ahead = [term for term in terms if term.period_from is not None and term.period_from > self.day]
        members = [term for term in self.holding if term.deputy_of_id is None]
        deputies = {}
        for term in self.holding:
            deputies.setdefault(term.deputy_of_id, []).append(term)
        groups = list(body.groups.all())
        self.rows = [
            Row(group, [Place(term, deputies.get(term.pk, [])) for term in members if term.group_id == group.pk])
            for group in groups
        ]
        without = [Place(term, deputies.get(term.pk, [])) for term in members if term.group_id is None]
        if without:
            self.rows.append(Row(None, without))
        self.groups = {group.pk: group for group in groups}

    @property
    def members(self):
        return [place.term for row in self.rows for place in row.places]

    @property
    def seats(self):
        """How many seats there are; members without a seat group count as seats of their own."""
        return sum(row.group.seats if row.group else len(row.places) for row in self.rows)

    @property
    def free(self):
        return sum(row.free for row in self.rows)

    @property
    def sitting(self):
        """The members and those who stand in for one of them."""
        return [term for row in self.rows for place in row.places for term in (place.term, *place.deputies)]

    @property
    def left_over(self):
        """Deputies whose member does not sit here any more."""
        there = {term.pk for term in self.sitting}
        return [term for term in self.holding if term.pk not in there]

    @property
    def told(self):
        """How many sit on how many seats, in words."""
        n, seats = len(self.members), self.seats
        members = ngettext("%(n)s Mitglied", "%(n)s Mitglieder", n) % {"n": n}
        return members + " " + ngettext("auf %(n)s Sitz", "auf %(n)s Sitzen", seats) % {"n": seats}

    def votes(self, term):
        """Whether this member votes."""
        group = self.groups.get(term.group_id)
        return group is None or group.has_vote

    @property
    def voting_seats(self):
        return sum(
            row.group.seats if row.group else len(row.places)
            for row in self.rows
            if row.group is None or row.group.has_vote
        )

    @property
    def quorum(self):
        """How many of those with a vote must be there."""
        return Quorum(self.body.quorum).needed(self.voting_seats)

    @property
    def sides(self):
        """(side, members, whether it should be there), the wanted ones first."""
        counted = {}
        for row in self.rows:
            if row.group and row.group.sector:
                counted[row.group.sector] = counted.get(row.group.sector, 0) + len(row.places)
        wanted = list(self.body.sectors)
        others = [sector for sector in counted if sector not in wanted]
        return [(Sector(sector), counted.get(sector, 0), sector in wanted) for sector in [*wanted, *others]]

    @property
    def missing(self):
        """The sides that should sit there and do not."""
        known = any(row.group and row.group.sector for row in self.rows)
        untold = {row.group.sector for row in self.rows if row.is_without_names}
        rest = [side for side, members, wanted in self.sides if wanted and not members and side not in untold]
        return rest if known else []

    def same_twice(self):
        """People of the register who sit here on two seats at once: one voice, not two."""
        people = [term.person_id for term in self.members if term.person_id]
        return {person for person in people if people.count(person) > 1}


def share_of(count, seats):
    """The class of a share: under a third, about half, over two thirds."""
    if 3 * count < seats:
        return Share.UNDER_THIRD
    return Share.OVER_TWO_THIRDS if 3 * count > 2 * seats else Share.ABOUT_HALF


def may_be_told(count, seats, body, day):
    """Whether a number may be kept at all: never in a small body, whatever was typed; never none, never all."""
    return smaller(seats, body, day) >= FEWEST_FOR_NUMBERS and 0 < count < seats


def is_large_enough(seats, body, day):
    """Whether a share may be kept at all: of a few even its class is a number."""
    return smaller(seats, body, day) >= FEWEST_FOR_SHARES


def smaller(seats, body, day):
    """So many as were typed, or as are known to sit there on that day; seats below a trait are filled without names."""
    named = body.terms.on(day).filter(deputy_of=None).count()
    unnamed = sum(group.seats for group in body.groups.all() if is_without_names(group))
    return min(seats, named + unnamed) if named else seats


CHANGES = 3  # so many members must have changed before a share is told anew


def changes_between(body, first, last):
    """How many members changed from one day to another: who comes for somebody who goes is one change, not two."""
    terms = body.terms.filter(deputy_of=None)
    came = terms.filter(period_from__gt=first, period_from__lte=last).count()
    return max(came, terms.filter(period_until__gte=first, period_until__lt=last).count())


def too_near(body, trait, day):
    """The day of a share of the same trait, before or after, from which too few members have changed; or None."""
    same = body.shares.filter(trait__iexact=" ".join(trait.split()))
    before, after = same.filter(as_of__lt=day).first(), same.filter(as_of__gt=day).last()
    near = [(row.as_of, *sorted((row.as_of, day))) for row in (before, after) if row]
    return next((other for other, first, last in near if changes_between(body, first, last) < CHANGES), None)
