"""The roof of the public face: two languages by address, kept by proxies, paced, and read by programs."""

import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.models import Outline
from network.transitions.profiles import propose, sign, withdraw, withdraw_consent
from reports import caching
from reports.map import Map, point
from tests.factories.profiles import ConsentFactory, Sides, some_place

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = ["reports:home", "reports:map", "reports:profiles", "reports:feed", "reports:sitemap"]


@pytest.fixture
def sides():
    sides = Sides(slug="ort", title="Beratung in Ort")
    sides.edition = sides.out()
    return sides


def pages():
    return [*(reverse(name) for name in PAGES), reverse("reports:profile", args=["ort"])]


def test_the_front_door_leads_whoever_is_not_signed_in_to_the_public_face(client):
    assert client.get("/").url == "/oeffentlich/"
    client.cookies["language"] = "en"

    assert client.get("/").url == "/en/oeffentlich/"


def test_no_page_sets_a_cookie_or_knows_a_session(client, sides):
    client.force_login(sides.lead)
    for url in pages():
        response = client.get(url)
        assert not response.cookies, url
        assert "Cookie" not in response.get("Vary", ""), url
        assert sides.lead.name not in response.content.decode()


def test_a_proxy_may_keep_a_page_and_asks_whether_it_still_holds(client, sides):
    for url in pages():
        response = client.get(url)
        assert {"public", "no-cache"} <= set(response["Cache-Control"].replace(" ", "").split(",")), url
        again = client.get(url, headers={"If-None-Match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b""), url
    withdraw(sides.edition, by=sides.lead)

    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 404


@pytest.mark.parametrize(
    "path", ["beratungen/gibt-es-nicht/", "gibt/es/nicht/", "bibliothek/00000000-0000-0000-0000-000000000000/"]
)
def test_what_is_not_there_is_kept_by_nobody(client, path):
    answer = client.get(f"/oeffentlich/{path}")

    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")


def test_nobody_posts_here(client, sides):
    assert {client.post(url).status_code for url in pages()} == {405}


def test_the_address_says_the_language(client, sides):
    german, english = client.get("/oeffentlich/karte/"), client.get("/en/oeffentlich/karte/?jahr=2016")

    assert '<html lang="de"' in german.content.decode()
    assert '<html lang="en"' in english.content.decode()
    assert 'href="/en/oeffentlich/karte/"' in german.content.decode()
    assert 'href="/oeffentlich/karte/?jahr=2016"' in english.content.decode()


def test_what_search_engines_and_previews_read(client, sides):
    page = client.get(reverse("reports:profile", args=["ort"]), {"x": "1"}).content.decode()

    assert '<link rel="canonical" href="http://testserver/oeffentlich/beratungen/ort/">' in page
    assert '<meta property="og:title" content="Beratung in Ort">' in page
    assert '<meta name="description" content="kurzwort">' in page
    assert "og:image" not in page
    assert "<script" not in page


def test_too_fast_is_told_so(client, sides, settings, monkeypatch):
    monkeypatch.setattr(caching, "pace", caching.Pace())
    settings.LIMITS = settings.LIMITS | {"public_address": (5, 1)}
    answers = [client.get("/oeffentlich/").status_code for _n in range(6)]

    assert answers == [200] * 5 + [429]
    assert client.get("/oeffentlich/", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/oeffentlich/")["Retry-After"] == "60"


def test_the_pace_of_a_window_is_forgotten(settings):
    settings.LIMITS = settings.LIMITS | {"public_address": (1, 1)}
    pace = caching.Pace()

    assert [pace.allows("a", 100), pace.allows("a", 101), pace.allows("a", 161)] == [True, False, True]


def test_a_crawler_finds_nothing_by_counting(client, sides):
    """T49: every link below the public face, from the front page on; keys cannot be counted."""
    hidden = Sides(slug="versteckt", title="Versteckt")
    seen, waiting = set(), ["/oeffentlich/"]
    while waiting:
        url = waiting.pop()
        seen.add(url)
        response = client.get(url)
        assert response.status_code == 200, url
        text = response.content.decode()
        assert "ersteckt" not in text
        assert not re.search(r'href="[^"]*/\d+/', text), url
        links = {link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', text)}
        waiting += [
            link for link in links - seen if "/oeffentlich/" in link and "?" not in link and link not in waiting
        ]

    assert reverse("reports:profile", args=["ort"]) in seen
    for key in (hidden.profile.pk, sides.edition.pk, 1, 2):
        assert client.get(f"/oeffentlich/beratungen/{key}/").status_code == 404


# --- feeds and the map of the site


def test_the_feed_is_atom(client, sides):
    tree = ElementTree.fromstring(client.get(reverse("reports:feed-topic", args=["beratungen"])).content)
    (entry,) = tree.findall(f"{ATOM}entry")

    assert tree.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert tree.find(f"{ATOM}{name}").text
        assert entry.find(f"{ATOM}{name}").text
    assert entry.find(f"{ATOM}id").text.startswith("tag:testserver,2026:beratung:")
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/oeffentlich/beratungen/ort/"
    assert entry.find(f"{ATOM}author/{ATOM}name").text
    assert {each.get("rel") for each in tree.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert client.get(reverse("reports:feed-topic", args=["unsinn"])).status_code == 404


def test_a_sign_no_feed_can_hold_takes_nobodys_feed_away(client):
    """Copied from a word processor a title brings the sign of a forced line with it."""
    Sides(slug="ort", title="Beratung\x0bin Ort\x01").out()
    feed = feedparser.parse(client.get(reverse("reports:feed")).content)

    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["Beratungin Ort"]


def test_a_feed_reader_reads_it(client, sides):
    """As the programs of subscribers do; a feed it stumbles over would be marked."""
    feed = feedparser.parse(client.get(reverse("reports:feed")).content)

    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.title for entry in feed.entries] == ["Beratung in Ort"]
    assert all(entry.id and entry.link and entry.updated_parsed for entry in feed.entries)
    assert feedparser.parse(b"<feed><entry></feed>").bozo  # the reader, seen red


def test_the_map_of_the_site(client, sides):
    tree = ElementTree.fromstring(client.get(reverse("reports:sitemap")).content)
    urls = {each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}

    assert {"http://testserver/oeffentlich/", "http://testserver/en/oeffentlich/beratungen/ort/"} <= urls
    assert all(client.get(url.removeprefix("http://testserver")).status_code == 200 for url in urls)
    assert "Sitemap: http://testserver/oeffentlich/sitemap.xml" in client.get("/robots.txt").content.decode()


# --- the map


def test_a_place_stands_where_it_is():
    x, y = point(11.5, 53.3)
    assert (round(x), round(y)) == (251, 130)
    assert all(0 < each < 560 for pair in ((5.9, 51), (15.0, 51), (9, 54.9), (10.2, 47.3)) for each in point(*pair))


def test_two_of_one_town_stand_beside_each_other():
    place = some_place()
    editions = [Sides(place=place, title=str(n)).out() for n in range(2)]
    dots = Map(editions).dots

    assert len({(dot.x, dot.y) for dot in dots}) == 2


def test_every_dot_is_a_link_with_a_name(client, sides):
    page = client.get(reverse("reports:map")).content.decode()

    assert re.search(r'<a href="/oeffentlich/beratungen/ort/"><title>Beratung in Ort</title><circle', page)


def test_a_proxy_that_has_the_page_costs_one_question(client, sides):
    """The mark of these pages follows from what they are made of; nothing is made anew to compare it."""
    for name, arguments in (("reports:profile", ["ort"]), ("reports:profiles", []), ("reports:map", [])):
        url = reverse(name, args=arguments)
        mark = client.get(url)["ETag"]
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url, headers={"If-None-Match": mark}).status_code == 304
        asked = [each["sql"] for each in seen if "network_" in each["sql"]]
        assert len(asked) == 1, asked


@pytest.mark.parametrize("change", ["other", "withdrawn", "consent", "outline"])
def test_the_mark_changes_with_what_the_page_is_made_of(client, sides, change):
    consent = ConsentFactory(profile=sides.profile)
    other = Sides(slug="zweiter")
    edition = other.out()
    ConsentFactory(profile=other.profile)
    marks = {name: client.get(reverse(name))["ETag"] for name in ("reports:profiles", "reports:map")}
    if change == "other":
        Sides(slug="dritter").out()
    elif change == "withdrawn":
        withdraw(edition, by=other.lead)
    elif change == "consent":
        again = propose(sides.profile, "voll", 0, by=sides.lead)
        sign(again, "beratung", by=sides.lead, sha256=again.sha256)
        sign(again, "kommune", by=sides.contact, sha256=again.sha256)
        marks = {name: client.get(reverse(name))["ETag"] for name in marks}
        withdraw_consent(consent, by=sides.lead)
    else:
        Outline.objects.create(key="13", name="MV", path="M1 1l2 2z", source="©")
        marks.pop("reports:profiles")

    for name, mark in marks.items():
        assert client.get(reverse(name), headers={"If-None-Match": mark}).status_code == 200, name
