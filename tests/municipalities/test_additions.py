"""What the administration of the network adds to a place."""

import pytest
from django.urls import reverse

from audit.models import Entry
from tests.factories.municipalities import PlaceFactory, UnitFactory

pytestmark = pytest.mark.django_db
FORMS = {
    "figure-create": {"kind": "population", "value": "12.585", "as_of": "2014", "source": "Steckbrief"},
    "name-create": {"name": "Alt-Musterstedt", "period": "bis 1974", "source": "Chronik"},
    "unit-create": {"name": "Ordnungsamt", "period": ""},
}


@pytest.mark.parametrize("name", FORMS)
def test_only_the_network_administration_adds_to_a_place(client, advisor, name):
    place = PlaceFactory()
    client.force_login(advisor)

    url = reverse(f"municipalities:{name}", args=[place.key])

    assert client.get(url).status_code == 403
    assert client.post(url, FORMS[name]).status_code == 403
    assert url not in client.get(place.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_network_administration_adds_to_a_place_and_it_is_noted(client, network_admin, name):
    place = PlaceFactory()
    client.force_login(network_admin)
    url = reverse(f"municipalities:{name}", args=[place.key])

    assert url in client.get(place.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    response = client.post(url, FORMS[name])

    assert response.url == place.get_absolute_url()
    entry = Entry.objects.get()
    assert (entry.actor, entry.action.split(".")[1]) == (network_admin, "created")


@pytest.mark.parametrize("name", FORMS)
def test_nothing_stands_twice(client, network_admin, name):
    place = PlaceFactory()
    client.force_login(network_admin)
    url = reverse(f"municipalities:{name}", args=[place.key])
    client.post(url, FORMS[name])

    html = client.post(url, FORMS[name]).content.decode()

    assert "schon" in html


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12.585", 12585), ("12585", 12585), ("12 585", 12585), ("1.234.567", 1234567), ("78,64", 78.64), ("0", 0)],
)
def test_figure_reads_german_numbers(client, network_admin, typed, value):
    place = PlaceFactory()
    client.force_login(network_admin)

    client.post(reverse("municipalities:figure-create", args=[place.key]), FORMS["figure-create"] | {"value": typed})

    assert float(place.figures.get().value) == value


@pytest.mark.parametrize("typed", ["viele", "-3", "", "1" * 20, "NaN"])
def test_figure_refuses_what_is_no_number(client, network_admin, typed):
    place = PlaceFactory()
    client.force_login(network_admin)
    url = reverse("municipalities:figure-create", args=[place.key])

    response = client.post(url, FORMS["figure-create"] | {"value": typed})

    assert response.context["form"].errors.keys() == {"value"}
    assert not place.figures.exists()


def test_unit_lies_only_in_units_of_the_same_place(client, network_admin):
    place, foreign = PlaceFactory(), UnitFactory()
    UnitFactory(place=place)
    client.force_login(network_admin)
    url = reverse("municipalities:unit-create", args=[place.key])

    response = client.post(url, {"name": "Ordnungsamt", "parent": foreign.pk})

    assert response.context["form"].errors.keys() == {"parent"}
