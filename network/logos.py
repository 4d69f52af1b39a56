"""From an uploaded picture to a logo: cleaned as every file is, then as small as a page for everybody wants it."""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rooms import uploads

from .models.funders import MOST_BYTES

WIDEST, HIGHEST = 360, 120  # twice of what a page shows, so that it is sharp
SMALLEST = 24
ENDINGS = ("png", "jpg", "jpeg")
ACCEPT = ",".join(f".{each}" for each in ENDINGS)


def logo_of(upload):
    """The bytes of a small PNG with its width and height; a ValidationError says what is wrong with the file."""
    if upload.name.rpartition(".")[2].lower() not in ENDINGS:
        raise ValidationError(_("Ein Logo ist ein Bild: PNG oder JPEG."), code="file")
    uploads.check(upload)
    upload.seek(0)
    from PIL import Image  # 2 MB, only for those who bring a picture

    picture = Image.open(upload).convert("RGBA")
    picture.thumbnail((WIDEST, HIGHEST))
    if min(picture.size) < SMALLEST:
        raise ValidationError(_("Das Bild ist zu klein oder zu schmal: auf der Seite wäre nichts zu erkennen."))
    content = light(picture)
    return content, *Image.open(io.BytesIO(content)).size


def light(picture):
    """As a PNG of few enough bytes: with fewer colours first, then smaller."""
    while True:
        for colours in (None, 128, 48, 16):
            content = encoded(picture if colours is None else picture.quantize(colours))
            if len(content) <= MOST_BYTES:
                return content
        picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4))


def encoded(picture):
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=True)
    return out.getvalue()


def put(logo, upload):
    """The picture of this upload becomes the one of this logo."""
    logo.content, logo.width, logo.height = logo_of(upload)
    logo.sha256 = hashlib.sha256(logo.content).hexdigest()
