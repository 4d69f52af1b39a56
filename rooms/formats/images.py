"""Pictures: decoded and written anew, so that nothing is left but what one sees."""

import io
import threading

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from . import Unfit

FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
PIXELS = 40_000_000  # a decoded picture takes four bytes for each
SCANS = 100  # a progressive JPEG has about ten; each is a walk over all pixels
SCAN = b"\xff\xda"
ONE_AT_A_TIME = threading.Lock()  # so that a process never holds two large pictures


def clean(file, ending):
    """The picture alone, upright: no place, no device, no comment, nothing hung on behind."""
    try:
        with ONE_AT_A_TIME:
            picture = Image.open(file, formats=[FORMATS[ending]])
            if picture.width * picture.height > PIXELS:
                raise Image.DecompressionBombError
            if FORMATS[ending] == "JPEG":
                refuse_scans(file)
            return encoded(picture, FORMATS[ending])
    except Unfit:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit(_("Das Bild hat mehr als 40 Millionen Bildpunkte. Bitte verkleinern Sie es.")) from None
    except UnidentifiedImageError:
        raise Unfit(_("Der Inhalt passt nicht zur Endung .%(ending)s.") % {"ending": ending}) from None
    except Exception:  # a broken picture makes Pillow raise nearly anything
        raise Unfit(_("Das Bild ist beschädigt.")) from None


def refuse_scans(file):
    """A small file can ask for thousands of walks over a large picture."""
    here = file.tell()
    file.seek(0)
    content = file.read()
    file.seek(here)
    if content.count(SCAN) > SCANS:
        raise Unfit(_("Das Bild ist ungewöhnlich aufgebaut. Bitte speichern Sie es noch einmal neu."))


def encoded(picture, kind):
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    shown = {"transparency": picture.info["transparency"]} if "transparency" in picture.info else {}
    picture.info = shown if kind == "PNG" else {}  # Pillow writes some of what it finds here
    out = io.BytesIO()
    picture.save(out, format=kind, **({"quality": 90} if kind == "JPEG" else {}))
    return out.getvalue()
