"""The search function looks past the policy for speed: what it finds must be what the rule says, no row more."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from engagements.models import LogEntry
from engagements.search import matching
from rooms.acting import act_as
from rooms.enums import Circle
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.rooms.test_visibility import chance_world

pytestmark = pytest.mark.django_db

ALL = 1000


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [key for (key,) in cursor.fetchall()] if cursor.description else None


def hits(person, words):
    act_as(person.pk)
    query = "websearch_to_tsquery('german', %s)"
    found = sql(f"SELECT log_hits({query}, NULL, NULL, false, {ALL})", [words])
    sql("SELECT set_config('role', 'none', true)")
    return found


def differences():
    """Those for whom the function finds other rows than the rule."""
    wrong = set()
    for person in User.objects.all():
        by_rule = matching(LogEntry.objects.visible_to(person), "Eintrag").newest_first()
        if hits(person, "Eintrag") != list(by_rule.values_list("pk", flat=True)):
            wrong.add(person.pk)
    return wrong


@pytest.mark.parametrize("seed", range(200, 206))
def test_the_function_finds_what_the_rule_says_in_its_order(seed):
    chance_world(seed)
    hidden = [LogEntry.objects.count() - len(hits(person, "Eintrag")) for person in User.objects.all()]

    assert max(hidden) > 0  # the world could leak
    assert min(hidden) < LogEntry.objects.count()  # and somebody finds something
    assert differences() == set()


def test_a_function_with_a_gap_would_be_seen():
    """The gate, seen red: planted in the database, off in the product."""
    chance_world(200)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(
        "CREATE OR REPLACE FUNCTION log_hits(words tsquery, day date, mark uuid, newer boolean, most int)"
        " RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
        " 'SELECT id FROM engagements_logentry WHERE search @@ words ORDER BY sorts_on DESC, id DESC LIMIT most'"
    )

    assert differences()


def test_behind_a_function_with_a_gap_the_page_still_shows_only_what_the_rule_allows(client, advisor, engagement):
    LogEntryFactory(engagement=engagement, title="Eigenes", text="Stichwort")
    LogEntryFactory(title="Kanarie", text="Stichwort")
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(
        "CREATE OR REPLACE FUNCTION log_hits(words tsquery, day date, mark uuid, newer boolean, most int)"
        " RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
        " 'SELECT id FROM engagements_logentry'"
    )
    client.force_login(advisor)

    page = client.get(reverse("engagements:search"), {"q": "stichwort"}).content.decode()

    assert "Eigenes" in page
    assert "Kanarie" not in page


def test_sealed_rows_are_never_among_the_keys(lead, engagement):
    LogEntryFactory(engagement=engagement, circle=Circle.SEALED, text="Stichwort", author=lead)
    other = LogEntryFactory(engagement=engagement, text="Stichwort")

    assert hits(lead, "Stichwort") == [other.pk]


def test_pages_follow_one_another_without_gap_or_repetition(client, advisor, engagement):
    """Forwards to the end and back again, every hit once."""
    for number in range(60):
        LogEntryFactory(engagement=engagement, text="Stichwort", when=f"{dt.date(2018, 1, 1 + number // 3):%d.%m.%Y}")
    client.force_login(advisor)
    address = reverse("engagements:search")

    def walk(query, way):
        seen = []
        while query:
            page = client.get(address + query).context["page"]
            seen.append([row.pk for row in page.rows])
            query = getattr(page, way)
        return seen, query

    down, _end = walk("?q=stichwort", "older_url")
    first = list(LogEntry.objects.newest_first().values_list("pk", flat=True))
    assert [key for page in down for key in page] == first

    last = client.get(address + "?q=stichwort").context["page"].older_url
    second = client.get(address + last).context["page"]
    assert second.newer_url
    back = client.get(address + second.newer_url).context["page"]
    assert [row.pk for row in back.rows] == first[:25]
    assert back.older_url


def test_a_place_reached_from_below_is_filled_up(client, advisor, engagement):
    """Where fewer stand above a place than fill a page, the page begins at the top and is whole."""
    rows = [LogEntryFactory(engagement=engagement, text="Stichwort", when=f"{n + 1}.1.2018") for n in range(30)]
    EngagementFactory()
    client.force_login(advisor)
    place = f"{dt.date(2018, 1, 25)}_{rows[24].pk}"

    page = client.get(reverse("engagements:search"), {"q": "stichwort", "nach": place}).context["page"]

    assert [row.pk for row in page.rows] == [row.pk for row in reversed(rows)][:25]
    assert "q=stichwort" in page.older_url
