"""The file of a public work: the one two people have seen, and no other."""

import logging

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from network.models import LibraryItem
from rooms import transitions
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.models import File, Release
from rooms.releasing import propose, propose_url
from tests.factories.network import LibraryItemFactory, keeper, networker
from tests.walls import sql

from .test_library import work
from .visits import url

pytestmark = pytest.mark.django_db


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


def test_everybody_loads_only_the_bytes_two_people_have_released(with_file, caplog):
    """The words of the release name a hash; what the store hands out must have it."""
    store, name = with_file.file.content.storage, with_file.file.content.name
    store.delete(name)
    store.save(name, ContentFile(b"Kapitel zwei"))
    caplog.set_level(logging.ERROR)

    assert Client().get(file_url(with_file)).status_code == 404
    [line] = [record.getMessage() for record in caplog.records if record.name == "rooms.uploads"]
    assert name in line
    assert "handbuch" not in caplog.text


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
