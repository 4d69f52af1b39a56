"""`bin/manage seal_stored`: files sealed before there was encryption, encrypted one after the other."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from manage import OWNER_COMMANDS
from rooms import uploads
from rooms.enums import Circle
from rooms.models import File
from tests.factories.rooms import RoomFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = b"Vertraulicher Vermerk"


def stored(circle=Circle.SEALED, *, as_before=True):
    file = uploads.store(
        SimpleUploadedFile("Vermerk.txt", WORDS), "text/plain", File(room=RoomFactory(), circle=circle)
    )
    if as_before:  # as the store held it before there was encryption
        name = File.content.field.storage.save("alt", ContentFile(WORDS))
        File.objects.filter(pk=file.pk).update(content=name)
    return file.pk


def bytes_of(key):
    with File.objects.get(pk=key).content.open("rb") as content:
        return content.read()


def run():
    out = io.StringIO()
    call_command("seal_stored", stdout=out, stderr=out)
    return out.getvalue()


def test_what_lies_open_is_encrypted_and_reads_as_before():
    key, old = stored(), None
    old = File.objects.get(pk=key).content.name

    assert run() == "1 versiegelte Dateien, 1 davon jetzt verschlüsselt.\n"

    assert WORDS not in bytes_of(key)
    assert uploads.opened(File.objects.get(pk=key)).read() == WORDS
    assert not File.content.field.storage.exists(old)


def test_without_the_command_it_would_lie_open():
    assert bytes_of(stored()) == WORDS


def test_open_files_and_sealed_ones_stay_as_they_are():
    keys = stored(Circle.TEAM), stored(as_before=False)
    before = [(bytes_of(key), File.objects.get(pk=key).content.name) for key in keys]

    assert "1 versiegelte Dateien, 0 davon" in run()
    assert [(bytes_of(key), File.objects.get(pk=key).content.name) for key in keys] == before


def test_begun_and_broken_off_it_goes_on(monkeypatch):
    keys = [stored(), stored(), stored()]
    with monkeypatch.context() as patched:
        real = uploads.seal_stored
        patched.setattr(uploads, "seal_stored", lambda key: real(key) if key == keys[0] else 1 / 0)
        with pytest.raises(CommandError, match="2 Dateien"):
            run()
    assert [WORDS in bytes_of(key) for key in keys] == [False, True, True]

    assert "3 versiegelte Dateien, 2 davon jetzt" in run()
    assert not [key for key in keys if WORDS in bytes_of(key)]


def test_a_file_that_is_missing_is_named_and_the_others_are_done():
    lost, there = stored(), stored()
    File.content.field.storage.delete(File.objects.get(pk=lost).content.name)

    with pytest.raises(CommandError, match="noch einmal"):
        run()

    assert WORDS not in bytes_of(there)


def test_it_runs_as_the_owner_who_sees_every_row():
    assert "seal_stored" in OWNER_COMMANDS
