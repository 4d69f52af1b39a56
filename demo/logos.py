"""A logo for the samples: drawn by this code, of nobody, where the one of a project would stand."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from network.logos import put
from network.models import FunderLogo

SIZE, INK, LIGHT = (360, 120), "#40566b", "#9fb4c4"
PROJECT = "Kommunen im Fokus: Konflikte nutzen - Integration gestalten"


def load(house):
    logo = FunderLogo(
        name=PROJECT,
        alt="Platzhalter: hier stünde das Logo des Projekts",
        licence="Für die Beispiele gezeichnet; kein Logo einer wirklichen Stelle",
        changed_by=house.accounts["netzwerk"],
    )
    put(logo, SimpleUploadedFile("platzhalter.png", drawn()))
    logo.save()


def drawn():
    """Three circles that meet and two bars: nothing anybody has as a logo."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    for place, colour in enumerate((INK, LIGHT, INK)):
        pen.ellipse((16 + 34 * place, 28, 80 + 34 * place, 92), outline=colour, width=9)
    pen.rounded_rectangle((190, 42, 340, 56), 7, fill=INK)
    pen.rounded_rectangle((190, 68, 296, 82), 7, fill=LIGHT)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
