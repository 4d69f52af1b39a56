"""Reading the shapes of the Länder, and leaving out what nobody sees at the size of the map."""

from .map import NARROW, SCALE

KEYS = ("code", "AGS", "ags", "SN_L", "id")
NAMES = ("name", "GEN", "gen")
SMALLEST = 4.0  # square units of the drawing; smaller islands are left out
LAENDER = 16


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


def simplified(rings, detail):
    """The same shape with fewer points; what would be smaller than a speck is left out, but never the whole."""
    big = [ring for ring in rings if area(ring) >= SMALLEST] or [max(rings, key=area)]
    return [thinned(ring, detail / SCALE) for ring in big]


def area(ring):
    """The area of a ring in square units of the drawing."""
    turns = zip(ring, ring[1:], strict=False)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in turns)) / 2 * NARROW * SCALE**2


def thinned(ring, tolerance):
    """Douglas and Peucker: points that lie nearly on the line between their neighbours go."""
    if len(ring) < 5:
        return ring
    half = len(ring) // 2
    return keep(ring[: half + 1], tolerance)[:-1] + keep(ring[half:], tolerance)


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
