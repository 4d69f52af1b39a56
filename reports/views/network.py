"""The library and the pool of the network for everybody: what two people released, and who wants to be found."""

from django.shortcuts import get_object_or_404, render

from network.forms.library import LibraryFilter
from network.models import LibraryItem, PoolProfile
from rooms.enums import Circle

from ..caching import public_page


def public_works(request):
    return LibraryItem.objects.visible_to(request.user).filter(circle=Circle.PUBLIC)


@public_page
def library(request):
    """Search the public part of the library; the address holds the search."""
    search = LibraryFilter(request.GET or None) if request.GET else LibraryFilter({})
    context = {
        "filter": search,
        "is_filtered": any(request.GET.values()),
        "rows": search.apply(public_works(request)).for_list(),
        "public": True,
    }
    return render(request, "reports/library_list.html", context)


@public_page
def library_item(request, pk):
    """One work, with its address; a file stays in the network."""
    return render(request, "reports/library_detail.html", {"row": get_object_or_404(public_works(request), pk=pk)})


@public_page
def pool(request):
    """Who of the pool has consented to be found by everybody; no address, no telephone."""
    return render(request, "reports/pool_list.html", {"rows": PoolProfile.objects.public().for_list()})
