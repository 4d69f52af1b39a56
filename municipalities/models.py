"""Which places are there?"""

import re

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periods.fields import PeriodField

from .enums import CLIENT_LEVELS, NEVER_CLIENTS, FigureKind, Level
from .querysets import Fold, GermanSort, PlaceQuerySet

# Names that say themselves that they are a Kreis: Altmarkkreis, Region Hannover, Saale-Orla-Kreis …
KREIS_WORD = re.compile(r"kreis|^(?:Region|Städteregion|Regionalverband)\b", re.IGNORECASE)


class Place(models.Model):
    """A territorial authority of the official register, known by its key: Land, Kreis, association or municipality.

    The key is the AGS for Länder (2 digits), Kreise (5) and municipalities (8), and the ARS for associations (9),
    which have no AGS. Keys are text: many begin with a zero.
    """

    key = models.CharField(_("Amtlicher Schlüssel"), max_length=12, unique=True)
    ars = models.CharField(_("Regionalschlüssel (ARS)"), max_length=12, blank=True, db_index=True)
    level = models.CharField(_("Ebene"), max_length=10, choices=Level)
    name = models.CharField(_("Name"), max_length=120)
    full_name = models.CharField(_("amtlicher Name"), max_length=160)
    type_code = models.CharField(_("Textkennzeichen"), max_length=2, blank=True)
    type_name = models.CharField(_("Art"), max_length=60, blank=True)
    seat = models.CharField(_("Verwaltungssitz"), max_length=80, blank=True)
    land = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Land"))
    kreis = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Kreis"))
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name=_("gehört zu")
    )
    latitude = models.DecimalField(_("Breite"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("Länge"), max_digits=9, decimal_places=6, null=True, blank=True)
    register_date = models.DateField(_("Gebietsstand"), null=True, blank=True)
    gone_on = models.DateField(_("nicht mehr im Verzeichnis seit"), null=True, blank=True)

    # What the search looks through; see `querysets.Fold`.
    folded = models.GeneratedField(
        expression=Fold(Concat("name", Value(" "), "full_name")), output_field=models.TextField(), db_persist=True
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "key"]
        verbose_name = _("Kommune")
        verbose_name_plural = _("Kommunen")
        indexes = [
            models.Index(GermanSort("name"), "key", name="place_name_sorted"),
            models.Index(fields=["level", "land"], name="place_level_land"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=r"^[0-9]{2,12}$"),
                name="place_key_is_digits",
                violation_error_message=_("Der Schlüssel besteht nur aus Ziffern."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("municipalities:detail", args=[self.key])

    @property
    def is_client(self):
        """Whether a consultation can take place here; see `enums.NEVER_CLIENTS`."""
        return self.level in CLIENT_LEVELS and self.type_code not in NEVER_CLIENTS

    @property
    def name_with_type(self):
        """„Landkreis Ludwigslust-Parchim“, but not „Landkreis Altmarkkreis Salzwedel“."""
        says_itself = "kreis" in self.name.lower() or self.name.startswith(("Region", "Städteregion"))
        return self.name if says_itself or not self.type_name else f"{self.type_name} {self.name}"

    @property
    def whereabouts(self):
        """Type, Kreis and Land in one line, to tell places of the same name apart."""
        kreis = self.kreis.title if self.kreis_id else ""
        land = self.land.name if self.land_id else ""
        return " · ".join(filter(None, [self.type_name, kreis, land]))

    @property
    def title(self):
        """The name with the kind of Kreis before it, where the name alone could be a town: „Kreis Soest“."""
        if self.level != Level.KREIS or not self.type_name or KREIS_WORD.search(self.name):
            return self.name
        return f"{self.type_name} {self.name}"


class PlaceName(models.Model):
    """A name under which a place was known: an earlier official name or a common other spelling."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="other_names")
    name = models.CharField(_("Name"), max_length=160)
    period = PeriodField(_("geführt"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("anderer Name")
        verbose_name_plural = _("andere Namen")
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="place_name_once")]

    def __str__(self):
        return self.name


class Figure(models.Model):
    """One reading of a number about a place, with its date and where it comes from."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="figures")
    kind = models.CharField(_("was"), max_length=20, choices=FigureKind)
    value = models.DecimalField(_("Wert"), max_digits=14, decimal_places=2)
    as_of = PeriodField(_("Stand"), blank=True)
    source = models.CharField(_("Quelle"), max_length=300)

    class Meta:
        ordering = ["kind", F("as_of_from").desc(nulls_last=True), "pk"]
        verbose_name = _("Kennzahl")
        verbose_name_plural = _("Kennzahlen")
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "as_of", "source"], name="figure_once_per_date_and_source")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"

    @property
    def is_whole(self):
        """Whether the number has nothing after the comma, as people never have."""
        return self.value == int(self.value)


class Unit(models.Model):
    """A unit inside an administration: Dezernat, Amt, Stabsstelle, Geschäftsstelle."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="units")
    name = models.CharField(_("Name"), max_length=160)
    parent = models.ForeignKey("self", models.CASCADE, related_name="children", null=True, blank=True)
    period = PeriodField(_("besteht"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Verwaltungseinheit")
        verbose_name_plural = _("Verwaltungseinheiten")
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="unit_once_per_place")]

    def __str__(self):
        return self.name
