from django.shortcuts import render

from ..caching import public_page


@public_page
def home(request):
    """What the network is, for everybody."""
    return render(request, "reports/home.html")
