"""The map of the samples: borders typed roughly by hand, each once, put together to Länder."""

from itertools import pairwise

from municipalities.enums import Level
from municipalities.models import Place
from network.models import Outline
from reports.map import path_of

from . import files


def load(house):
    data = files.read("umrisse", house.today)
    names = dict(Place.objects.filter(level=Level.LAND).values_list("key", "name"))
    Outline.objects.bulk_create(
        Outline(
            key=land["key"],
            name=names.get(land["key"], land["key"]),
            path=path_of([ring_of(ring, data["arcs"]) for ring in land["rings"]]),
            source=data["source"],
        )
        for land in data["land"]
    )


def ring_of(names, arcs):
    """The points of a ring, from border to border; each begins where the one before ended."""
    points = []
    for name in names:
        line = [tuple(map(float, pair.split(","))) for pair in arcs[name.lstrip("-")].split()]
        line = line[::-1] if name.startswith("-") else line
        if points and points[-1] != line[0]:
            raise ValueError(f"{name} does not begin where the border before it ends")
        points += line[1:] if points else line
    if points[0] != points[-1] or len(points) != len(set(points)) + 1:
        raise ValueError(f"{names} is no ring")
    return [here for here, _there in pairwise(points)]
