from django.shortcuts import render

from ..caching import public_page
from ..filters import ProfileFilter
from ..map import Map
from ..told import all_told
from .profiles import named, stamp


@public_page(stamp=stamp)
def germany(request):
    """Where consultations are told of, on the map and in the list beside it; the filters work on both."""
    names = ("programm", "thema", "jahr")
    search = ProfileFilter(request.GET, editions=all_told(), names=names)
    found = search.found()
    context = {"filter": search, "map": Map(found), "editions": sorted(named(found), key=lambda each: each.title)}
    return render(request, "reports/map.html", context)
