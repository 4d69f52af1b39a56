"""What is taken for a file, and who gets it again."""

import io
import logging
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.urls import reverse
from PIL import Image

from rooms import uploads
from rooms.enums import Circle, Role
from rooms.models import File
from tests.factories.accounts import UserFactory
from tests.factories.rooms import MembershipFactory, RoomFactory
from tests.rooms.files import folder, upload

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


def test_bytes_changed_in_the_store_are_not_handed_out(client, file, caplog):
    """One line for whoever runs the house: where it lies, and nothing of what it is called."""
    file.content.storage.delete(file.content.name)
    file.content.storage.save(file.content.name, ContentFile(b"gehein"))
    user = MembershipFactory(room=file.room).user
    caplog.set_level(logging.ERROR)
    response = get(client, file, user)

    assert response.status_code == 404
    assert "gehein" not in response.content.decode()
    [line] = [record.getMessage() for record in caplog.records if record.name == "rooms.uploads"]
    assert file.content.name in line
    assert "Vermerk" not in caplog.text
    assert client.head(reverse("rooms:file", args=[file.pk])).status_code == 404


def test_a_file_whose_bytes_nobody_has_counted_is_still_there(client, file):
    File.objects.filter(pk=file.pk).update(sha256="")

    assert get(client, file, MembershipFactory(room=file.room).user).getvalue() == b"geheim"


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
