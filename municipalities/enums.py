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


# Everything but a Land or a Regierungsbezirk can ask for a consultation …
CLIENT_LEVELS = {Level.KREIS, Level.ASSOCIATION, Level.MUNICIPALITY}
# … except areas without a municipality (65, 66) and a town acting for its neighbours (58), which is there as a town.
NEVER_CLIENTS = {"58", "65", "66"}
