"""The pages of released consultations: only what is signed, hidden is 404, forgotten at the next request."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.steps import ProfileStep
from network.transitions.profiles import propose, sign, withdraw, withdraw_consent
from rooms.enums import Circle
from tests.factories.profiles import ConsentFactory, Sides

pytestmark = pytest.mark.django_db

EVERYWHERE = ["reports:home", "reports:profiles", "reports:map", "reports:feed", "reports:sitemap"]


def everything(client, slug):
    """All bytes of the public face that could tell of a profile; the page of its own as its status."""
    pages = [client.get(reverse(name)).content.decode() for name in EVERYWHERE]
    pages.append(client.get(reverse("reports:profiles"), {"q": "Ort"}).content.decode())
    return "\n".join(pages), client.get(reverse("reports:profile", args=[slug])).status_code


def test_released_it_stands_everywhere_and_withdrawn_nowhere(client):
    sides = Sides(title="Beratung in Ortsnamen", slug="ortsnamen")
    edition = sides.out()
    pages, status = everything(client, "ortsnamen")
    assert status == 200
    assert pages.count("Beratung in Ortsnamen") >= 4
    assert "ortsnamen" in client.get(reverse("reports:sitemap")).content.decode()
    withdraw(edition, by=sides.contact)
    pages, status = everything(client, "ortsnamen")

    assert status == 404
    assert "rtsnamen" not in pages


def test_before_the_second_signature_there_is_nothing(client):
    sides = Sides(title="Beratung in Ortsnamen", slug="ortsnamen")
    edition = propose(sides.profile, ProfileStep.FULL, Circle.PUBLIC, by=sides.lead)
    sign(edition, "beratung", by=sides.lead, sha256=edition.sha256)
    pages, status = everything(client, "ortsnamen")

    assert status == 404
    assert "rtsnamen" not in pages


@pytest.mark.parametrize(
    ("step", "told", "untold"),
    [
        ("kurz", {"kurzwort"}, {"vorgehenswort", "vollwort", "Beispielname"}),
        ("vorgehen", {"kurzwort", "vorgehenswort"}, {"vollwort", "Beispielname"}),
        ("voll", {"kurzwort", "vorgehenswort", "vollwort", "Beispielname"}, set()),
    ],
)
def test_a_step_tells_its_words_and_no_more(client, step, told, untold):
    sides = Sides(slug="ort")
    ConsentFactory(profile=sides.profile)
    sides.out(step=ProfileStep(step))
    page = client.get(reverse("reports:profile", args=["ort"])).content.decode()

    assert all(word in page for word in told)
    assert not any(word in page for word in untold)


def test_a_name_is_gone_with_its_consent(client):
    sides = Sides(slug="ort")
    consent = ConsentFactory(profile=sides.profile)
    sides.out()
    url = reverse("reports:profile", args=["ort"])
    assert "Beispielname" in client.get(url).content.decode()
    withdraw_consent(consent, by=sides.lead)

    assert "Beispielname" not in client.get(url).content.decode()


def test_what_is_counted_is_a_number_and_no_more(client):
    sides = Sides(title="Geheim", slug="geheim", municipality_name="Geheim")
    sides.out(step=ProfileStep.COUNTS)
    pages, status = everything(client, "geheim")

    assert status == 404
    assert "eheim" not in pages
    assert "1 weitere gezählt" in client.get(reverse("reports:profiles")).content.decode()
    assert "1 nur gezählt" in re.sub(r"\s+", " ", client.get(reverse("reports:map")).content.decode())


def test_nobody_who_signed_is_named(client):
    sides = Sides(slug="ort")
    sides.lead.name, sides.contact.name = "Unterschrift Eins", "Unterschrift Zwei"
    sides.lead.save()
    sides.contact.save()
    sides.out()
    pages, _status = everything(client, "ort")

    assert "Unterschrift" not in pages + client.get(reverse("reports:profile", args=["ort"])).content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"])
def test_hostile_words_stay_words(client, text):
    sides = Sides(slug="ort", title=f"T {text}", results=text, programme=text[:100])
    sides.out()
    for name in EVERYWHERE:
        assert text not in client.get(reverse(name)).content.decode() or "{{" in text
    assert "<script>alert" not in client.get(reverse("reports:profile", args=["ort"])).content.decode()


# --- filters


def found(client, **asked):
    page = client.get(reverse("reports:profiles"), asked)
    return sorted(each.title for each in page.context["editions"])


@pytest.fixture
def three():
    Sides(title="A", themes=["klima"], programme="P1", period="2015 bis 2017").out()
    Sides(title="B", themes=["klima", "armut"], programme="P2", period="2016").out()
    Sides(title="C", themes=["armut"], programme="P1", period="seit 2020").out()


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["A", "B", "C"]),
        ({"thema": "klima"}, ["A", "B"]),
        ({"programm": "P1"}, ["A", "C"]),
        ({"jahr": "2016"}, ["A", "B"]),
        ({"jahr": "2020"}, ["C"]),
        ({"land": "13"}, ["A", "B", "C"]),
        ({"land": "99", "q": "x" * 500, "jahr": "viel"}, ["A", "B", "C"]),
        ({"q": "Vorpommern"}, ["A", "B", "C"]),
        ({"q": "P2"}, ["B"]),
    ],
)
def test_filters(client, three, asked, titles):
    assert found(client, **asked) == titles


def test_choices_come_from_what_is_public(client, three):
    """Failure 3: a theme only hidden profiles have is no choice."""
    Sides(themes=["energiewende"], programme="Geheimes Projekt")
    page = client.get(reverse("reports:profiles")).content.decode()

    assert "energiewende" not in page
    assert "Geheimes" not in page
    assert 'value="klima"' in page


def test_statements_do_not_grow_with_the_rows(client):
    def count(name, *arguments):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name, args=arguments)).status_code == 200
        return len(seen)

    Sides(slug="eins").out()
    names = [("reports:profiles",), ("reports:map",), ("reports:profile", "eins"), ("reports:home",)]
    before = [count(*name) for name in names]
    for _n in range(2):
        Sides().out()

    assert [count(*name) for name in names] == before


def test_many_are_turned_page_by_page(client, monkeypatch):
    from reports.views import profiles  # noqa: PLC0415

    monkeypatch.setattr(profiles, "PER_PAGE", 2)
    for n in range(3):
        Sides(title=f"N{n}").out()
    first = client.get(reverse("reports:profiles"))
    second = client.get(reverse("reports:profiles") + first.context["page"]["older_url"])

    assert len(first.context["editions"]) == 2
    assert len(second.context["editions"]) == 1


def test_the_other_parts_are_in_the_news_and_on_the_front_page(client):
    """What the neighbours publish is told by the same feed and the same front page, and only when it is public."""
    from tests.doors.world import HOME, World, canary  # noqa: PLC0415

    World()
    feed = client.get(reverse("reports:feed")).content.decode()
    front = client.get(reverse("reports:home")).content.decode()

    for page in (feed, front):
        assert f"Fassung {canary(HOME, Circle.PUBLIC)}" in page
        assert not {canary(HOME, circle) for circle in Circle if circle > 0} & set(re.findall(r"kanarie\w+x", page))
    for part in ("Leitbilder", "Veranstaltungen", "Bibliothek", "Anfrage"):
        assert part in front
