"""Who is alike, from what is released alone (failure 3: counts and neighbours tell nothing hidden)."""

import pytest
from django.urls import reverse

from network.steps import ProfileStep
from network.twins import Wanted, released_to, size_of, twins_of, wanted_like
from rooms.enums import Circle
from tests.factories.accounts import UserFactory
from tests.factories.profiles import Sides
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def networker():
    person = UserFactory()
    MembershipFactory(room__kind="network", user=person, role="observer")
    return person


def test_sizes_have_no_gap_and_no_overlap():
    assert [size_of(n) for n in (None, 0, 4_999, 5_000, 19_999, 20_000, 100_000)] == [
        "", "klein", "klein", "kleinstadt", "kleinstadt", "mittelstadt", "grossstadt"
    ]  # fmt: skip


def test_the_most_alike_comes_first_and_says_why(networker):
    near = Sides(themes=["klima", "verkehr"], title="Nah").out()
    far = Sides(themes=["armut"], population=500_000, title="Fern").out()
    mine = Sides(themes=["klima", "verkehr"], title="Meine").out()
    found = twins_of(wanted_like(mine), released_to(networker), but=mine.profile_id)

    assert [each.edition for each in found] == [near, far]
    assert any("Klimafolgen" in reason and "Verkehr" in reason for reason in found[0].reasons)
    assert any("5.000 bis 20.000" in reason for reason in found[0].reasons)


def test_who_has_nothing_in_common_is_no_twin(networker):
    Sides(themes=["armut"]).out()

    assert not twins_of(Wanted(themes=["klima"]), released_to(networker))


def test_hidden_ones_change_nothing(client, networker):
    """Drafts, what waits, what is counted, what is taken back: the page is the same to the byte."""
    Sides(themes=["klima"], title="Offen").out(circle=Circle.NETWORK)
    client.force_login(networker)
    url = reverse("network:twins") + "?thema=klima"
    before = client.get(url).content
    Sides(themes=["klima"], title="Geheim")
    Sides(themes=["klima"], title="Geheim").out(step=ProfileStep.COUNTS)
    back = Sides(themes=["klima"], title="Geheim")
    edition = back.out()
    type(edition).objects.filter(pk=edition.pk).update(state="zurueckgezogen", circle=Circle.CLIENT)
    after = client.get(url).content

    assert b"Offen" in before
    assert b"Geheim" not in after
    assert before.count(b"<li") == after.count(b"<li")


def test_what_a_step_does_not_tell_is_not_compared(networker):
    edition = Sides(themes=["klima"]).out(step=ProfileStep.COUNTS)

    assert not released_to(networker)
    assert not edition.themes


def test_the_network_alone_finds_them(client, networker):
    Sides(title="Offen").out()
    url = reverse("network:twins")
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    client.force_login(networker)

    assert client.get(url).status_code == 200


def test_released_to_the_network_is_read_there_and_not_outside(client, networker):
    edition = Sides().out(circle=Circle.NETWORK)
    client.force_login(networker)
    assert "vollwort" in client.get(reverse("network:twin", args=[edition.pk])).content.decode()
    client.logout()

    assert client.get(reverse("reports:profile", args=[edition.slug])).status_code == 404


def test_statements_do_not_grow_with_the_rows(client, networker, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client.force_login(networker)
    Sides(themes=["klima"]).out()
    client.get(reverse("network:twins") + "?thema=klima")
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("network:twins") + "?thema=klima")
    for _n in range(2):
        Sides(themes=["klima"]).out()
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("network:twins") + "?thema=klima")

    assert len(one) == len(three)
