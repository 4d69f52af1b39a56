"""Files people hang on their texts: looked at and cleaned before they are stored, and stored under a chance name."""

import hashlib
import logging
import secrets
from datetime import timedelta
from pathlib import PurePosixPath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusals import refused

from . import seal
from .enums import Circle
from .formats import Unfit, office, pdf
from .models import File
from .once import wait_for

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_FILES = 20  # on one entry
AGE_OF_ORPHANS = timedelta(days=1)  # what is younger may belong to a request that is not done yet
IMAGES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
OFFICE = {ending: content_type for ending, (content_type, _folder) in office.TYPES.items()}
TEXTS = {"txt": "text/plain", "csv": "text/csv"}
TYPES = {"pdf": "application/pdf"} | IMAGES | OFFICE | TEXTS
ACCEPT = ",".join(f".{ending}" for ending in TYPES)
CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f"))
NOT_STORED = "not_stored"
SEALED = seal.MARK.encode()  # so begins an encrypted file, and no other that we take


def check(upload):
    """The content type of an upload, cleaned where it lies; a ValidationError names the file and the reason."""
    ending = upload.name.rpartition(".")[2].lower()
    try:
        if ending not in TYPES:
            raise Unfit(_("Möglich sind PDF, Bilder (PNG, JPEG), Office-Dateien, TXT und CSV."))
        if upload.size > LARGEST:
            raise Unfit(_("Die Datei ist größer als 20 MB."))
        if upload.size == 0:
            raise Unfit(_("Die Datei ist leer."))
        if getattr(upload, "is_lost", False):
            raise Unfit(_("Auf dem Server ist gerade kein Platz dafür. Bitte versuchen Sie es später noch einmal."))
        upload.seek(0)
        clean(upload, ending)
    except Unfit as unfit:
        refused("upload", ending=ending if ending in TYPES else "-")
        words = _("„%(name)s“: %(reason)s") % {"name": shown(upload.name), "reason": unfit}
        raise ValidationError(words, code="file") from None
    finally:
        upload.seek(0)
    return TYPES[ending]


def clean(upload, ending):
    """Pictures and office files are written anew; PDF and text stay as they are or are refused."""
    if ending in IMAGES:
        from .formats import images  # Pillow is 2 MB, only for those who bring a picture

        replace(upload, images.clean(upload.file, ending))
    elif ending in OFFICE:
        replace(upload, office.clean(upload.file, ending))
    elif ending in TEXTS:
        check_text(upload)
    else:
        pdf.check(upload.file)


def replace(upload, content):
    """From here on the upload is what came out of cleaning; nobody can store the other one by mistake."""
    if len(content) > LARGEST:
        raise Unfit(_("Die Datei ist größer als 20 MB."))
    upload.seek(0)
    upload.truncate()
    upload.write(content)
    upload.flush()  # the store may move the file by its name
    upload.size = len(content)


def check_text(upload):
    """Text must be text: readable in UTF-8 or Windows-1252, without control characters, and no other kind of file."""
    content = upload.read()
    if content.translate(None, CONTROL) != content or filetype.guess(content[:8192]) or not decodes(content):
        raise Unfit(_("Das ist keine Textdatei."))


