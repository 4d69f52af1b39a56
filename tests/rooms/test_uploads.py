import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rooms import uploads
from rooms.enums import Circle, Role
from rooms.models import File
from tests.factories.accounts import UserFactory
from tests.factories.rooms import MembershipFactory, RoomFactory

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
OOXML = "application/vnd.openxmlformats-officedocument."


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
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\x00" * 20, "image/jpeg"),
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
        ("a.docx", packed(**{f"word/{number}": "" for number in range(1001)}), "ausgepackt zu groß"),
        ("a.docx", packed(**{"word/a.xml": b"0" * (201 * 1024 * 1024)}), "ausgepackt zu groß"),
        ("a.txt", b"a\x00b", "keine Textdatei"),
        ("a.txt", b"%PDF-1.7\n", "keine Textdatei"),
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
