"""T20: what is taken no longer says who made it, where, and what was thought of it."""

import io
import zipfile

from PIL import Image

from tests.attack.corpus import exif, odf, office, picture, png_texts, rels
from tests.attack.files import TEMPLATE, cleaned, unpacked

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
