"""Files to attack with, built here so that no stranger's file lies among our own."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

PAYLOAD = b"<script>alert('Angriff')</script>"
MEGABYTE = 1024 * 1024
OOXML = "application/vnd.openxmlformats-officedocument."
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOC_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def zipped(parts, prefix=b"", suffix=b"", comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return prefix + out.getvalue() + suffix


def zipped_zeros(name, megabytes, **parts):
    """Much that packs to nearly nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in (office_parts("docx") | parts).items():
            archive.writestr(other, content)
        with archive.open(name, "w") as part:
            for _time in range(megabytes):
                part.write(bytes(MEGABYTE))
    return out.getvalue()


def office_parts(ending="docx", **more):
    return {"[Content_Types].xml": "<Types/>", MAIN[ending]: "<w>Protokoll</w>"} | more


def office(ending="docx", **more):
    return zipped(office_parts(ending, **more))


def odf(kind="text", **more):
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x>Protokoll</x>"} | more)


def rels(kind, target, mode="External"):
    link = f'<Relationship Id="r1" Type="{DOC_RELS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="{RELS}">{link}</Relationships>'


def picture(kind="PNG", mode="RGB", size=(24, 16), **options):
    out = io.BytesIO()
    image = Image.new(mode, size)
    image.putpixel(
        (1, 1), 1 if image.getbands() == ("P",) or mode in {"1", "L", "I;16"} else tuple(range(9, 9 + len(mode)))
    )
    image.save(out, kind, **options)
    return out.getvalue()


def exif(**texts):
    """A place, a device, a person, and a picture that lies on its side."""
    data = Image.Exif()
    data[0x0112] = 6
    data[0x013B] = texts.get("artist", "Erika Verfasserin")
    data[0x010E] = PAYLOAD.decode()
    data.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 11.5), 3: "E", 4: (13.0, 22.0, 33.5)})
    return data


def png_texts(*texts):
    info = PngImagePlugin.PngInfo()
    for number, text in enumerate(texts):
        info.add_text("Comment" if not number else "Author", text, zip=bool(number))
    return info


def png_chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_claiming(width, height):
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(bytes(100))) + png_chunk(b"IEND", b"")


def pdf(*objects, head=b"%PDF-1.7\n", tail=b"%%EOF\n"):
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return head + body + b"trailer << /Root 1 0 R >>\nstartxref\n9\n" + tail


def stream(words, content, packed=True):
    content = zlib.compress(content) if packed else content
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(content), content)


FLATE = b"/Filter /FlateDecode"
OBJSTM = b"/Type /ObjStm /N 1 /First 4 "
PAGES = b"<< /Type /Catalog /Pages 2 0 R >>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
