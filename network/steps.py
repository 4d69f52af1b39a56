"""How far a consultation is told of, and how far the agreement of the two sides has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProfileStep(models.TextChoices):
    """The steps of release, each with all that the ones before it tell; `LEVELS` has their order."""

    COUNTS = "gezaehlt", _("Gezählt, nicht genannt")
    SHORT = "kurz", _("Kurz")
    METHOD = "vorgehen", _("Mit Vorgehen")
    FULL = "voll", _("Vollständig")

    @property
    def level(self):
        return list(ProfileStep).index(self)

    @property
    def is_named(self):
        """Whether the municipality is told at all."""
        return self != ProfileStep.COUNTS

    @property
    def meaning(self):
        return MEANINGS[self]


MEANINGS = {
    ProfileStep.COUNTS: _("Die Beratung zählt in Statistik und Karte des Landes mit. Die Kommune wird nicht genannt."),
    ProfileStep.SHORT: _("Kommune, Zeitraum, Themen, Leistungen, Projekt und Kontakt in Stichworten."),
    ProfileStep.METHOD: _("Dazu Ausgangslage, Ziele, Vorgehen und Gremien."),
    ProfileStep.FULL: _("Dazu Beteiligte, Ergebnisse, nächste Schritte, Namen und Zitate mit Einwilligung."),
}


class EditionState(models.TextChoices):
    WAITING = "wartet", _("wartet auf Unterschriften")
    PUBLISHED = "veroeffentlicht", _("veröffentlicht")
    REPLACED = "ersetzt", _("durch eine neue Fassung ersetzt")
    WITHDRAWN = "zurueckgezogen", _("zurückgezogen")


class Side(models.TextChoices):
    """The two sides whose signatures a profile needs."""

    TEAM = "beratung", _("Beratungsteam")
    TOWN = "kommune", _("Kommune")


class ConsentKind(models.TextChoices):
    NAME = "name", _("Name")
    QUOTE = "zitat", _("Zitat")


class Topic(models.TextChoices):
    """What somebody can be told of by mail."""

    PROFILES = "beratungen", _("Beratungen")
    STATEMENTS = "leitbilder", _("Leitbilder")
    EVENTS = "veranstaltungen", _("Veranstaltungen")
