"""Office files: a packed folder of texts, looked through and packed anew without the names of those who wrote it."""

import io
import re
import zipfile
from pathlib import PurePosixPath
from xml.dom import minidom
from xml.parsers import expat

from django.utils.translation import gettext as _

from . import Unfit

MEGABYTE = 1024 * 1024
UNPACKED = 100 * MEGABYTE
MEMBERS = 2000
USUAL, RATIO = 10 * MEGABYTE, 300  # beyond the usual size a file may not be packed more tightly than this
SMALL = MEGABYTE // 4  # parts about people, which we read as a whole
LARGEST_INSIDE = 20 * MEGABYTE  # and a document within a document
CHUNK = 65536
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
TYPES = {
    "docx": (f"{OOXML}wordprocessingml.document", "word/"),
    "xlsx": (f"{OOXML}spreadsheetml.sheet", "xl/"),
    "pptx": (f"{OOXML}presentationml.presentation", "ppt/"),
    "odt": (f"{ODF}text", ""),
    "ods": (f"{ODF}spreadsheet", ""),
}
PACKED, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MACROS = re.compile(r"vbaproject|(^|/)(macrosheets|activex|basic|scripts)/.", re.IGNORECASE)
LOADS = {"attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "image"}
LOCAL = re.compile(r"(file:///)?[A-Za-z]:[\\/]|[^:\\/]+$")
DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ABOUT = {"docprops/core.xml", "docprops/app.xml", "docprops/custom.xml", "meta.xml"}
PERSONAL = {
    "creator", "lastModifiedBy", "description", "Company", "Manager", "Template", "HyperlinkBase", "property",
    "initial-creator", "printed-by", "template", "user-defined",
}  # fmt: skip


class Budget:
    """What may still be unpacked of one upload, with all that is packed within it."""

    def __init__(self):
        self.left = UNPACKED

    def spend(self, size):
        self.left -= size
        if self.left < 0:
            raise Unfit(too_large())


def clean(file, ending, budget=None):
    """The document packed anew; a document within another one spends of the same budget."""
    try:
        file.seek(0)
        if file.read(4) != PACKED:
            raise Unfit(damaged())
        with zipfile.ZipFile(file) as packed:
            check_members(packed.infolist(), budget or (own := Budget()))
            check_kind(packed, ending)
            return repacked(packed, budget or own, is_inside=budget is not None)
    except Unfit:
        raise
    except Exception:  # a broken package makes zipfile, zlib, expat and minidom raise nearly anything
        raise Unfit(damaged()) from None


def damaged():
    return _("Die Datei ist beschädigt oder verschlüsselt.")


def too_large():
    return _("Die Datei ist ausgepackt zu groß.")


def with_macros():
    return _("Die Datei enthält Makros. Speichern Sie sie bitte ohne Makros.")


def with_entities():
    return _("Die Datei enthält Definitionen, die dort nichts zu suchen haben (DOCTYPE). Bitte speichern Sie sie neu.")


def check_members(members, budget):
    """Names that stay inside, no bomb, no macros."""
    size = sum(member.file_size for member in members)
    taken = sum(member.compress_size for member in members)
    if len(members) > MEMBERS or (size > USUAL and size > RATIO * taken):
        raise Unfit(too_large())
    budget.spend(size)  # zipfile unpacks no more of a member than it declares
    names = [member.orig_filename for member in members]
    if any(is_stray(name) for name in names) or len({name.lower() for name in names}) < len(names):
        raise Unfit(damaged())
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
        raise Unfit(damaged())
    if any(MACROS.search(name) for name in names):
        raise Unfit(with_macros())


def is_stray(name):
    return name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\:\x00")


def check_kind(packed, ending):
    content_type, folder = TYPES[ending]
    names = set(packed.namelist())
    if folder:
        fits = "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
    else:
        with packed.open("mimetype") if "mimetype" in names else io.BytesIO() as own:
            fits = own.read(200) == content_type.encode()
    if not fits:
        raise Unfit(_("Der Inhalt passt nicht zur Endung .%(ending)s.") % {"ending": ending})


def repacked(packed, budget, is_inside):
    """Every part looked at on its way into a new package, which carries nothing before, between and behind them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for member in packed.infolist():
            fresh = zipfile.ZipInfo(member.filename)  # without the time, the owner and the comment of the old one
            fresh.compress_type = member.compress_type
            with packed.open(member) as source, target.open(fresh, "w") as sink:
                first = source.read(CHUNK)
                if first.startswith(OLE):
                    raise Unfit(_("Die Datei enthält ein eingebettetes Objekt. Bitte hängen Sie es einzeln an."))
                if first.startswith(PACKED):
                    if member.file_size > LARGEST_INSIDE:
                        raise Unfit(too_large())
                    sink.write(embedded(first + source.read(), member.filename, budget, is_inside))
                elif tells_of_people(member.filename):
                    sink.write(without_people(first + source.read(SMALL), member.filename))
                else:
                    copy(first, source, sink, watch(member.filename, first))
    return out.getvalue()


def embedded(content, name, budget, is_inside):
    """The table behind a chart is a document of its own; nothing else that is packed belongs in here."""
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if is_inside or ending not in TYPES:
        raise Unfit(_("Die Datei enthält eine weitere gepackte Datei. Bitte hängen Sie sie einzeln an."))
    return clean(io.BytesIO(content), ending, budget)


def copy(first, source, sink, look):
    piece = first
    while piece:
        look(piece, False)
        sink.write(piece)
        piece = source.read(CHUNK)
    if first:
        look(b"", True)


def watch(name, first):
    """What looks at the pieces of a part: XML is read, whatever resembles it is searched, the rest goes by."""
    if name.lower().endswith((".xml", ".rels")):
        return reader(name).Parse
    if not first.lstrip(b"\xef\xbb\xbf\xff\xfe\x00\t\r\n ").startswith(b"<"):
        return lambda piece, is_last: None
    tail = b""

    def search(piece, is_last):
        nonlocal tail
        tail = tail[-20:] + piece.replace(b"\x00", b"")
        if DOCTYPE.search(tail):
            raise Unfit(with_entities())

    return search


def reader(name):
    """Reads XML in whatever encoding and stops at the first word of a document type, before it can mean anything."""

    def refuse(*_args):
        raise Unfit(with_entities())

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    if name.lower() == "[content_types].xml":
        parser.StartElementHandler = check_type
    elif name.lower().endswith(".rels"):
        parser.StartElementHandler = check_link
    return parser


def check_type(_tag, attributes):
    kind = attributes.get("ContentType", "").lower()
    if "macroenabled" in kind or "vbaproject" in kind:
        raise Unfit(with_macros())


def check_link(_tag, attributes):
    """What is fetched on opening must lie inside; a template on somebody's own disk is not there for us."""
    kind = attributes.get("Type", "").rpartition("/")[2]
    if kind == "vbaProject":
        raise Unfit(with_macros())
    is_outside = attributes.get("TargetMode", "").lower() == "external"
    if kind in LOADS and is_outside and not LOCAL.match(attributes.get("Target", "")):
        raise Unfit(_("Die Datei lädt beim Öffnen etwas nach (Vorlage, Bild oder Objekt). Bitte betten Sie es ein."))


def tells_of_people(name):
    """The few small parts that say who wrote this, where, and from which template."""
    return name.lower() in ABOUT or name.lower().endswith((".psmdcp", "settings.xml.rels"))


def without_people(content, name):
    if len(content) > SMALL:
        raise Unfit(too_large())
    if not content:
        return content
    reader(name).Parse(content, True)
    page = minidom.parseString(content)
    for node in page.getElementsByTagName("*"):
        if node.localName in PERSONAL:
            node.parentNode.removeChild(node)
        elif node.getAttribute("Type").endswith("/attachedTemplate"):
            node.setAttribute("Target", "Normal.dotm")  # was a path with somebody's name in it
    return page.toxml(encoding="UTF-8")
