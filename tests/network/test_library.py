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
from rooms.releasing import propose, propose_url
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


# --- The file of a public work -------------------------------------------------------------


@pytest.fixture
def with_file(client, network):
    """A work with a file, released by two."""
    first = keeper(network)
    client.force_login(first)
    client.post(url("library-create", network.pk), work(upload=SimpleUploadedFile("handbuch.txt", b"Kapitel eins")))
    row = LibraryItem.objects.get()
    assert "können alle auch die Datei herunterladen" in client.get(row.get_absolute_url()).content.decode()
    transitions.approve(propose(row, to_circle=Circle.PUBLIC, by=first), by=keeper(network))
    return LibraryItem.objects.select_related("file").get()


def file_url(row):
    return reverse("reports:library-file", args=[row.pk])


def test_everybody_loads_the_file_of_a_public_work_and_nobody_keeps_it_on_the_way(with_file):
    page = Client().get(reverse("reports:library-item", args=[with_file.pk])).content.decode()
    assert file_url(with_file) in page
    response = Client().get(file_url(with_file))

    assert response.getvalue() == b"Kapitel eins"
    assert response["Content-Disposition"] == 'attachment; filename="handbuch.txt"'
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_of_a_work_taken_back_the_file_is_gone_at_once(client, with_file):
    assert Client().get(file_url(with_file)).status_code == 200
    client.post(url("library-back", with_file.pk))

    assert Client().get(file_url(with_file)).status_code == 404
    assert Client().get(reverse("reports:library-item", args=[with_file.pk])).status_code == 404


def test_no_other_file_is_loaded_that_way(network):
    """Neither the file of a work of the network, nor by its own key, nor a work without one."""
    inside = LibraryItemFactory(network=network)
    inside.file = File.objects.create(
        room=network.room, circle=Circle.NETWORK, name="nur.txt", content_type="text/plain", size=1, content="x"
    )
    inside.save()
    bare = LibraryItemFactory(network=network, circle=Circle.PUBLIC)
    keys = inside.pk, inside.file_id, bare.pk
    answers = [Client().get(reverse("reports:library-file", args=[key])) for key in keys]

    assert {response.status_code for response in answers} == {404}
    act_as(None)
    assert sql("SELECT * FROM library_file(%s)", [inside.pk]) == []


def test_the_file_everybody_loads_stays_the_one_two_people_have_seen(with_file, network):
    act_as(with_file.author_id)
    with pytest.raises(DatabaseError, match="everybody reads"), transaction.atomic():
        sql("UPDATE network_libraryitem SET file_id = NULL")


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


def test_both_people_read_which_file_it_is(client, network):
    first, second = keeper(network), keeper(network)
    client.force_login(first)
    client.post(url("library-create", network.pk), work(upload=SimpleUploadedFile("handbuch.txt", b"Kapitel eins")))
    row = LibraryItem.objects.select_related("file").get()
    told = f"handbuch.txt, SHA-256 {row.file.sha256}"
    assert told in client.get(propose_url(row, Circle.PUBLIC)).content.decode()
    release = propose(row, to_circle=Circle.PUBLIC, by=first)
    client.force_login(second)

    assert ["Datei", told] in release.content
    assert told in client.get(release.get_absolute_url()).content.decode()


def test_a_file_exchanged_after_the_proposal_does_not_go_out(network):
    row, first, second = LibraryItemFactory(network=network), keeper(network), keeper(network)
    release = propose(row, to_circle=Circle.PUBLIC, by=first)
    LibraryItem.objects.update(file=planted(network))  # past the form, and without another version

    with pytest.raises(transitions.ReleaseRefused, match="wurde das geändert"):
        transitions.approve(release, by=second)


def planted(network):
    more = {"content_type": "text/plain", "size": 1, "content": "x", "sha256": "1" * 64}
    return File.objects.create(room=network.room, circle=Circle.NETWORK, name="handbuch.txt", **more)


def of_another_file(row):
    LibraryItem.objects.filter(pk=row.pk).update(file=planted(row.network))


def of_other_bytes(row):
    File.objects.filter(pk=row.file_id).update(sha256="1" * 64)


def of_a_release_before_there_were_files(row):
    """As they lie in the database from the time when the file of a public work stayed in the network."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE rooms_release DISABLE TRIGGER release_frozen")
    old = [each for each in Release.objects.get().content if each[0] != "Datei"]
    Release.objects.update(content=old)


@pytest.mark.parametrize("leak", [of_another_file, of_other_bytes, of_a_release_before_there_were_files])
def test_no_file_goes_out_that_is_not_in_the_words_two_people_released(with_file, leak):
    assert Client().get(file_url(with_file)).status_code == 200
    leak(with_file)

    assert Client().get(file_url(with_file)).status_code == 404
    page = Client().get(reverse("reports:library-item", args=[with_file.pk]))
    assert page.status_code == 200
    assert file_url(with_file) not in page.content.decode()
    act_as(None)
    assert sql("SELECT * FROM library_file(%s)", [with_file.pk]) == []


def test_whoever_keeps_the_network_is_told_that_the_file_is_not_out(client, with_file):
    def told():
        return "Die Datei lädt nur das Netzwerk" in client.get(with_file.get_absolute_url()).content.decode()

    assert not told()
    of_a_release_before_there_were_files(with_file)
    assert told()
    client.force_login(networker(with_file.network))
    assert not told()
