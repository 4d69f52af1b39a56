"""Reading the shapes of the Länder, and leaving out what nobody sees at the size of the map."""

from collections import defaultdict
from itertools import pairwise

from .map import NARROW, SCALE

KEYS = ("code", "AGS", "ags", "SN_L", "id")
NAMES = ("name", "GEN", "gen")
SMALLEST = 4.0  # square units of the drawing; smaller islands are left out
LAENDER = 16
SMALL_RING = 3  # a ring of so many points, the last being the first again, is a line


class CannotRead(Exception):
    """The file is not what it should be; the text says what is missing."""


def laender_of(data):
    """Key -> name and rings, from a collection of areas with the official key of their Land."""
    found = {}
    for feature in data.get("features", []):
        told = feature.get("properties", {}) | {"id": feature.get("id", "")}
        key = str(next((told[name] for name in KEYS if told.get(name)), ""))[:2]
        name = next((told[name] for name in NAMES if told.get(name)), key)
        geometry = feature.get("geometry", {})
        shapes = geometry.get("coordinates", [])
        polygons = [shapes] if geometry.get("type") == "Polygon" else shapes
        if not key.isdecimal() or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
            raise CannotRead("ein Gebiet ohne Länderschlüssel oder ohne Fläche")
        found.setdefault(key, (name, []))[1].extend(ring for polygon in polygons for ring in polygon)
    if len(found) != LAENDER:
        raise CannotRead(f"{len(found)} Länder statt {LAENDER}")
    return found


def simplified(laender, detail):
    """The same shapes with fewer points, as key -> name and rings; a border two of them share stays one line.

    What would be smaller than a speck is left out, but never the whole of a Land.
    """
    whole = {key: (name, big(rings)) for key, (name, rings) in laender.items()}
    owners = defaultdict(set)
    for key, (_name, rings) in whole.items():
        for ring in rings:
            for edge in edges(ring):
                owners[edge].add(key)
    return {
        key: (name, [kept for ring in rings if len(kept := around(ring, owners, detail / SCALE)) > SMALL_RING])
        for key, (name, rings) in whole.items()
    }


def big(rings):
    rings = [[tuple(spot[:2]) for spot in ring] for ring in rings]
    return [ring for ring in rings if area(ring) >= SMALLEST] or [max(rings, key=area)]


def edges(ring):
    return [frozenset(pair) for pair in pairwise(ring)]


def around(ring, owners, tolerance):
    """A ring of thinned lines: it is cut where a neighbour begins or ends, so that both thin the same line."""
    sides, points = [owners[edge] for edge in edges(ring)], ring[:-1]
    cuts = [here for here in range(len(points)) if sides[here] != sides[here - 1]]
    if not cuts:  # one coast, or one neighbour all around: cut where the neighbour would cut it
        cuts = [points.index(min(points)), points.index(max(points))]
    cuts = sorted(set(cuts))
    found = []
    for begin, end in zip(cuts, [*cuts[1:], cuts[0] + len(points)], strict=True):
        line = [points[place % len(points)] for place in range(begin, end + 1)]
        turned = line[-1] < line[0]
        kept = keep(line[::-1] if turned else line, tolerance)
        found += (kept[::-1] if turned else kept)[:-1]
    return [*found, found[0]]


def area(ring):
    """The area of a ring in square units of the drawing."""
    turns = zip(ring, ring[1:], strict=False)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in turns)) / 2 * NARROW * SCALE**2


def keep(points, tolerance):
    first, last = points[0], points[-1]
    far, where = 0.0, 0
    for index in range(1, len(points) - 1):
        if (distance := off_line(points[index], first, last)) > far:
            far, where = distance, index
    if far <= tolerance:
        return [first, last]
    return keep(points[: where + 1], tolerance)[:-1] + keep(points[where:], tolerance)


def off_line(spot, first, last):
    """How far a point lies off the line between two others, in degrees of latitude."""
    (x, y), (ax, ay), (bx, by) = ((each[0] * NARROW, each[1]) for each in (spot, first, last))
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    if length == 0:
        return ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
