"""The list of places and the page of one."""

import pytest
from django.urls import reverse

from municipalities.models import Place
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.municipalities import (
    FigureFactory,
    KreisFactory,
    LandFactory,
    PlaceFactory,
    PlaceNameFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/kommunen/"
QUERIES_OF_LIST = 8  # two of them the savepoint of the request, one the seats for the head
QUERIES_OF_DETAIL = 11


def rows(response):
    return [place.key for place in response.context["page_obj"]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, advisor, count, django_assert_num_queries):
    land = LandFactory()
    kreis = KreisFactory(land=land, parent=land)
    places = PlaceFactory.create_batch(count, land=land, kreis=kreis, parent=kreis)
    client.force_login(advisor)

    with django_assert_num_queries(QUERIES_OF_LIST):
        response = client.get(LIST)

    assert set(response.context["page_obj"]) == {land, kreis, *places}


def test_list_is_sorted_as_in_a_german_index(client, advisor):
    names = ["Zoo", "Ärger", "Apfel", "Öde"]
    for name in names:
        PlaceFactory(name=name)
    client.force_login(advisor)

    assert [place.name for place in client.get(LIST).context["page_obj"]] == ["Apfel", "Ärger", "Öde", "Zoo"]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"land": "15"}, ["15081", "15081240"]),
        ({"ebene": "kreis"}, ["03357", "05974", "15081"]),
        ({"q": "kalbe", "land": "03"}, ["03357029"]),
        ({"gehoert_zu": "03357"}, ["033575405"]),
        ({"gehoert_zu": "051"}, ["05112000"]),
        ({"q": "Nirgendwo"}, []),
        ({"gehoert_zu": "x"}, []),
    ],
)
def test_list_narrows(client, advisor, dozen, query, keys):
    client.force_login(advisor)

    response = client.get(LIST, query)

    assert sorted(rows(response)) == keys
    assert ("Filter aufheben" in response.content.decode()) is True


@pytest.mark.parametrize("words", ["a " * 9, "a" * 101])
def test_list_refuses_a_search_of_too_many_words(client, advisor, dozen, words):
    client.force_login(advisor)
    page = client.get(reverse("municipalities:list"), {"q": words})

    assert page.status_code == 200
    assert not page.context["page_obj"].object_list
    assert page.context["filter"].form.errors["q"]


def test_list_shows_former_places_when_asked(client, advisor):
    PlaceFactory(key="99000001")
    PlaceFactory(key="99000002", gone_on="2024-01-01")
    client.force_login(advisor)

    assert rows(client.get(LIST)) == ["99000001"]
    assert sorted(rows(client.get(LIST, {"frueher": "on"}))) == ["99000001", "99000002"]


def test_list_turns_pages_and_keeps_the_filter(client, advisor):
    PlaceFactory.create_batch(51)
    client.force_login(advisor)

    html = client.get(LIST, {"ebene": "gemeinde"}).content.decode()

    assert "Seite 1 von 2" in html
    assert "?ebene=gemeinde&amp;page=2" in html


def test_list_sends_only_rows_while_somebody_types(client, advisor, dozen):
    client.force_login(advisor)

    html = client.get(LIST, {"q": "Kalbe"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in html
    assert "Kalbe (Milde)" in html


def test_list_says_what_to_do_before_the_register_is_loaded(client, advisor):
    client.force_login(advisor)

    assert "bin/manage import_municipalities" in client.get(LIST).content.decode()


def test_pages_ask_who_is_there(client):
    place = PlaceFactory()

    for url in (LIST, place.get_absolute_url(), reverse("municipalities:figure-create", args=[place.key])):
        assert client.get(url).status_code == 302


def test_detail_shows_both_figures_side_by_side(client, advisor, dozen):
    kalbe = Place.objects.get(key="15081240")
    FigureFactory(place=kalbe, value=12585, as_of="2014", source="Steckbrief")
    PlaceNameFactory(place=kalbe, name="Calbe an der Milde")
    UnitFactory(place=kalbe, name="Ordnungsamt")
    client.force_login(advisor)

    html = client.get(kalbe.get_absolute_url()).content.decode()

    assert "12.585" in html
    assert "6.976" in html
    assert "273,63" in html
    for text in (
        "Steckbrief",
        "31.12.2024",
        "Calbe an der Milde",
        "Ordnungsamt",
        "150810240240",
        "Altmarkkreis Salzwedel",
    ):
        assert text in html


def test_detail_does_not_write_zero_for_unknown(client, advisor):
    kreis = KreisFactory()
    PlaceFactory(parent=kreis)
    client.force_login(advisor)

    html = client.get(kreis.get_absolute_url()).content.decode()

    assert "Keine Kennzahlen bekannt." in html
    assert "unbekannt" in html


def test_detail_hides_the_consultations_of_others(client, advisor):
    place = PlaceFactory()
    mine = EngagementFactory(municipality=place, title="Meine Beratung", lead=advisor)
    EngagementFactory(municipality=place, title="Fremde Beratung", lead=UserFactory())
    client.force_login(advisor)

    response = client.get(place.get_absolute_url())

    assert list(response.context["engagements"]) == [mine]
    assert "Meine Beratung" in response.content.decode()
    assert "Fremde" not in response.content.decode()


def test_detail_hides_consultations_from_the_network_administration(client, network_admin):
    place = PlaceFactory()
    EngagementFactory(municipality=place, title="Fremde Beratung")
    client.force_login(network_admin)

    assert "Fremde" not in client.get(place.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_whatever_lies_within(client, advisor, count, django_assert_num_queries):
    kreis = KreisFactory(land=(land := LandFactory()), parent=land)
    PlaceFactory.create_batch(count, parent=kreis, kreis=kreis, land=land)
    for number in range(count):
        FigureFactory(place=kreis, as_of=f"{2000 + number}")
        PlaceNameFactory(place=kreis)
        UnitFactory(place=kreis)
        EngagementFactory(municipality=kreis, lead=advisor)
    client.force_login(advisor)

    with django_assert_num_queries(QUERIES_OF_DETAIL):
        client.get(kreis.get_absolute_url())


def test_detail_of_a_large_kreis_shows_sixty_and_the_way_to_all(client, advisor):
    kreis = KreisFactory()
    PlaceFactory.create_batch(61, parent=kreis)
    client.force_login(advisor)

    response = client.get(kreis.get_absolute_url())

    assert len(response.context["members"]) == 60
    assert f"?gehoert_zu={kreis.key}" in response.content.decode()


def test_detail_of_a_place_that_is_gone_says_so(client, advisor):
    place = PlaceFactory(gone_on="2024-01-01")
    client.force_login(advisor)

    html = client.get(place.get_absolute_url()).content.decode()

    assert "01.01.2024" in html
    assert "Beratung hier anlegen" not in html


def test_detail_offers_a_consultation_to_advisors_only(client, advisor):
    place = PlaceFactory(key="99000077")
    link = f"{reverse('engagements:create')}?kommune=99000077"
    client.force_login(advisor)
    assert link in client.get(place.get_absolute_url()).content.decode()

    client.force_login(UserFactory())
    assert link not in client.get(place.get_absolute_url()).content.decode()


@pytest.mark.parametrize("key", ["00", "99999999", "abc"])
def test_detail_of_an_unknown_key_is_not_found(client, advisor, key):
    client.force_login(advisor)

    assert client.get(f"/kommunen/{key}/").status_code == 404
