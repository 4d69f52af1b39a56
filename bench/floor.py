"""The cheapest pages for the same rows: one hand-written SQL and one template each, nobody signed in, no wall."""

import json
import os
import uuid
from datetime import UTC, date, datetime

from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

FACTS = json.loads(os.environ["BENCH_FACTS"])

LIST = """
SELECT e.id, e.title, p.name, l.name, e.period, e.planned, e.status,
       (SELECT string_agg(h.name, ', ') FROM engagements_phase h WHERE h.engagement_id = e.id AND h.state = 'laeuft')
FROM rooms_membership m JOIN engagements_engagement e ON e.room_id = m.room_id
LEFT JOIN municipalities_place p ON p.id = e.municipality_id LEFT JOIN municipalities_place l ON l.id = p.land_id
WHERE m.user_id = %s ORDER BY e.period_from DESC NULLS LAST, e.title, e.id LIMIT 40
"""
LOG = """
SELECT e.title, e.occasion, g.id, g."when", g.kind, g.title, left(g.text, 260), u.name
FROM engagements_engagement e JOIN engagements_logentry g ON g.engagement_id = e.id
LEFT JOIN accounts_user u ON u.id = g.author_id
WHERE e.id = %s ORDER BY g.sorts_on DESC, g.id DESC LIMIT %s
"""
PLAN = """
SELECT f.number, f.name, g.number, g.text, m.id, m.number, m.title, m.owner, m.period, m.state, m.light, m.light_reason
FROM steering_actionfield f JOIN steering_goal g ON g.field_id = f.id JOIN steering_measure m ON m.goal_id = g.id
WHERE f.engagement_id = %s ORDER BY f.number, g.number, m.number
"""
SEARCH = """
SELECT e.title, g.id, g."when", ts_headline('german', g.title, q, 'HighlightAll=true'),
       ts_headline('german', g.text, q, 'MaxFragments=2, MinWords=12, MaxWords=32')
FROM (SELECT * FROM engagements_logentry, websearch_to_tsquery('german', %s) q WHERE search @@ q
      ORDER BY sorts_on DESC, id DESC LIMIT 25) g
JOIN engagements_engagement e ON e.id = g.engagement_id ORDER BY g.sorts_on DESC, g.id DESC
"""
PROFILE = """
SELECT d.title, p.name, l.name, d.phase, d.content, d.themes
FROM network_profileedition d LEFT JOIN municipalities_place p ON p.id = d.place_id
LEFT JOIN municipalities_place l ON l.id = d.land_id WHERE d.slug = %s AND d.circle = 0
"""
ALIKE = "SELECT slug, title FROM network_profileedition WHERE circle = 0 AND themes && %s::varchar[] LIMIT 3"
MAP = """
SELECT d.slug, d.title, p.longitude, p.latitude, l.name
FROM network_profileedition d LEFT JOIN municipalities_place p ON p.id = d.place_id
LEFT JOIN municipalities_place l ON l.id = d.land_id WHERE d.circle = 0 ORDER BY d.title
"""
CSV = """
COPY (SELECT g."when", g.when_from, g.when_until, g.kind, g.title, g.text, g.minutes, g.source, u.name
      FROM engagements_logentry g LEFT JOIN accounts_user u ON u.id = g.author_id WHERE g.engagement_id = %s
      ORDER BY g.sorts_on DESC, g.id DESC) TO STDOUT (FORMAT csv, DELIMITER ';', HEADER)
"""


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def engagements(request):
    return render(request, "bench/list.html", {"rows": rows(LIST, FACTS["user"])})


def detail(request):
    return render(request, "bench/log.html", {"rows": rows(LOG, FACTS["engagement"], 50)})


def log(request):
    return render(request, "bench/log.html", {"rows": rows(LOG, FACTS["engagement"], 25)})


def plan(request):
    return render(request, "bench/plan.html", {"rows": rows(PLAN, FACTS["engagement"])})


def search(request):
    return render(request, "bench/search.html", {"rows": rows(SEARCH, request.GET["q"])})


def profile(request):
    (row,) = rows(PROFILE, FACTS["slug"])
    words = row[4] if isinstance(row[4], list) else json.loads(row[4])
    return render(request, "bench/profile.html", {"row": row, "words": words, "others": rows(ALIKE, row[5])})


def germany(request):
    outlines = rows("SELECT name, path FROM network_outline ORDER BY key")
    return render(request, "bench/map.html", {"outlines": outlines, "rows": rows(MAP)})


def create(request):
    """One INSERT into the same table, with its indexes."""
    fields = {
        "id": uuid.uuid4(), "room_id": FACTS["written_room"], "engagement_id": FACTS["written"], "circle": 40,
        "author_id": FACTS["user"], "shared_on": date.today(), "created_at": datetime.now(UTC),
        "changed_at": datetime.now(UTC), "version": 1, "kind": "einzelgespraech", "title": request.POST["title"],
        "text": request.POST["text"], '"when"': "heute", "when_edtf": "", "when_from": date.today(),
        "when_until": date.today(), "count_method": "", "themes": [], "source": "", "written_on": date.today(),
    }  # fmt: skip
    names, places = ", ".join(fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO engagements_logentry ({names}) VALUES ({places})", list(fields.values()))
    return HttpResponseRedirect("/log")


def csv(request):
    def pieces():
        with connection.cursor() as cursor, cursor.copy(CSV, [FACTS["long"]]) as copy:
            yield from copy

    return StreamingHttpResponse(pieces(), content_type="text/csv")


def hello(request):
    return HttpResponse("ok")


VIEWS = (engagements, detail, log, plan, search, profile, germany, create, csv, hello)
urlpatterns = [path(view.__name__, view) for view in VIEWS]
