"""How much a room takes, and what is left when the store fails."""

import errno
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.urls import reverse

from engagements.models import LogEntry
from rooms import uploads
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.models import File
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.rooms.files import folder, upload

# --- how much -------------------------------------------------------------------------------
GIVEN = {"kind": "einzelgespraech", "when": "12.03.2018", "title": "Gespräch", "circle": "40", "text": "Das bleibt."}


@pytest.fixture
def engagement(db):
    return EngagementFactory()


@pytest.fixture
def advisor(client, engagement):
    user = MembershipFactory(room=engagement.room).user
    client.force_login(user)
    return user


def write(client, engagement, *files, **values):
    url = reverse("engagements:log-create", args=[engagement.pk])
    return client.post(url, GIVEN | {"new_files": list(files)} | values)


def large(name="gross.txt", kilobytes=600):
    return upload(name, b"x" * kilobytes * 1024)


def test_a_full_room_says_how_much_is_left(client, advisor, engagement, settings):
    settings.FILES_QUOTA_ROOM_MB = 1
    assert write(client, engagement, large()).status_code == 302

    page = write(client, engagement, large()).content.decode()

    assert "Die Dateien haben 600,0\xa0KB, frei sind noch 424,0\xa0KB." in page
    assert "Das bleibt." in page
    assert File.objects.count() == LogEntry.objects.count() == 1


def test_another_room_has_space_of_its_own(client, advisor, engagement, settings):
    settings.FILES_QUOTA_ROOM_MB = 1
    write(client, engagement, large())
    other = EngagementFactory(advisor=advisor)

    assert write(client, other, large()).status_code == 302


def test_what_makes_room_counts(client, advisor, engagement, settings):
    settings.FILES_QUOTA_ROOM_MB = 1
    write(client, engagement, large())
    entry = LogEntry.objects.get()
    values = GIVEN | {"version": entry.version, "drop_files": [entry.files.get().pk], "new_files": [large("neu.txt")]}
    answer = client.post(reverse("engagements:log-update", args=[entry.pk]), values)

    assert answer.status_code == 302
    assert entry.files.get().name == "neu.txt"


def test_the_space_left_tells_nothing_of_what_is_hidden(client, advisor, engagement, settings):
    """A sealed file of somebody else is neither counted nor told."""
    settings.FILES_QUOTA_ROOM_MB = 1
    other = MembershipFactory(room=engagement.room).user
    uploads.store(large(), "text/plain", File(room=engagement.room, author=other, circle=Circle.SEALED))

    page = write(client, engagement, large(kilobytes=1100)).content.decode()

    assert "frei sind noch 1,0\xa0MB." in page


def test_an_entry_carries_twenty_files_and_no_more(client, advisor, engagement):
    write(client, engagement, *(upload(f"{number}.txt", b"x") for number in range(10)))
    entry = LogEntry.objects.get()
    url = reverse("engagements:log-update", args=[entry.pk])
    for found, status in ((range(10, 20), 302), (range(20, 21), 200)):
        entry.refresh_from_db()
        files = [upload(f"{number}.txt", b"x") for number in found]
        answer = client.post(url, GIVEN | {"version": entry.version, "new_files": files})
        assert answer.status_code == status

    assert "höchstens 20 Dateien" in answer.content.decode()
    assert entry.files.count() == 20


def two_at_once(check_done):
    """Two people of a room whose files fit one by one, but not together."""
    member = MembershipFactory()
    answers, both = [], threading.Barrier(2, timeout=60)

    def send():
        try:
            with transaction.atomic():
                act_as(member.user_id)
                both.wait(10)
                found = large()
                uploads.check_space(member.room_id, member.user, [found])
                check_done()
                uploads.store(found, "text/plain", File(room=member.room, author=member.user, circle=Circle.TEAM))
            answers.append("taken")
        except ValidationError:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _time in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_pass_together(settings, monkeypatch):
    settings.FILES_QUOTA_ROOM_MB = 1
    assert two_at_once(check_done=lambda: None) == ["refused", "taken"]

    # The planted bug: nobody waits for the other.
    monkeypatch.setattr("rooms.uploads.wait_for", lambda key: None)
    checked = threading.Barrier(2, timeout=60)
    assert two_at_once(check_done=lambda: checked.wait(10)) == ["taken", "taken"]


# --- when the store fails ----------------------------------------------------------------------
class Full(FileSystemStorage):
    """A disk that is full after a while: half a file is written, then no more."""

    space = 1

    def _save(self, name, content):
        if not Full.space:
            Path(self.path(name)).write_bytes(b"halb")
            raise OSError(errno.ENOSPC, "No space left on device")
        Full.space -= 1
        return super()._save(name, content)


@pytest.fixture
def full(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"default": folder(tmp_path, "tests.rooms.test_upload_space.Full")}
    return tmp_path


@pytest.mark.parametrize("space", [0, 1])
def test_a_full_disk_leaves_nothing_half(full, client, advisor, engagement, space):
    Full.space = space
    page = write(client, engagement, upload("a.txt", b"a"), upload("b.txt", b"b"))

    assert page.status_code == 200
    assert "konnten nicht abgelegt werden" in page.content.decode()
    assert "Das bleibt." in page.content.decode()
    assert not File.objects.exists()
    assert not LogEntry.objects.exists()
    assert list(full.iterdir()) == []


def test_what_is_much_too_large_is_not_written_down(client, advisor, engagement, monkeypatch):
    """The rest of an endless file is counted and forgotten; the form still knows its size."""
    kept = []
    monkeypatch.setattr("rooms.upload_handler.LARGEST", 3 * 1024 * 1024)
    check = uploads.check
    monkeypatch.setattr("rooms.uploads.check", lambda found: kept.append(len(found.read())) or check(found))
    page = write(client, engagement, large(kilobytes=21 * 1024)).content.decode()

    assert "größer als 20 MB" in page
    assert "Das bleibt." in page
    assert kept[0] < 4 * 1024 * 1024
