"""Who is in a network, and the rounds in which a programme took towns in."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network import actions
from network.models import Cohort, Network, NetworkMember
from rooms.acting import act_as
from rooms.enums import Circle, Role
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.network import CohortFactory, NetworkFactory, NetworkMemberFactory, keeper, networker
from tests.walls import as_owner, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return NetworkFactory(name="Interkommunales Netzwerk")


@pytest.fixture
def member(network):
    return networker(network)


@pytest.fixture
def kept(network, client):
    person = keeper(network, organisation=OrganisationFactory())
    client.force_login(person)
    return person


def post(client, view, *args, **data):
    return client.post(reverse(f"network:{view}", args=args), data)


def test_a_town_joins_with_time_and_purpose(client, network, kept):
    place = PlaceFactory(name="Ludwigslust")
    data = {"place": place.pk, "count": 1, "period": "seit 2016", "purposes": ["austausch", "reflexion"]}
    response = post(client, "member-create", network.pk, **data)

    assert response.status_code == 302
    row = NetworkMember.objects.get()
    assert (row.place, row.circle, row.room, row.period_from.year) == (place, Circle.NETWORK, network.room, 2016)
    page = client.get(network.get_absolute_url()).content.decode()
    assert "Ludwigslust" in page
    assert "Austausch, Reflexion" in page


def test_neither_town_nor_name_is_refused_in_words(client, network, kept):
    response = post(client, "member-create", network.pk, count=1, period="2016")

    assert "Bitte wählen Sie eine Kommune oder nennen Sie die Organisation." in response.content.decode()
    assert not NetworkMember.objects.exists()


def test_who_has_left_stays_as_former(client, network, kept):
    NetworkMemberFactory(network=network, name="Alte Stadt", period="2015 bis 2020")
    NetworkMemberFactory(network=network, name="Neue Stadt", period="seit 2021")
    response = client.get(network.get_absolute_url())

    assert [str(row) for row in response.context["members"]] == ["Neue Stadt"]
    assert [str(row) for row in response.context["former"]] == ["Alte Stadt"]


def test_a_cohort_counts_those_without_a_name(client, network, kept):
    data = {
        "title": "Konfliktmanagement",
        "number": 2,
        "planned": 10,
        "unnamed": 2,
        "orte-TOTAL_FORMS": 1,
        "orte-INITIAL_FORMS": 0,
        "orte-0-wording": "Hamm",
        "zahlen-TOTAL_FORMS": 1,
        "zahlen-INITIAL_FORMS": 0,
        "zahlen-0-number": 35,
        "zahlen-0-as_of": "2022",
    }
    response = post(client, "cohort-create", network.pk, **data)

    cohort = Cohort.objects.get()
    assert response.url == cohort.get_absolute_url()
    assert cohort.total == 3
    page = client.get(cohort.get_absolute_url()).content.decode()
    assert "und 2 weitere, die nicht genannt sind" in page
    assert "35" in page


def test_a_member_reads_and_changes_nothing(client, network, member):
    row, cohort = NetworkMemberFactory(network=network, name="Hamm"), CohortFactory(network=network)
    client.force_login(member)

    assert "Hamm" in client.get(network.get_absolute_url()).content.decode()
    for name, key in (("member-create", network.pk), ("member-update", row.pk), ("cohort-update", cohort.pk)):
        assert client.get(reverse(f"network:{name}", args=[key])).status_code == 403
        assert post(client, name, key, name="Anders").status_code == 403
    assert post(client, "member-delete", row.pk).status_code == 403


def test_outside_the_network_there_is_no_such_page(client, network):
    client.force_login(UserFactory())
    for url in (network.get_absolute_url(), reverse("network:space-list")):
        assert client.get(url).status_code == 404


def test_an_administrator_outside_the_room_is_told_so(client, network):
    NetworkMemberFactory(network=network, name="Hamm")
    client.force_login(UserFactory(is_network_admin=True))
    page = client.get(network.get_absolute_url()).content.decode()

    assert "sind aber nicht in seinem Raum" in page
    assert "Hamm" not in page


# --- the wall, by plain SQL

ROW = (
    "INSERT INTO network_networkmember (id, room_id, circle, shared_on, created_at, changed_at, version, network_id,"
    " name, count, period, period_edtf, purposes, note, source, sort_name) VALUES (gen_random_uuid(), %s, %s, now(),"
    " now(), now(), 1, %s, 'X', 1, '', '', '{}', '', '', 'X')"
)


def test_only_those_who_keep_the_network_write(network, member):
    person = keeper(network)
    act_as(person.pk)
    assert sql(ROW, [network.room.pk, Circle.NETWORK, network.pk]) == 1
    as_owner()
    for stranger in (member, UserFactory(), UserFactory(is_network_admin=True)):
        act_as(stranger.pk)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            sql(ROW, [network.room.pk, Circle.NETWORK, network.pk])
        assert sql("UPDATE network_networkmember SET name = 'Y'") == 0
        assert sql("DELETE FROM network_networkmember") == 0
        as_owner()


def test_nothing_is_born_public(network):
    act_as(keeper(network).pk)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        sql(ROW, [network.room.pk, Circle.PUBLIC, network.pk])


def test_a_row_becomes_public_by_two_only(network):
    row = NetworkMemberFactory(network=network)
    act_as(keeper(network).pk)
    with pytest.raises(DatabaseError, match="without a release"), transaction.atomic():
        sql("UPDATE network_networkmember SET circle = 0 WHERE id = %s", [row.pk])


def test_the_wall_hides_rows_from_outside(network, member):
    NetworkMemberFactory(network=network)
    for person, seen in ((member, 1), (UserFactory(), 0), (UserFactory(is_network_admin=True), 0)):
        act_as(person.pk)
        assert sql("SELECT count(*) FROM network_networkmember") == [(seen,)]
        as_owner()


# --- who keeps a network


def test_whoever_becomes_administrator_keeps_the_rooms_of_the_networks(client, network, kept):
    person = UserFactory()
    actions.set_network_admin(person, True, by=kept)

    assert person.memberships.active().get().role == Role.LEAD
    actions.set_network_admin(person, False, by=kept)
    assert not person.memberships.active().exists()


def test_an_administrator_founds_a_network(client):
    person = UserFactory(is_network_admin=True, organisation=OrganisationFactory())
    other = UserFactory(is_network_admin=True)
    client.force_login(person)
    response = post(client, "space-create", name="Netzwerk Nord", purpose="Austausch")

    network = Network.objects.get()
    assert response.url == network.get_absolute_url()
    assert {row.user for row in network.room.memberships.all()} == {person, other}
    assert client.get(network.get_absolute_url()).context["may_keep"]


@pytest.mark.parametrize("name", ["space-create"])
def test_others_found_none(client, network, member, name):
    client.force_login(member)

    assert client.get(reverse(f"network:{name}")).status_code == 403


def test_the_page_asks_the_same_for_one_and_for_three(client, network, kept):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(network.get_absolute_url())
        return len(caught)

    def add():
        NetworkMemberFactory(network=network, place=PlaceFactory())
        CohortFactory(network=network).places.create(place=PlaceFactory())

    add()
    client.get(network.get_absolute_url())
    one = statements()
    add()
    add()

    assert statements() == one
