import pytest
from django.urls import reverse

from rooms.enums import Circle
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


def search(client, words, **params):
    return client.get(reverse("engagements:search"), {"q": words, **params})


def found(response):
    return {entry.title for group in response.context["groups"] for entry in group["entries"]}


@pytest.mark.parametrize(
    ("words", "text", "hit"),
    [
        ("konflikt", "Die Konflikte im Ort", True),
        ("konflikt", "Unsere Konfliktanalyse", True),
        ("KONFLIKTE", "der Konflikt", True),
        ("bürger", "mit den Bürgern", True),
        ("Berater", "die Berater*innen", True),
        ("saal forum", "Forum im Saal", True),
        ("saal forum", "Forum im Hof", False),
        ('"im Saal"', "Forum im Saal", True),
        ("forum -saal", "Forum im Saal", False),
        ("saal or hof", "Forum im Hof", True),
        ("2018", "Haushalt 2018", True),
    ],
)
def test_german_words_and_their_beginnings_are_found(signed_in, engagement, words, text, hit):
    LogEntryFactory(engagement=engagement, text=text)

    assert bool(found(search(signed_in, words))) == hit


@pytest.mark.parametrize(
    "words", ["", " ", "und", "'", "\\", ":*", "a & | !", "\x00", "💬", "שלום", "a'b:*&", "((", "<->", "x" * 5000]
)
def test_odd_input_is_only_a_search_without_hits(signed_in, engagement, words):
    LogEntryFactory(engagement=engagement)

    response = search(signed_in, words)

    assert response.status_code == 200
    assert not found(response)


def test_hits_are_marked_and_everything_else_is_escaped(signed_in, engagement):
    LogEntryFactory(
        engagement=engagement,
        title="<b>Konflikt</b> \uf8f0 am Rand",
        text="**Konflikt** mit <script>alert(1)</script> & <img src=x onerror=alert(1)>",
    )

    page = search(signed_in, "konflikt").content.decode()

    assert "<mark>Konflikt</mark>" in page
    assert page.count("<mark>") == page.count("</mark>")
    assert "\uf8f0" not in page
    assert "**" not in page.partition("<main")[2]
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;b&gt;" in page


def test_search_finds_nothing_the_reader_may_not_read(client, member, engagement):
    LogEntryFactory(engagement=engagement, circle=Circle.STEERING, title="Runde", text="Stichwort")
    for circle in (Circle.CLIENT, Circle.TEAM, Circle.SEALED):
        LogEntryFactory(engagement=engagement, circle=circle, title="Kanarie", text="Stichwort Kanarie")
    LogEntryFactory(title="Kanarie von anderswo", text="Stichwort Kanarie")
    EngagementFactory(title="Stichwort Kanarie")
    client.force_login(member)

    response = search(client, "stichwort")

    assert found(response) == {"Runde"}
    assert "Kanarie" not in response.content.decode()
    assert not found(search(client, "kanarie"))


def test_sealed_text_is_not_searched_not_even_for_its_author_and_the_lead(client, lead, engagement):
    LogEntryFactory(engagement=engagement, circle=Circle.SEALED, text="Kanarie", author=lead)
    client.force_login(lead)

    assert not found(search(client, "kanarie"))
    response = client.get(reverse("engagements:log-list", args=[engagement.pk]), {"q": "kanarie"})
    assert response.context["entries"] == []


def test_hits_stand_together_by_consultation(client, advisor, engagement):
    other = EngagementFactory(advisor=advisor)
    for place, day in ((engagement, "5.1.2018"), (other, "4.1.2018"), (engagement, "3.1.2018")):
        LogEntryFactory(engagement=place, text="Stichwort", when=day)
    client.force_login(advisor)

    groups = search(client, "stichwort").context["groups"]

    assert [(group["engagement"], len(group["entries"])) for group in groups] == [(engagement, 2), (other, 1)]


def test_public_hits_from_elsewhere_carry_no_name_of_their_consultation(client):
    LogEntryFactory(engagement__title="Kanarie", circle=Circle.PUBLIC, title="Offen", text="Stichwort")
    client.force_login(UserFactory())

    response = search(client, "stichwort")

    assert found(response) == {"Offen"}
    assert "Kanarie" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_search_costs_the_same_however_many_hits(client, count, django_assert_num_queries):
    user = UserFactory()
    for _number in range(count):
        engagement = EngagementFactory()
        MembershipFactory(room=engagement.room, user=user)
        LogEntryFactory(engagement=engagement, text="Stichwort")
    client.force_login(user)

    # 4 of every page; memberships, hits, their consultations, consultations by title, what was read
    with django_assert_num_queries(9):
        response = search(client, "stichwort")

    assert len(found(response)) == count
