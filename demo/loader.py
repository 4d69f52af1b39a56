"""The whole house in one go."""

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organisation
from engagements.models import Engagement
from engagements.template_files import load_all

from . import (
    asking,
    consultations,
    contributions,
    desk,
    events,
    logos,
    network,
    outlines,
    people,
    places,
    profiles,
    programmes,
    statements,
    steering,
)
from .house import House

MARK = "Beispiel-Beratung Nord (fiktiv)"
LOCK = 7_601_077


class Refused(Exception):
    """The samples do not belong here; the text is a sentence for a person."""


@transaction.atomic
def load(*, force=False, today=None):
    """Build the samples, all or nothing; None where they already are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if Organisation.objects.filter(name=MARK).exists():
        return None
    if not (settings.SAMPLE_MODE or force):
        raise Refused(
            "Die Konten der Beispiele haben ein bekanntes Passwort: nur mit SAMPLE_MODE=1 oder, bewusst, mit --force."
        )
    if Engagement.objects.exists():
        raise Refused("In dieser Datenbank stehen schon Beratungen; die Beispiele kommen nur in eine leere.")
    house = House(today or timezone.localdate())
    load_all()
    places.load(house.today)
    people.load(house)
    programmes.load(house)
    consultations.load(house)
    steering.load(house)
    statements.load(house)
    events.load(house)
    contributions.load(house)
    asking.load(house)
    outlines.load(house)
    logos.load(house)
    profiles.load(house)
    desk.load(house)
    network.load(house)
    return house