def decodes(content):
    for encoding in ("utf-8", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def check_space(room_id, user, uploads, dropped=()):
    """Whether a room has space for these uploads; until the request ends nobody else takes it.

    Counted is what this person may see: what is left would tell how much of the rest there is.
    """
    wait_for(room_id)
    taken = File.objects.visible_to(user).filter(room=room_id).aggregate(size=Sum("size"))["size"] or 0
    left = settings.FILES_QUOTA_ROOM_MB * MEGABYTE - taken + sum(file.size for file in dropped)
    wanted = sum(upload.size for upload in uploads)
    if wanted > left:
        words = _("So viel Platz ist hier nicht mehr: Die Dateien haben %(wanted)s, frei sind noch %(left)s.")
        sizes = {"wanted": filesizeformat(wanted), "left": filesizeformat(max(left, 0))}
        raise ValidationError(words % sizes, code="quota")


def store_all(checked, item):
    """Keep several checked files beside a row, or none of them."""
    files = []
    try:
        for upload, content_type in checked:
            files.append(store(upload, content_type, item))
    except ValidationError:
        for file in files:
            forget(file.content.name)
        raise
    return files


def store(upload, content_type, item):
    """Keep a checked file beside a row: in its room, in its circle."""
    upload.seek(0)
    file = File(
        room_id=item.room_id,
        author_id=item.author_id,
        circle=item.circle,
        shared_on=item.shared_on,
        name=tidy(upload.name),
        content_type=content_type,
        size=upload.size,
        sha256=hashlib.file_digest(upload, "sha256").hexdigest(),
    )
    put(file, upload)
    file.save()
    return file


def put(file, upload):
    """The one place where bytes go into the store, sealed ones encrypted; without them there will be no row."""
    upload.seek(0)
    name = secrets.token_hex(16)
    if file.circle == Circle.SEALED:
        upload = ContentFile(SEALED + seal.seal_bytes(file.room_id, upload.read()))
    try:
        file.content.save(name, upload, save=False)
    except Exception:  # a full disk, a store that is away: each kind of store has its own words for it
        logger.exception("A file could not be stored.")
        forget(name)
        words = _("Die Dateien konnten nicht abgelegt werden; der Ablage fehlt Platz oder sie ist nicht erreichbar.")
        later = _("Bitte versuchen Sie es später noch einmal.")
        raise ValidationError(f"{words} {later}", code=NOT_STORED) from None


def opened(file):
    """The one place where bytes come out of the store, all of them fetched before an answer begins."""
    content = file.content.open("rb")
    try:
        if content.read(len(SEALED)) == SEALED:
            with content:
                return ContentFile(seal.open_bytes(file.room_id, content.read()))
        content.seek(0)
    except Exception:
        content.close()
        raise
    return content


def whole(file):
    """The bytes of a file for somebody who reads it; what is not what was stored counts as lost."""
    content = opened(file)
    try:
        if file.sha256 in ("", hashlib.file_digest(content, "sha256").hexdigest()):
            content.seek(0)
            return content
    except Exception:
        content.close()
        raise
    content.close()
    logger.error("The store holds other bytes than it was given: %s", file.content.name)
    raise FileNotFoundError(file.content.name)


@transaction.atomic
def seal_stored(key):
    """Encrypt the bytes of a sealed file that were stored before there was encryption; says whether they were."""
    file = File.objects.select_for_update(of=("self",)).get(pk=key)
    with file.content.open("rb") as content:
        if file.circle != Circle.SEALED or content.read(len(SEALED)) == SEALED:
            return False
    store_anew(file)
    file.save(update_fields=["content"])
    return True


def store_anew(file):
    """The bytes of a file as its circle wants them; what lay there goes once that is certain."""
    old = file.content.name
    with opened(file) as content:
        put(file, ContentFile(content.read()))
    transaction.on_commit(lambda: forget(old), robust=True)


def follow(files, item):
    """Files lie in the circle of the row they hang on, shared from the same day and sealed as it is."""
    for file in files:
        before, file.circle = file.circle, item.circle
        file.room_id, file.author_id, file.shared_on = item.room_id, item.author_id, item.shared_on
        if (before == Circle.SEALED) != (item.circle == Circle.SEALED):
            store_anew(file)
        file.save(update_fields=["room", "author", "circle", "shared_on", "content"])


def forget(name):
    """Delete what may have been stored; what stays is an orphan and goes later."""
    try:
        File.content.field.storage.delete(name)
    except Exception:
        logger.exception("A file without a row is left over.")


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


def shown(name):
    """A name as it may stand in a sentence."""
    name = "".join(sign for sign in name if sign.isprintable())
    return name if len(name) <= 80 else f"{name[:60]}…{name[-15:]}"


def remove(file):
    """Delete the row now and what is stored once that is certain."""
    storage, name = file.content.storage, file.content.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name), robust=True)
