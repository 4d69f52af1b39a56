"""What hangs on a measure: who pays which share, and what it goes back to."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from engagements.models import LogEntry
from rooms.models import OpenItem

from ..enums import ImpulseKind
from .plan import Measure


class Funding(models.Model):
    """Where the money of a measure comes from: a source with its amount, its share, or neither as yet."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="fundings")
    source = models.CharField(_("Woher kommt das Geld?"), max_length=200)
    amount_eur = models.DecimalField(
        _("Betrag in Euro"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    percent = models.DecimalField(
        _("Anteil in Prozent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Finanzierung")
        verbose_name_plural = _("Finanzierung")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_eur__isnull=True) | Q(percent__isnull=True), name="funding_amount_or_share"
            ),
            models.CheckConstraint(
                condition=(Q(amount_eur__isnull=True) | Q(amount_eur__gte=0))
                & (Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100)),
                name="funding_in_bounds",
            ),
        ]

    def __str__(self):
        """As somebody would write it: „Landesmittel: 12.000 €“, „Stadt: 40 %“."""
        return f"{self.source}: {self.share}" if self.share else self.source

    @property
    def share(self):
        """The amount or the share in words, without cents that are none."""
        value, sign = (self.percent, "%") if self.percent is not None else (self.amount_eur, "€")
        if value is None:
            return ""
        return f"{number_format(value, 0 if value == int(value) else 2, force_grouping=True)} {sign}"


class Impulse(OpenItem):
    """What a measure goes back to: a finding, a proposal, a need; the team's own note, with the diary behind it."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="impulses")
    kind = models.CharField(_("Was war der Anstoß?"), max_length=12, choices=ImpulseKind, default=ImpulseKind.FINDING)
    text = models.CharField(_("In einem Satz"), max_length=300)
    entry = models.ForeignKey(
        LogEntry, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Eintrag im Prozesstagebuch")
    )

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Anstoß")
        verbose_name_plural = _("Anstöße")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text}"
