from django.db import models
from django.utils.translation import gettext_lazy as _


class Wording(models.TextChoices):
    """How a mission statement is worded: its own text, or the same in other words."""

    STANDARD = "standard", _("Standard")
    PLAIN = "einfach", _("Einfache Sprache")
    EASY = "leicht", _("Leichte Sprache")
    TRANSLATION = "uebersetzung", _("Übersetzung")


class VersionState(models.TextChoices):
    DRAFT = "entwurf", _("in Arbeit")
    COMMENTED = "kommentierung", _("zur Kommentierung offen")
    FINAL = "endfassung", _("Endfassung")
    ADOPTED = "beschlossen", _("beschlossen")
    REPLACED = "abgeloest", _("abgelöst")
    DROPPED = "verworfen", _("verworfen")

    @property
    def is_frozen(self):
        """Whether no word of it changes any more."""
        return self in {VersionState.ADOPTED, VersionState.REPLACED, VersionState.DROPPED}


class SectionKind(models.TextChoices):
    PREAMBLE = "praeambel", _("Präambel")
    AIM = "leitziel", _("Leitziel")
    REJECTION = "ablehnung", _("Was wir ablehnen")
    TEXT = "abschnitt", _("Abschnitt")
