from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where a place stands in the official register, from wide to narrow."""

    LAND = "land", _("Land")
    REGION = "region", _("Regierungsbezirk")
    KREIS = "kreis", _("Kreis")
    ASSOCIATION = "verband", _("Gemeindeverband")
    MUNICIPALITY = "gemeinde", _("Gemeinde")


class FigureKind(models.TextChoices):
    POPULATION = "population", _("Einwohner*innen")
    AREA = "area", _("Fläche (km²)")
