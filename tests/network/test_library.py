"""The library: filters in the address, files through the room, public by two people only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.models import LibraryItem
from network.pooling import set_public
from rooms import transitions
from rooms.acting import act_as
from rooms.enums import Circle, ReleaseState
from rooms.models import File, Release
from rooms.releasing import propose
from tests.factories.network import LibraryItemFactory, PoolProfileFactory, keeper, networker
from tests.walls import as_owner, sql

from .visits import url

pytestmark = pytest.mark.django_db
WORD = "nurfuersnetzwerk"


def work(**more):
    return {"title": "Handbuch Integration", "kind": "handbuch", "licence": "unbekannt", "themes": []} | more


def test_a_work_with_a_file_is_read_by_the_network(client, network):
    client.force_login(keeper(network))
    upload = SimpleUploadedFile("handbuch.txt", b"Kapitel eins", content_type="text/plain")
    response = client.post(url("library-create", network.pk), work(upload=upload, phase="konzept"))

    assert response.status_code == 302, response.content.decode()
    row = LibraryItem.objects.get()
    assert (row.circle, row.file.circle) == (Circle.NETWORK, Circle.NETWORK)
    client.force_login(networker(network))
    page = client.get(row.get_absolute_url()).content.decode()
    assert reverse("rooms:file", args=[row.file_id]) in page
    assert client.get(reverse("rooms:file", args=[row.file_id])).getvalue() == b"Kapitel eins"


def test_a_newer_file_replaces_the_older(client, network):
    client.force_login(keeper(network))
    for name in ("alt.txt", "neu.txt"):
        row = LibraryItem.objects.first()
        target = url("library-update", row.pk) if row else url("library-create", network.pk)
        more = {"version": row.version} if row else {}
        client.post(target, work(upload=SimpleUploadedFile(name, b"Text"), **more))

    assert [file.name for file in File.objects.all()] == ["neu.txt"]


def test_a_wrong_file_is_refused_in_words(client, network):
    client.force_login(keeper(network))
    page = client.post(url("library-create", network.pk), work(upload=SimpleUploadedFile("a.exe", b"MZ"))).content

    assert "Möglich sind PDF" in page.decode()
    assert not LibraryItem.objects.exists()


def test_filters_stand_in_the_address(client, network):
    client.force_login(networker(network))
    LibraryItemFactory(network=network, title="Rückspiegelung planen", kind="methodenblatt", phase="analyse")
    LibraryItemFactory(network=network, title="Handbuch", themes=["integration_teilhabe"], licence="cc-by")

    def found(**asked):
        return {row.title for row in client.get(url("library-list", network.pk), asked).context["rows"]}

    assert len(found()) == 2
    assert found(art="methodenblatt") == {"Rückspiegelung planen"}
    assert found(phase="analyse") == {"Rückspiegelung planen"}
    assert found(thema="integration_teilhabe") == {"Handbuch"}
    assert found(lizenz="cc-by") == {"Handbuch"}
    assert found(q="planen rück") == {"Rückspiegelung planen"}
    assert len(found(art="unsinn")) == 2
    page = client.get(url("library-list", network.pk), {"art": "methodenblatt"}).content.decode()
    assert '<option value="methodenblatt" selected>' in page


def test_who_keeps_it_proposes_it_for_everybody_and_a_second_agrees(client, network):
    row = LibraryItemFactory(network=network, title="Handbuch für alle")
    public = reverse("reports:library-item", args=[row.pk])
    first, second = keeper(network), keeper(network)
    client.force_login(first)
    proposal = client.get(row.get_absolute_url()).context["propose_url"]
    assert Client().get(public).status_code == 404
    page = client.get(proposal)
    assert page.status_code == 200
    sent = {"to_circle": 0, "purpose": "Alle sollen es lesen", "was": f"network.libraryitem:{row.pk}"}
    response = client.post(proposal, sent)
    assert response.status_code == 302, response.content.decode()[-3000:]
    assert Client().get(public).status_code == 404  # one alone is not enough

    transitions.approve(Release.objects.get(), by=second)
    page = Client().get(public)
    assert "Handbuch für alle" in page.content.decode()
    assert "sessionid" not in page.cookies
    assert "Handbuch für alle" in Client().get(reverse("reports:library")).content.decode()


def test_what_everybody_reads_is_taken_back_before_it_is_changed(client, network):
    """One person alone changes no word on a public page, neither by the form nor past it."""
    row, first, second = LibraryItemFactory(network=network, title="Handbuch"), keeper(network), keeper(network)
    release = propose(row, to_circle=Circle.PUBLIC, by=first)
    transitions.approve(release, by=second)
    client.force_login(first)
    page = client.post(url("library-update", row.pk), work(title="Anders", version=row.version))
    row.refresh_from_db()
    assert (row.title, row.circle) == ("Handbuch", Circle.PUBLIC)
    assert url("library-back", row.pk) in page.content.decode()
    act_as(first.pk)
    for change in ("title = 'Anders'", "url = 'https://anders.example'", "licence = 'cc0'", "themes = '{klima}'"):
        with pytest.raises(DatabaseError, match="everybody reads"), transaction.atomic():
            sql(f"UPDATE network_libraryitem SET {change}")
    as_owner()

    client.post(url("library-back", row.pk))
    row.refresh_from_db()
    release.refresh_from_db()
    assert (row.circle, release.state) == (Circle.NETWORK, ReleaseState.WITHDRAWN)
    assert Client().get(reverse("reports:library-item", args=[row.pk])).status_code == 404
    assert client.post(url("library-update", row.pk), work(title="Anders", version=row.version)).status_code == 302
    act_as(first.pk)
    with pytest.raises(DatabaseError, match="without a release"), transaction.atomic():
        sql("UPDATE network_libraryitem SET circle = 0")


def test_the_words_do_not_change_on_the_way_out(network):
    row, first, second = LibraryItemFactory(network=network), keeper(network), keeper(network)
    transitions.approve(propose(row, to_circle=Circle.PUBLIC, by=first), by=second)
    LibraryItem.objects.update(circle=Circle.NETWORK)  # agreed, and not out yet
    act_as(first.pk)
    with pytest.raises(DatabaseError, match="everybody reads"), transaction.atomic():
        sql("UPDATE network_libraryitem SET circle = 0, title = 'Anders'")
    assert sql("UPDATE network_libraryitem SET circle = 0") == 1


def test_the_public_library_shows_nothing_of_the_network(network):
    LibraryItemFactory(network=network, title=WORD)
    LibraryItemFactory(network=network, title="Offen", circle=Circle.PUBLIC)
    page = Client().get(reverse("reports:library")).content.decode()

    assert "Offen" in page
    assert WORD not in page
    assert WORD not in Client().get(reverse("reports:library"), {"q": WORD[:5]}).content.decode()


def test_a_signed_in_reader_gets_the_same_public_page(client, network):
    """The gate of T46: the public page holds no row of the circle inside, whoever asks."""
    LibraryItemFactory(network=network, title=WORD)
    client.force_login(keeper(network))

    assert WORD not in client.get(reverse("reports:library")).content.decode()


def test_the_public_pool_shows_who_consented_and_no_address(network):
    open_, closed = (
        PoolProfileFactory(network=network, name="Offene", person=networker(network)),
        PoolProfileFactory(network=network, name="Geheime"),
    )
    set_public(open_, True, by=open_.person)
    page = Client().get(reverse("reports:pool")).content.decode()
    assert "Offene" in page
    assert "Geheime" not in page
    assert open_.person.email not in page
    assert closed.person.email not in page
    set_public(open_, False, by=open_.person)
    assert "Offene" not in Client().get(reverse("reports:pool")).content.decode()


@pytest.mark.parametrize("view", ["network:library-list", "reports:library"])
def test_the_list_asks_the_same_for_one_and_for_three(client, network, view):
    client.force_login(networker(network))
    target = reverse(view, args=[network.pk] if view.startswith("network") else None)

    def statements():
        with CaptureQueriesContext(connection) as caught:
            client.get(target)
        return len(caught)

    LibraryItemFactory(network=network, circle=Circle.PUBLIC)
    client.get(target)
    one = statements()
    for _time in range(2):
        LibraryItemFactory(network=network, circle=Circle.PUBLIC)

    assert statements() == one
