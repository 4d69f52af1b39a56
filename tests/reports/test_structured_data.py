"""What programs read of the public pages: microdata, because an inline script is forbidden here whatever its type."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from participation.enums import EventMode
from rooms.enums import Circle
from tests.doors.world import World
from tests.factories.profiles import Sides

pytestmark = pytest.mark.django_db
VOID = {"meta", "link", "img", "br", "input", "hr"}
URLS = {"a": "href", "link": "href", "img": "src"}


class Items(HTMLParser):
    """The items of a page as HTML says they are read: properties by name, items in items."""

    def __init__(self, content):
        super().__init__()
        self.found, self.open, self.wrong = [], [], []
        self.feed(content.decode())
        assert not self.wrong, self.wrong

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        item = {"@type": attributes.get("itemtype", "")} if "itemscope" in attributes else None
        name, owner = attributes.get("itemprop"), next((each for _tag, each in reversed(self.open) if each), None)
        if name and owner is None:
            self.wrong.append(f"{name} of nothing")
        elif name:
            value = item or attributes.get("content") or attributes.get(URLS.get(tag, ""), "…")
            owner.setdefault(name, []).append(value)
        elif item:
            self.found.append(item)
        if tag not in VOID:
            self.open.append((tag, item))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass


def items(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert b"<script" not in answer.content
    return Items(answer.content).found


def the(client, url, kind):
    (item,) = (item for item in items(client, url) if item["@type"] == f"https://schema.org/{kind}")
    return item


@pytest.fixture
def world():
    return World()


def test_a_profile_is_an_article_about_a_place(client):
    edition = Sides(slug="ort", title="Beratung in Ort").out()
    item = the(client, edition.get_absolute_url(), "Article")
    ((place,),) = (item["contentLocation"],)

    assert (item["headline"], item["datePublished"]) == (["Beratung in Ort"], ["2024-05-06"])
    assert place["name"] == [edition.place.name]
    assert place["containedInPlace"][0]["name"] == ["Mecklenburg-Vorpommern"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ["EventScheduled", "OfflineEventAttendanceMode", "Place"]),
        ({"mode": EventMode.HYBRID}, ["EventScheduled", "MixedEventAttendanceMode", "Place", "VirtualLocation"]),
        ({"mode": EventMode.ONLINE, "place": ""}, ["EventScheduled", "OnlineEventAttendanceMode", "VirtualLocation"]),
        (
            {"state": "abgesagt", "cancelled_on": dt.date(2026, 1, 2)},
            ["EventCancelled", "OfflineEventAttendanceMode", "Place"],
        ),
    ],
)
def test_an_event_says_when_where_and_whether(client, world, fields, told):
    event = world.home.group.events[Circle.PUBLIC]
    begins = dt.datetime(2031, 3, 5, 17, 30, tzinfo=dt.UTC)
    fields = {"place": "Rathaus", "begins": begins, "ends": begins + dt.timedelta(hours=2), "has_times": True} | fields
    type(event).objects.filter(pk=event.pk).update(**fields)
    url = reverse("reports:event", args=[event.pk])
    item = the(client, url, "Event")

    assert item["name"] == [event.title]
    assert item["url"] == [f"http://testserver{url}"]
    assert item["startDate"] == ["2031-03-05T18:30:00+01:00"]
    assert item["endDate"] == ["2031-03-05T20:30:00+01:00"]
    said = [*item["eventStatus"], *item["eventAttendanceMode"], *(each["@type"] for each in item["location"])]
    assert said == [f"https://schema.org/{word}" for word in told]


def test_a_day_without_a_time_gets_none(client, world):
    event = world.home.group.events[Circle.PUBLIC]
    begins = dt.datetime(2031, 3, 5, 11, tzinfo=dt.UTC)
    type(event).objects.filter(pk=event.pk).update(begins=begins, ends=None, has_times=False)

    assert the(client, reverse("reports:event", args=[event.pk]), "Event")["startDate"] == ["2031-03-05"]


def test_a_mission_statement_says_its_version_and_its_day(client, world):
    row = world.home.group.statement_versions[Circle.PUBLIC]
    item = the(client, reverse("reports:statement", args=[row.slug]), "CreativeWork")

    assert item["name"] == [row.title]
    assert item["version"] == [str(row.number)]
    assert item["inLanguage"] == ["de"]
    assert item["datePublished"] == [f"{row.adopted_on:%Y-%m-%d}"]
    assert item["spatialCoverage"][0]["name"] == [row.place.name]


def test_a_work_says_who_made_it_and_by_which_licence(client, world):
    work = world.together.works[Circle.PUBLIC]
    type(work).objects.filter(pk=work.pk).update(authors="Verlag", edition="2. Auflage")
    item = the(client, reverse("reports:library-item", args=[work.pk]), "CreativeWork")

    assert item["name"] == [work.title]
    assert item["publisher"][0]["name"] == ["Verlag"]
    assert item["version"] == ["2. Auflage"]
    assert item["license"] == [work.get_licence_display()]


def test_the_front_page_says_who_speaks(client, settings):
    settings.OPERATOR_NAME = "Träger"
    item = the(client, reverse("reports:home"), "WebSite")

    assert item["name"] == ["Ortsgespräch"]
    assert item["publisher"][0]["name"] == ["Träger"]


def test_the_reader_sees_a_property_of_nothing():
    with pytest.raises(AssertionError, match="name of nothing"):
        Items(b"<main><meta itemprop='name' content='x'></main>")
