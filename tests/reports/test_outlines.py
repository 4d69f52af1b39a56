"""The shapes of the Länder: read from the official file, thinned without tearing, with their source."""

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from network.models import Outline
from reports.map import path_of, point
from reports.outlines import edges, laender_of, simplified
from tests.factories.profiles import Sides, some_place

pytestmark = pytest.mark.django_db
# Where the official file lies on this machine; it is no part of the project.
OFFICIAL = Path(os.environ.get("OUTLINES", "outlines_laender.geojson"))


def collection(laender=16):
    square = [[8.0, 50.0], [9.0, 50.0], [9.0, 51.0], [8.5, 51.001], [8.0, 51.0], [8.0, 50.0]]
    areas = [
        {"properties": {"code": f"{n:02}", "name": f"L{n}"}, "geometry": {"type": "Polygon", "coordinates": [square]}}
        for n in range(1, laender + 1)
    ]
    return {"type": "FeatureCollection", "attribution": "© Amt; VG250", "features": areas}


def test_official_outlines_are_read_and_their_source_is_told(client, tmp_path):
    file = tmp_path / "laender.json"
    file.write_text(json.dumps(collection()))
    call_command("load_outlines", file)
    call_command("load_outlines", file)

    assert Outline.objects.count() == 16
    assert "© Amt" in client.get(reverse("reports:map")).content.decode()


@pytest.mark.parametrize("text", ["", "{}", json.dumps(collection(3))])
def test_a_file_that_is_something_else_is_refused(tmp_path, text):
    file = tmp_path / "laender.json"
    file.write_text(text)

    with pytest.raises(CommandError):
        call_command("load_outlines", file)
    with pytest.raises(CommandError):
        call_command("load_outlines", Path(tmp_path / "fehlt"))


def test_points_nobody_sees_are_left_out():
    ring = [[8, 50], [8.5, 50.001], [9, 50], [9, 51], [8.5, 51.001], [8, 51], [8, 50]]
    ((_name, (thin,)),) = simplified({"01": ("Land", [ring])}, 0.7).values()

    assert thin == [(8, 50), (9, 50), (9, 51), (8, 51), (8, 50)]
    assert path_of([thin]).startswith("M")


def neighbours():
    """Two areas with a crooked border between them, and one that lies within the second as Berlin does."""
    border = [[9, 50], [9.004, 50.2], [8.997, 50.5], [9.006, 50.8], [9, 51]]
    island = [[10, 50.3], [10.3, 50.3], [10.303, 50.4], [10.3, 50.6], [10, 50.6], [10, 50.3]]
    west = [[8, 50], *border, [8, 51], [8, 50]]
    east = [[10.9, 51], [10.9, 50], *border, [10.9, 51]]
    return {"01": ("West", [west]), "02": ("Ost", [east, island[::-1]]), "03": ("Mitte", [island[2:] + island[1:3]])}


@pytest.mark.parametrize("detail", [0, 0.3, 0.5, 1, 5])
def test_a_border_of_two_stays_one_line(detail):
    """Each thinned by itself would leave gaps and overlaps; here whoever meets meets still."""
    thin = simplified(neighbours(), detail)
    west, east, middle = (thin[key][1] for key in ("01", "02", "03"))

    assert len(set(edges(west[0])) & set(edges(east[0]))) == len(set(edges(west[0]))) - 3
    assert set(edges(east[1])) == set(edges(middle[0]))


def test_the_official_file_is_read(client):
    """As it lies on the machine of whoever has it: sixteen Länder, light enough, every town inside its own."""
    if not OFFICIAL.exists():
        pytest.skip("no official file here: OUTLINES=/path/to/outlines_laender.geojson")
    Sides(slug="ludwigslust", place=some_place(name="Ludwigslust", latitude=53.33, longitude=11.5)).out()
    call_command("load_outlines", OFFICIAL)
    page = client.get(reverse("reports:map")).content.decode()
    rows = {row.key: row for row in Outline.objects.all()}

    assert set(rows) == {f"{number:02}" for number in range(1, 17)}
    assert all(row.name and row.source.startswith("©") and row.source in page for row in rows.values())
    assert sum(len(row.path) for row in rows.values()) < 40_000
    for key, longitude, latitude in ((13, 11.5, 53.33), (11, 13.4, 52.52), (4, 8.8, 53.08), (9, 11.58, 48.14)):
        assert {row.key for row in rows.values() if holds(row.path, *point(longitude, latitude))} == {f"{key:02}"}
    shapes = simplified(laender_of(json.loads(OFFICIAL.read_text(encoding="utf-8"))), 0.5)
    lines = [edge for _name, rings in shapes.values() for ring in rings for edge in edges(ring)]
    assert len(set(lines)) < len(lines) * 0.75  # most inner borders are still drawn twice, on the same line


def holds(path, x, y):
    """Whether a spot lies within a drawn area: how often a line from it to the right meets the outline."""
    crossed = 0
    for ring in path.removesuffix("z").split("z"):
        start, steps = ring.removeprefix("M").split("l")
        spots = [tuple(map(float, start.split()))]
        numbers = list(map(float, re.findall(r"-?[\d.]+", steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            spots.append((spots[-1][0] + dx, spots[-1][1] + dy))
        for (ax, ay), (bx, by) in pairwise([*spots, spots[0]]):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossed += 1
    return crossed % 2 == 1
