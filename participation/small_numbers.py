"""Counts that somebody outside the team reads: what could point at a person is covered, also against subtraction.

A number below the fewest is covered. One covered number alone would be found by subtracting the others from the total,
and if only small ones were covered, a high sum of them would give each away: so the smallest of the others is covered
with them. Below the fewest in total nothing is told at all.
"""

from django.conf import settings

COVERED = "<"  # in place of a number: there is one, and it is not told


def fewest():
    return settings.SMALLEST_COUNT


def covered(cells, total, least=None):
    """(cells, total) as others read them: a number, COVERED, or None where nobody has counted.

    `cells` are pairs of class and number that add up to the total, or to less where not all were asked.
    """
    least = fewest() if least is None else least
    numbers = {place: number for place, (_label, number) in enumerate(cells) if number is not None}
    if total is not None and total < least:
        hidden, total = set(numbers), COVERED
    else:
        hidden = to_cover(numbers, least)
    return [[label, COVERED if place in hidden else number] for place, (label, number) in enumerate(cells)], total


def to_cover(numbers, least):
    """The places to cover: the small ones, and with them the smallest of the others, all of these if several are equal.

    So which ones are covered follows from the numbers alone and not from where they stand: what is covered could be
    swapped among its places and would be shown just so.
    """
    hidden = {place for place, number in numbers.items() if number < least}
    others = [number for number in numbers.values() if number >= least]
    if hidden and others:
        hidden |= {place for place, number in numbers.items() if number == min(others)}
    return hidden
