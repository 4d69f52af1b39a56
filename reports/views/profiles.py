"""Consultations as both sides have released them: the list, and the page of one."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.statements import ask
from network.steps import ConsentKind
from network.twins import twins_of, wanted_like

from ..caching import public_page
from ..filters import ProfileFilter
from ..told import all_told, like, the_one
from .statements import in_force

PER_PAGE = 40
ALIKE = 3
# What stands beside the story, and what the story is made of, each in this order.
ASIDE = ("municipality_name", "kreis_name", "region_name", "population", "period", ConsentKind.NAME, "advisors")
ASIDE = (*ASIDE, "services", "themes", "participants", "programme", "funders", "credit_line", "contact", "reviewed_on")
STORY = ("situation", "aims", "procedure", "events", "steering", "bodies", "actors", "results", ConsentKind.QUOTE)
STORY = (*STORY, "key_results", "next_steps", "assessment", "network_part")


# The wall shows nobody anything else; asked in plain words, because it is asked for every page.
# An edition whose day has come is there from then on, without anybody having touched it: hence the latest of the days.
OUT = """
SELECT count(*), max(changed_at), max(published_at),
       (SELECT sum(octet_length(path)) FROM network_outline), (SELECT max(source) FROM network_outline),
       (SELECT count(*) FROM network_funderlogo), (SELECT max(changed_at) FROM network_funderlogo),
       (SELECT count(*) FROM participation_statementversion WHERE circle = 0),
       (SELECT max(changed_at) FROM participation_statementversion WHERE circle = 0)
FROM network_profileedition WHERE circle = 0 AND state = 'veroeffentlicht'
"""


def stamp(request):
    """Changes with every edition that comes, changes or goes, with outlines, logos and mission statements."""
    return ask(OUT, {})[0]


def named(editions):
    return [each for each in editions if each.slug]


@public_page(stamp=stamp)
def profile_list(request):
    """Everything released, the newest first; what is only counted is told as a number."""
    search = ProfileFilter(request.GET, editions=all_told())
    found = search.found()
    rows, start = named(found), start_of(request)
    context = {
        "filter": search,
        "editions": rows[start : start + PER_PAGE],
        "total": len(rows),
        "counted": len(found) - len(rows),
        "page": {
            "newer_url": page_url(request, max(start - PER_PAGE, 0)) if start else "",
            "older_url": page_url(request, start + PER_PAGE) if len(rows) > start + PER_PAGE else "",
        },
    }
    return render(request, "reports/profile_list.html", context)


def start_of(request):
    start = request.GET.get("ab", "")
    return int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 0


def page_url(request, start):
    query = request.GET.copy()
    query["ab"] = start
    return f"?{query.urlencode()}"


@public_page(stamp=stamp)
def profile(request, slug):
    """One consultation in the words both sides have signed; nothing else is asked for."""
    edition = the_one(slug)
    if edition is None:
        raise Http404
    rows = {}
    for name, label, text, _consent in edition.content:
        rows.setdefault(name, []).append(
            (_(label) if label else "", text, [line for line in text.split("\n") if line.strip()])
        )
    lead = rows.pop("headline", [])
    context = {
        "edition": edition,
        "statements": in_force(request).filter(place=edition.place_id) if edition.place_id else [],
        "lead": lead[0][1] if lead else "",
        "aside": [(name, *row) for name in ASIDE for row in rows.get(name, [])],
        "story": [(name, *row) for name in STORY for row in rows.get(name, [])],
        "twins": twins_of(wanted_like(edition), like(edition), but=edition.profile_id)[:ALIKE],
    }
    return render(request, "reports/profile.html", context)
