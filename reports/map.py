"""The map of Germany as a drawing: outlines from the database, a dot with a link for each profile that names a place.

What is only counted is no dot: it is a number of its Land.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html_join

from accounts.statements import ask
from municipalities.enums import Level

OUTLINES = "SELECT key, name, path, source FROM network_outline ORDER BY key"

# The middle of Germany keeps its shape; at this scale nobody sees the error (frontend: 70 units to a degree).
WEST, NORTH, SCALE, NARROW = 5.8, 55.15, 70, 0.628  # NARROW: cosine of 51.1 degrees
WIDTH, HEIGHT = 412, 560
NEAR = 9  # dots closer than this are put beside each other


def point(longitude, latitude):
    """Where a place stands on the drawing."""
    return (float(longitude) - WEST) * NARROW * SCALE, (NORTH - float(latitude)) * SCALE


def number(value):
    """A coordinate as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")


def path_of(rings):
    """The rings of a Land as one path: first a point, then steps from point to point."""
    parts = []
    for ring in rings:
        spots = [tuple(round(each, 1) for each in point(*pair[:2])) for pair in ring]
        steps, (x, y) = [f"M{number(spots[0][0])} {number(spots[0][1])}l"], spots[0]
        for nx, ny in spots[1:]:
            if (nx, ny) != (x, y):
                steps.append(f"{number(nx - x)} {number(ny - y)}")
                x, y = nx, ny
        parts.append(steps[0] + " ".join(steps[1:]) + "z")
    return "".join(parts)


class Outline(NamedTuple):
    """The shape of a Land, already drawn."""

    key: str
    name: str
    path: str
    source: str


@dataclass
class Dot:
    """One profile on the map."""

    edition: object
    x: str
    y: str


@dataclass
class Land:
    """One Land with its outline and how many consultations are told of there, the counted ones included."""

    outline: object
    named: int
    counted: int

    @property
    def total(self):
        return self.named + self.counted


class Map:
    """What a page with the map needs; `editions` come with place and Land."""

    width, height = WIDTH, HEIGHT

    def __init__(self, editions):
        named = [each for each in editions if each.slug]
        self.named = Counter(each.land.key for each in named if each.land_id)
        self.counted = Counter(each.land.key for each in editions if not each.slug and each.land_id)
        self.elsewhere = sum(1 for each in editions if not each.slug and not each.land_id)
        self.names = {each.land.key: each.land.name for each in editions if each.land_id}
        self.outlines = [Outline(*row) for row in ask(OUTLINES, {})]
        self.laender = [Land(each, self.named[each.key], self.counted[each.key]) for each in self.outlines]
        self.dots = list(self.spread(each for each in named if whereabouts(each.place)))
        self.without = [each for each in named if not whereabouts(each.place)]

    @property
    def drawing(self):
        """All shapes and dots in one piece: a template would look up each of some hundred words by itself."""
        shape = '<path class="land" fill-rule="evenodd" d="{}"><title>{}: {}</title></path>'
        dot = '<a href="{}"><title>{}</title><circle class="dot" cx="{}" cy="{}" r="7"/></a>'
        shapes = ((each.outline.path, each.outline.name, each.total) for each in self.laender)
        dots = ((each.edition.get_absolute_url(), each.edition, each.x, each.y) for each in self.dots)
        return format_html_join("\n", shape, shapes) + format_html_join("\n", dot, dots)

    @property
    def sources(self):
        return list(dict.fromkeys(each.source for each in self.outlines))

    @property
    def numbers(self):
        """Land by Land, in words, for whoever does not see the drawing."""
        keys = sorted(set(self.named) | set(self.counted), key=lambda key: self.names[key])
        return [(self.names[key], self.named[key], self.counted[key]) for key in keys]

    @staticmethod
    def spread(editions):
        """Dots on the spot of their place; two of one town stand beside each other."""
        taken = defaultdict(list)  # by squares of that size: only what stands in one of the nine around can be near
        last = {}  # of one town the next is looked for beside the last
        for edition in editions:
            spot = x, y = point(edition.place.longitude, edition.place.latitude)
            x = last.get(spot, x)
            while is_near(x, y, taken):
                x += NEAR
            last[spot] = x
            taken[int(x // NEAR), int(y // NEAR)].append((x, y))
            yield Dot(edition, number(x), number(y))


def is_near(x, y, taken):
    """Whether a dot here would touch another."""
    column, row = int(x // NEAR), int(y // NEAR)
    around = ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
    return any(abs(x - tx) < NEAR and abs(y - ty) < NEAR for cell in around if cell in taken for tx, ty in taken[cell])


def whereabouts(place):
    """Whether a place can be put on the map at all: a Land is an area, no spot."""
    return place is not None and place.level != Level.LAND and None not in {place.latitude, place.longitude}
