"""What a proxy may keep of the pages for everybody, and how fast somebody may turn them; neither asks the database.

A page carries a mark of its content: whoever has it asks „still this?“ and is answered with a line. It is asked every
time, because what two sides have withdrawn is gone at the next request (docs/decisions/0027-case-profile.md).
"""

import hashlib
import time
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.limits import address_of
from accounts.refusals import refused
from vocabulary.words import house

KIND = "public_address"
MOST_PAGES = 200  # kept by one process, some 15 kB each
MOST_ADDRESSES = 20_000  # in the memory of one process; whoever comes after them is not counted


class Pace:
    """How often each address has asked in the running window, counted by this process alone and kept nowhere."""

    def __init__(self):
        self.began, self.counts = 0.0, {}

    def allows(self, address, now):
        most, minutes = settings.LIMITS[KIND]
        if now - self.began >= minutes * 60:
            self.began, self.counts = now, {}
        count = self.counts.get(address, 0) + 1
        if address in self.counts or len(self.counts) < MOST_ADDRESSES:
            self.counts[address] = count
        return count <= most


pace = Pace()


class Shelf:
    """The pages this process has made lately, by their marks: what has changed since has another mark."""

    def __init__(self):
        self.pages = {}

    def take(self, etag):
        if found := self.pages.get(etag):
            content, kind = found
            return HttpResponse(content, content_type=kind)
        return None

    def put(self, etag, response):
        while len(self.pages) >= MOST_PAGES:
            self.pages.pop(next(iter(self.pages)))
        self.pages[etag] = bytes(response.content), response["Content-Type"]


shelf = Shelf()


def build():
    """Which state of the house makes the pages: another one has other templates, and no old mark fits."""
    places = [Path(__file__).parent, settings.BASE_DIR / "templates" / "reports", settings.BASE_DIR / "locale"]
    files = (file for place in places for file in place.rglob("*") if file.suffix in {".py", ".html", ".po"})
    return max(file.stat().st_mtime_ns for file in files)


BUILD = build()


def public_page(view=None, *, stamp=None):
    """A page without person, session or cookie, which a proxy may keep as long as it asks whether it still holds.

    `stamp` says in one short question what the page is made of: a proxy that has it is answered without making it anew.
    """
    if view is None:
        return lambda later: public_page(later, stamp=stamp)

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not pace.allows(address_of(request), time.monotonic()):
            return too_fast(request)
        etag = stamp and marked(BUILD, house.mark, request.build_absolute_uri(), get_language(), stamp(request))
        held = etag and (get_conditional_response(request, etag=etag) or shelf.take(etag))
        if held:
            return kept_by_proxies(held, etag)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            patch_cache_control(response, no_store=True)
            return response
        if etag:
            shelf.put(etag, response)
        etag = etag or marked(response.content)
        return get_conditional_response(request, etag=etag, response=kept_by_proxies(response, etag))

    return require_safe(guarded)


def kept_by_proxies(response, etag):
    patch_cache_control(response, public=True, no_cache=True)
    response.headers["ETag"] = etag
    return response


def marked(*parts):
    """The mark of a page, from its content or from what it is made of."""
    told = [part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass") for part in parts]
    return f'"{hashlib.sha256(b"|".join(told)).hexdigest()[:32]}"'


def too_fast(request):
    """One sentence, and when to come again."""
    refused("too-many", kind=KIND)
    response = render(request, "reports/too_fast.html", status=429)
    response["Retry-After"], response["Cache-Control"] = str(settings.LIMITS[KIND][1] * 60), "no-store"
    return response
