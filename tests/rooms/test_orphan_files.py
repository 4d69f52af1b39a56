import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from manage import OWNER_COMMANDS
from rooms import uploads
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.models import File
from tests.factories.rooms import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def storage(monkeypatch):
    """A store with one file that has a row and one that has none."""
    storage = File.content.field.storage
    for name in storage.listdir("")[1]:
        storage.delete(name)
    row = File(room=RoomFactory(), circle=Circle.TEAM)
    uploads.store(SimpleUploadedFile("Protokoll.txt", b"da"), "text/plain", row)
    storage.save("verwaist", ContentFile(b"weg"))
    monkeypatch.setattr(uploads, "AGE_OF_ORPHANS", dt.timedelta(0))
    return storage


def run(**options):
    out = io.StringIO()
    call_command("remove_orphan_files", stdout=out, **options)
    return out.getvalue()


def test_without_a_yes_orphans_are_only_named(storage):
    assert run() == "verwaist\n1 Dateien ohne Eintrag; mit --really werden sie gelöscht.\n"
    assert storage.exists("verwaist")


def test_orphans_go_and_files_with_a_row_stay(storage):
    run(really=True)

    assert storage.listdir("")[1] == list(File.objects.values_list("content", flat=True))


def test_what_is_young_may_belong_to_a_request_that_is_not_done(storage, monkeypatch):
    monkeypatch.setattr(uploads, "AGE_OF_ORPHANS", dt.timedelta(days=1))

    assert "verwaist" not in run(really=True)
    assert storage.exists("verwaist")


def test_who_does_not_see_every_row_deletes_nothing(storage):
    act_as(None)

    with pytest.raises(CommandError, match="sieht nicht alle"):
        run(really=True)
    assert "remove_orphan_files" in OWNER_COMMANDS
