"""What was said about a programme: which statements disagree, and what the named places say to it."""

from collections import defaultdict
from itertools import combinations

from periods.reading import read


def mark(claims, places):
    """Give every claim `disagrees` and `named`: how many places of its kind the programme names."""
    claims, groups = list(claims), defaultdict(list)
    for claim in claims:
        claim.disagrees, claim.named = False, named_in(claim, places)
        claim.warning = read(claim.as_of).warning
        if claim.number is not None:
            groups[" ".join(claim.about.casefold().split()), claim.is_planned].append(claim)
    for same in groups.values():
        for one, other in combinations(same, 2):
            if one.number != other.number and at_the_same_time(one, other):
                one.disagrees = other.disagrees = True
    return claims


def at_the_same_time(one, other):
    """Two numbers of different days are a development; where a day is missing they may contradict each other."""
    return not (one.as_of and other.as_of) or one.as_of == other.as_of


def named_in(claim, places):
    """Counted from the named places only; None where the claim is not about places."""
    about = claim.about.casefold()
    own = [place for place in places if place.group and place.group.casefold() == about]
    if own:
        return len(own)
    return len(places) if places and about.startswith(("kommune", "orte", "städte", "gemeinde")) else None


def by_group(places):
    """The places under the headings the source gives them, in its order."""
    groups = {}
    for place in places:
        groups.setdefault(place.group, []).append(place)
    return list(groups.items())
