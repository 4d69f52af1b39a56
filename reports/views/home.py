from django.conf import settings
from django.shortcuts import render

from network.steps import Topic

from ..caching import public_page
from ..map import Map
from ..news import items
from ..told import all_told
from .profiles import named

NEWEST = 4


@public_page
def home(request):
    """What the network is, for everybody; and what was released lately."""
    editions = all_told()
    others = [item for item in items(request.user) if item.topic != Topic.PROFILES]
    context = {
        "map": Map(editions),
        "editions": named(editions)[:NEWEST],
        "others": others[: NEWEST + 2],
        "operator": settings.OPERATOR_NAME,
    }
    return render(request, "reports/home.html", context)
