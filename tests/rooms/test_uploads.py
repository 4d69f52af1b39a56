import errno
import io
import threading
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection, transaction
from django.urls import reverse
from PIL import Image

from engagements.models import LogEntry
from rooms import uploads
from rooms.acting import act_as
from rooms.enums import Circle, Role
from rooms.models import File
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory, RoomFactory

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
OOXML = "application/vnd.openxmlformats-officedocument."


def picture(kind, size=(3, 2)):
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


PNG = picture("PNG")


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


DOCX = packed(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
ODT = packed(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<x/>"})


def upload(name, content):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", picture("JPEG"), "image/jpeg"),
        ("a.docx", DOCX, f"{OOXML}wordprocessingml.document"),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("a.txt", "Grüße".encode(), "text/plain"),
        ("a.csv", "Grüße;1\r\n".encode("cp1252"), "text/csv"),
    ],
)
def test_what_town_halls_send_is_taken(name, content, kind):
    assert uploads.check(upload(name, content)) == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "Möglich sind"),
        ("a.svg", b"<svg/>", "Möglich sind"),
        ("a.html", b"<p>", "Möglich sind"),
        ("ohne", b"x", "Möglich sind"),
        ("a.pdf", PNG, "passt nicht zur Endung .pdf"),
        ("a.png", b"<svg/>", "passt nicht zur Endung .png"),
        ("a.docx", PNG, "beschädigt"),
        ("a.docx", ODT, "passt nicht zur Endung .docx"),
        ("a.xlsx", DOCX, "passt nicht zur Endung .xlsx"),
        ("a.odt", DOCX, "passt nicht zur Endung .odt"),
        ("a.docx", packed(**{"word/a.xml": "", "word/vbaProject.bin": "x"}), "Makros"),
        ("a.docx", packed(**{"word/a.xml": "", "word/VBAPROJECT.BIN": "x"}), "Makros"),
        ("a.docx", packed(**{f"word/{number}": "" for number in range(2001)}), "ausgepackt zu groß"),
        ("a.docx", packed(**{"word/a.xml": b"0" * (101 * 1024 * 1024)}), "ausgepackt zu groß"),
        ("a.txt", b"a\x00b", "keine Textdatei"),
        ("a.txt", PDF, "keine Textdatei"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic", "Möglich sind PDF, Bilder \\(PNG, JPEG\\)"),
        ("a.csv", b"\x81\x8d\xff", "keine Textdatei"),
        ("a.txt", b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_what_is_not_what_it_says_is_refused_by_name(name, content, words):
    with pytest.raises(ValidationError, match=words) as refused:
        uploads.check(upload(name, content))

    assert f"„{name}“" in str(refused.value)


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="leer"):
        uploads.check(upload("a.txt", b""))


@pytest.mark.parametrize(
    ("name", "tidied"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Akten\\a.txt", "a.txt"),
        ("a\u202etxt.pdf", "atxt.pdf"),
        (".txt", "Datei.txt"),
    ],
)
def test_names_lose_paths_and_tricks(name, tidied):
    assert uploads.tidy(name) == tidied


@pytest.fixture
def file(db):
    room = RoomFactory()
    return uploads.store(
        upload("Vermerk über Lärm.txt", b"geheim"), "text/plain", File(room=room, circle=Circle.CLIENT)
    )


def get(client, file, user):
    client.force_login(user)
    return client.get(reverse("rooms:file", args=[file.pk]))


def test_a_file_lies_under_a_chance_name(file):
    assert "Vermerk" not in file.content.name
    assert len(file.content.name) == 32


def test_readers_save_the_file_and_their_browser_never_opens_it(client, file):
    response = get(client, file, MembershipFactory(room=file.room, role=Role.CONTACT).user)

    assert b"".join(response.streaming_content) == b"geheim"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Vermerk")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "text/plain"


def test_nobody_else_gets_it(client, file):
    for user in (UserFactory(), MembershipFactory().user, MembershipFactory(room=file.room, role=Role.STEERING).user):
        assert get(client, file, user).status_code == 404


def test_a_file_lost_in_the_store_is_not_found(client, file):
    file.content.storage.delete(file.content.name)

    assert get(client, file, MembershipFactory(room=file.room).user).status_code == 404


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Übersicht.txt", "attachment; filename*=utf-8''%C3%9Cbersicht.txt"),
        ('a"b.txt', 'attachment; filename="a\\"b.txt"'),
        ("a\r\nSet-Cookie: x=1.txt", 'attachment; filename="aSet-Cookie: x=1.txt"'),
        ("a\u202efdp.txt", 'attachment; filename="afdp.txt"'),
    ],
)
def test_no_name_says_more_than_a_name(client, file, name, header):
    File.objects.filter(pk=file.pk).update(name=name)
    response = get(client, file, MembershipFactory(room=file.room).user)

    assert response["Content-Disposition"] == header
    assert "Set-Cookie: x" not in str(response.cookies)


def test_no_row_makes_the_browser_think_of_a_page(client, file):
    File.objects.filter(pk=file.pk).update(content_type="text/html")
    response = get(client, file, MembershipFactory(room=file.room).user)

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("asked", ["bytes=0-1", "bytes=-1", "bytes=0-0,2-3", "bytes=99-", "unsinn"])
def test_a_part_of_a_file_is_the_whole_file(client, file, asked):
    client.force_login(MembershipFactory(room=file.room).user)
    response = client.get(reverse("rooms:file", args=[file.pk]), headers={"range": asked})

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"geheim"


def test_rights_are_asked_again_each_time(client, file):
    member = MembershipFactory(room=file.room)
    assert get(client, file, member.user).status_code == 200

    member.delete()
    assert get(client, file, member.user).status_code == 404


def test_a_large_picture_is_cleaned_where_it_lies(settings, tmp_path, db):
    """What arrived in a file of its own is moved into the store: cleaned, not as it came."""
    settings.STORAGES = settings.STORAGES | {"default": folder(tmp_path)}
    content = PNG + b"<script>"
    arrived = TemporaryUploadedFile("a.png", "image/png", len(content), None)
    arrived.write(content)

    kind = uploads.check(arrived)
    file = uploads.store(arrived, kind, File(room=RoomFactory(), circle=Circle.TEAM))
    arrived.close()

    stored = (tmp_path / file.content.name).read_bytes()
    assert b"<script>" not in stored
    assert len(stored) == file.size


def folder(path, backend="django.core.files.storage.FileSystemStorage"):
    return {"BACKEND": backend, "OPTIONS": {"location": str(path)}}


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
    answers, both = [], threading.Barrier(2)

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
    checked = threading.Barrier(2)
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
    settings.STORAGES = settings.STORAGES | {"default": folder(tmp_path, "tests.rooms.test_uploads.Full")}
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
