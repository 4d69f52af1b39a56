"""PDF: taken as it is, unless it can act, is locked, or is something else besides."""

import re
import zipfile
import zlib

from django.utils.translation import gettext as _

from . import Unfit

CHUNK = 65536
WORK = 400 * 1024 * 1024  # bytes looked at inside compressed streams, of one file
EACH = 2048  # what beginning to unpack a stream costs of it
SLASH = 30  # and each place where a name may begin
FAR = 2000  # the description of a stream of objects is shorter than this
MOST = 20_000  # streams of objects in one file
NAMES = (
    "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "Rendition", "GoToE", "GoToR", "ImportData",
    "SubmitForm", "XFA",
)  # fmt: skip


def names(*words):
    """Finds these names, also where a sign is written as #4A; no longer name that begins alike."""
    any_of = "|".join("".join(f"(?:{sign}|(?i:#{ord(sign):02x}))" for sign in word) for word in words)
    return re.compile(rf"/(?:{any_of})(?=[\x00\t\n\f\r ()<>\[\]{{}}/%]|$)".encode())


ACTS = names(*NAMES)  # whatever runs, sends, opens or carries something
# A short name turns up in any picture by chance, so it counts only with what must follow it.
SCRIPT = re.compile(rb"/(?:J|#4[aA])(?:S|#53)\s*(?:\(|<[0-9A-Fa-f\s]|\d{1,9}\s+\d{1,5}\s+R)")
LOCKED = names("Encrypt")
OBJECTS = names("ObjStm")
PLAIN = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\s*(?:\]\s*)?(?=[/>])")
# An ordinary link may contain any word; without white space and brackets it is nothing but a link to any reader.
LINK = re.compile(rb"/URI\s*\((?:https?|mailto):[^()\\<>\s]{0,4000}\)")
STREAM = re.compile(rb"(?<!end)stream[\x00\t\f ]*\r?\n?")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
PAGE_OF_A_BROWSER = re.compile(rb"<(?:!doctype|html|script|svg|body|iframe)", re.IGNORECASE)


def check(file):
    """Raises if the PDF does more than show pages. A careful look, not a full reading: it rather refuses too much."""
    content = file.read()
    file.seek(0)
    if not re.match(rb"%PDF-\d", content):
        raise Unfit(_("Der Inhalt passt nicht zur Endung .%(ending)s.") % {"ending": "pdf"})
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Unfit(_("Die PDF-Datei ist beschädigt: Ihr Ende fehlt."))
    if (
        content[end + 5 :].strip(b"\x00\t\n\f\r ")
        or zipfile.is_zipfile(file)
        or PAGE_OF_A_BROWSER.search(content[:1024])
    ):
        raise Unfit(_("Die Datei ist nicht nur ein PDF. Bitte drucken Sie sie noch einmal als PDF."))
    file.seek(0)
    if LOCKED.search(content):
        raise Unfit(_("Die PDF-Datei ist verschlüsselt oder geschützt. Bitte speichern Sie sie ohne Kennwort."))
    content = LINK.sub(b"/URI ()", content)
    outside = b"".join(part.partition(b"stream")[0] for part in content.split(b"endstream"))
    if ACTS.search(content) or SCRIPT.search(outside) or hides_objects(content):
        raise Unfit(active())
    look_inside(memoryview(content))


def active():
    return _("Die PDF-Datei enthält aktive Inhalte oder Anlagen. Bitte drucken Sie sie noch einmal als PDF.")


def hides_objects(content):
    """Whether objects lie in a stream that is packed in any way but the usual one, where we would not find them."""
    for number, found in enumerate(OBJECTS.finditer(content)):
        before = content[max(found.start() - FAR, 0) : found.start()]
        after, stream, _rest = content[found.end() : found.end() + FAR].partition(b"stream")
        words = before.rpartition(b"obj")[2] + after
        words = ESCAPED.sub(lambda sign: bytes([int(sign[1], 16)]), words)
        if not stream or number > MOST or b"/DecodeParms" in words or b"/DP" in words:
            return True
        if b"/Filter" in words and not PLAIN.search(words):
            return True
    return False


def look_inside(content):
    """Unpack every stream that can be unpacked, piece by piece, and look for the same names there."""
    left = WORK
    for found in STREAM.finditer(content):
        tail = b""
        for text, cost in unpacked(content[found.end() :]):
            left -= cost + SLASH * text.count(b"/")
            if left < 0:
                raise Unfit(_("Die PDF-Datei ist ausgepackt zu groß."))
            window = LINK.sub(b"/URI ()", tail + text)
            if ACTS.search(window) or SCRIPT.search(window):
                raise Unfit(active())
            tail = window[-64:]


def unpacked(content):
    """The pieces a compressed stream unpacks to, as far as it goes, each with the work it took."""
    unpack, position = zlib.decompressobj(), 0
    yield b"", EACH
    while position < len(content) and not unpack.eof:
        piece = content[position : position + CHUNK]
        position += CHUNK
        while len(piece) and not unpack.eof:
            try:
                text = unpack.decompress(piece, 4 * CHUNK)
            except zlib.error:
                return
            yield text, len(text) + len(piece) - len(unpack.unconsumed_tail)
            piece = unpack.unconsumed_tail
