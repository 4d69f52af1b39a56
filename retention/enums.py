from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """What goes together, after two people have agreed."""

    TALKS = "talks", _("Gesprächsnotizen und Versiegeltes")
    CASE = "case", _("alles andere aus der Beratung")


class PlanState(models.TextChoices):
    PROPOSED = "vorgeschlagen", _("wartet auf eine zweite Person")
    DONE = "ausgefuehrt", _("gelöscht")
    WITHDRAWN = "zurueckgezogen", _("zurückgezogen")
