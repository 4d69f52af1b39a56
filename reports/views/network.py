"""The library and the pool of the network for everybody: what two people released, and who wants to be found."""

import time

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.limits import address_of
from network.forms.library import LibraryFilter
from network.models import FunderLogo, LibraryItem, PoolProfile
from network.shelving import file_of
from rooms.enums import Circle
from rooms.file_views import saved

from ..caching import pace, public_page, too_fast


def public_works(request):
    return LibraryItem.objects.visible_to(request.user).filter(circle=Circle.PUBLIC)


@public_page
def library(request):
    """Search the public part of the library; the address holds the search."""
    search = LibraryFilter(request.GET)
    context = {
        "filter": search,
        "is_filtered": any(request.GET.values()),
        "rows": search.apply(public_works(request)).for_list(),
        "public": True,
    }
    return render(request, "reports/library_list.html", context)


@public_page
def library_item(request, pk):
    """One work, with its address and its file."""
    row = get_object_or_404(public_works(request), pk=pk)
    return render(request, "reports/library_detail.html", {"row": row, "file": file_of(row)})


@require_safe
def library_file(request, pk):
    """The file of a work, as long as everybody reads the work: asked anew each time, and kept by nobody on the way."""
    if not pace.allows(address_of(request), time.monotonic()):
        return too_fast(request)
    file = file_of(get_object_or_404(public_works(request), pk=pk))
    if file is None:
        raise Http404
    return saved(request, file, "reports/file_away.html")


@public_page
def pool(request):
    """Who of the pool has consented to be found by everybody; no address, no telephone."""
    return render(request, "reports/pool_list.html", {"rows": PoolProfile.objects.public().for_list()})


@public_page
def logo(request, pk, mark):
    """The picture of a funder; by an address that changes with it, and never as a page."""
    row = FunderLogo.objects.filter(pk=pk).first()
    if row is None or row.mark != mark:
        raise Http404
    response = HttpResponse(bytes(row.content), content_type="image/png")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
