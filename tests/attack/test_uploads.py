"""T17: hostile and honest files; what is taken comes out clean, what is not is refused with a sentence."""

import io
import tracemalloc

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from engagements.models import LogEntry
from rooms import uploads
from rooms.models import File
from tests.attack.corpus import PAYLOAD, exif
from tests.attack.files import REFUSED, TAKEN, cleaned, unpacked, upload
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory


def test_the_corpus_is_large_enough():
    assert len(TAKEN) + len(REFUSED) >= 60


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_taken_comes_out_clean(case):
    name, content = TAKEN[case]
    stored = cleaned(name, content)

    assert not any(PAYLOAD in part for part in unpacked(stored))
    if case.startswith(("png", "jpeg", "double")):
        again = Image.open(io.BytesIO(stored))
        again.load()
        assert {key for key in again.info if not key.startswith(("jfif", "adobe"))} <= {"transparency"}
        assert getattr(again, "n_frames", 1) == 1


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_named_with_its_reason(case):
    name, content, words = REFUSED[case]
    with pytest.raises(ValidationError, match=words) as refused:
        uploads.check(upload(name, content))

    [sentence] = refused.value.messages
    assert f"„{name.strip(chr(0))}“: " in sentence
    assert sentence.endswith(".")


def test_a_picture_stands_upright_and_keeps_its_colours():
    source = Image.new("RGB", (40, 20), "red")
    out = io.BytesIO()
    source.save(out, "JPEG", exif=exif())

    again = Image.open(io.BytesIO(cleaned("a.jpg", out.getvalue())))

    assert again.size == (20, 40)
    assert again.getpixel((10, 10))[0] > 240


@pytest.mark.slow
def test_memory_stays_small():
    """Files small enough to arrive must not unpack to what a server does not have."""
    bombs = [upload(*REFUSED[case][:2]) for case in ("docx-200-MB", "docx-tight", "pdf-bomb", "png-60000")]
    tracemalloc.start()
    for bomb in bombs:
        with pytest.raises(ValidationError):
            uploads.check(bomb)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 50 * 2**20


@pytest.mark.parametrize("case", ["png+html-behind", "png+html-in-chunk", "jpeg+zip", "jpeg+html-comment"])
def test_without_writing_anew_the_payload_would_stay(case, monkeypatch):
    """The planted bug: the test above sees what it looks for."""
    monkeypatch.setattr("rooms.formats.images.clean", lambda file, ending: file.getvalue())
    stored = cleaned(*TAKEN[case])

    assert PAYLOAD in stored or b"boese.js" in stored


@pytest.mark.parametrize("words", ["DOCTYPE", "Makros", "lädt"])
def test_without_looking_inside_office_files_would_pass(words, monkeypatch):
    monkeypatch.setattr("rooms.uploads.office.clean", lambda file, ending: file.getvalue())
    for name, content, reason in REFUSED.values():
        if reason.startswith(words):
            cleaned(name, content)


# --- through the form ------------------------------------------------------------------------
GIVEN = {"kind": "einzelgespraech", "when": "12.03.2018", "title": "Gespräch", "circle": "40", "text": "Das bleibt."}


@pytest.fixture
def write(db, client):
    engagement = EngagementFactory()
    client.force_login(MembershipFactory(room=engagement.room).user)

    def write(name, content):
        data = GIVEN | {"new_files": [SimpleUploadedFile(name, content() if callable(content) else content)]}
        return client.post(reverse("engagements:log-create", args=[engagement.pk]), data)

    return write


@pytest.mark.parametrize("case", ["png+html-behind", "jpeg+zip", "jpeg-exif", "docx-comment", "txt", "pdf"])
def test_the_form_keeps_what_is_clean(write, case, client):
    assert write(*TAKEN[case]).status_code == 302

    file = LogEntry.objects.get().files.get()
    answer = client.get(reverse("rooms:file", args=[file.pk]))
    content = b"".join(answer.streaming_content)
    assert PAYLOAD not in content
    assert b"boese.js" not in content
    assert len(content) == file.size
    assert uploads.hashlib.sha256(content).hexdigest() == file.sha256


@pytest.mark.parametrize(
    "case", ["eicar.pdf", "png-60000", "docx-macro", "docx-xxe", "docx-200-MB", "pdf-javascript", "svg", "html+pdf"]
)
def test_the_form_refuses_and_keeps_what_was_typed(write, case):
    name, content, words = REFUSED[case]
    page = write(name, content).content.decode()

    assert f"„{name}“: " in page
    assert words in page
    assert "Das bleibt." in page
    assert not LogEntry.objects.exists()
    assert not File.objects.exists()
