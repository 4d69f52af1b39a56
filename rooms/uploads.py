"""Files people hang on their texts: looked at before they are stored, and stored under a chance name."""

import hashlib
import secrets
import zipfile
from datetime import timedelta
from pathlib import PurePosixPath

import filetype
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import File

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
UNPACKED = 200 * MEGABYTE
MEMBERS = 1000
AGE_OF_ORPHANS = timedelta(days=1)  # what is younger may belong to a request that is not done yet
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
SNIFFED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "heic": "image/heic",
}
OFFICE = {
    "docx": (f"{OOXML}wordprocessingml.document", "word/"),
    "xlsx": (f"{OOXML}spreadsheetml.sheet", "xl/"),
    "pptx": (f"{OOXML}presentationml.presentation", "ppt/"),
    "odt": (f"{ODF}text", "mimetype"),
    "ods": (f"{ODF}spreadsheet", "mimetype"),
}
TEXTS = {"txt": "text/plain", "csv": "text/csv"}
ENDINGS = (*SNIFFED, *OFFICE, *TEXTS)
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)


def check(upload):
    """The content type of an uploaded file; raises a ValidationError that names the file and the reason."""
    ending = upload.name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise refusal(upload, _("Möglich sind PDF, Bilder, Office-Dateien, TXT und CSV."))
    if upload.size > LARGEST:
        raise refusal(upload, _("Die Datei ist größer als 20 MB."))
    if upload.size == 0:
        raise refusal(upload, _("Die Datei ist leer."))
    if ending in OFFICE:
        return check_office(upload, ending)
    return check_text(upload, ending) if ending in TEXTS else check_sniffed(upload, ending)


def refusal(upload, reason):
    return ValidationError(_("„%(name)s“: %(reason)s") % {"name": upload.name, "reason": reason}, code="file")


def sniff(upload):
    """What the first bytes say, whatever the name says."""
    upload.seek(0)
    kind = filetype.guess(upload.read(8192))
    upload.seek(0)
    return kind.mime if kind else ""


def check_sniffed(upload, ending):
    if sniff(upload) != SNIFFED[ending]:
        raise refusal(upload, _("Der Inhalt passt nicht zur Endung .%(ending)s.") % {"ending": ending})
    return SNIFFED[ending]


def check_text(upload, ending):
    """Text must be text: readable in UTF-8 or Windows-1252, without control characters."""
    content = upload.read()
    upload.seek(0)
    signs = b"\t\n\r\f"
    if sniff(upload) or any(byte < 32 and byte not in signs for byte in content) or not decodes(content):
        raise refusal(upload, _("Das ist keine Textdatei."))
    return TEXTS[ending]


def decodes(content):
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def check_office(upload, ending):
    """Look into the packed file: no macros, no bomb, and really what its name says."""
    content_type, sign = OFFICE[ending]
    try:
        with zipfile.ZipFile(upload) as packed:
            members = packed.infolist()
            names = {member.filename for member in members}
            own_type = packed.read("mimetype")[:100].decode("ascii") if is_small(packed, "mimetype", names) else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError, OSError, ValueError):
        raise refusal(upload, _("Die Datei ist beschädigt oder verschlüsselt.")) from None
    finally:
        upload.seek(0)
    if any(PurePosixPath(name.lower()).name == "vbaproject.bin" for name in names):
        raise refusal(upload, _("Die Datei enthält Makros. Speichern Sie sie bitte ohne Makros."))
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        raise refusal(upload, _("Die Datei ist ausgepackt zu groß."))
    fits = own_type == content_type if sign == "mimetype" else any(name.startswith(sign) for name in names)
    if not fits:
        raise refusal(upload, _("Der Inhalt passt nicht zur Endung .%(ending)s.") % {"ending": ending})
    return content_type


def is_small(packed, name, names):
    return name in names and packed.getinfo(name).file_size < 1000


def store(upload, content_type, item):
    """Keep a checked file beside a row: in its room, in its circle."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    file = File(
        room_id=item.room_id,
        author_id=item.author_id,
        circle=item.circle,
        shared_on=item.shared_on,
        name=tidy(upload.name),
        content_type=content_type,
        size=upload.size,
        sha256=digest.hexdigest(),
    )
    file.content.save(secrets.token_hex(16), upload, save=False)
    file.save()
    return file


def orphans():
    """Names in the store that no row knows, a day after a request that failed may have left them."""
    storage, known = File.content.field.storage, set(File.objects.values_list("content", flat=True))
    long_ago = timezone.now() - AGE_OF_ORPHANS
    found = [name for name in storage.listdir("")[1] if name not in known]
    return [name for name in found if storage.get_modified_time(name) < long_ago]


def tidy(name):
    """A name for people: without path and control characters, with its ending."""
    name = "".join(sign for sign in PurePosixPath(name.replace("\\", "/")).name if sign.isprintable())
    stem, _dot, ending = name.rpartition(".")
    return f"{stem[:180] or 'Datei'}.{ending[:10]}"


def remove(file):
    """Delete the row now and what is stored once that is certain."""
    storage, name = file.content.storage, file.content.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)
