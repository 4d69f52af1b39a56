from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rooms.keyset import SIZE, keyset_page, place_in, without_place

from ..models import Engagement, LogEntry
from ..search import LONGEST, newest_hits, with_excerpt

SHOWN = [
    "room", "circle", "engagement", "kind", "title", "when", "when_from", "minutes", "themes", "sorts_on",
    "phase__name", "phase__short", "phase__round",
]  # fmt: skip


@require_safe
def everywhere(request):
    """Search over every entry the person may read, the hits together by consultation."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    context = {"words": words, "groups": [], "engagements": []}
    if words:
        mine = Engagement.objects.visible_to(request.user).order_by().only("title")
        page = page_of(request.user, words, request.GET)
        known = {row.pk: row for row in mine.filter(pk__in={entry.engagement_id for entry in page.rows})}
        context |= {
            "page": page,
            "groups": grouped(page.rows, known),
            "engagements": list(mine.filter(title__icontains=words).order_by("title")[:10]) if page.is_first else [],
        }
    return render(request, "engagements/log_search.html", context)


def page_of(user, words, params):
    """The page of hits the address asks for."""
    place, newer = place_in(params)
    entries = LogEntry.objects.visible_to(user).select_related("phase").only(*SHOWN)
    page = keyset_page(with_excerpt(newest_hits(entries, words, SIZE + 1, place, newer)), params)
    if newer and page.is_first:  # too few stand above the place: from the top, with those below it
        page = keyset_page(with_excerpt(newest_hits(entries, words, SIZE + 1)), without_place(params))
    return page


def grouped(entries, known):
    """Hits by consultation in the order of their newest hit; what comes from elsewhere has no name of ours."""
    newest = {}
    for place, entry in enumerate(entries):
        newest.setdefault(known.get(entry.engagement_id), place)
    ordered = sorted(entries, key=lambda entry: newest[known.get(entry.engagement_id)])
    elsewhere = _("Aus anderen Beratungen, für Sie lesbar")
    return [
        {"engagement": engagement, "title": engagement or elsewhere, "entries": list(rows)}
        for engagement, rows in groupby(ordered, key=lambda entry: known.get(entry.engagement_id))
    ]
