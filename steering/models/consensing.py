"""Systemic consensing: several options, and how much stands against each; the least resistance leads."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rooms.models import OpenItem

from ..enums import ConsensingState, Way
from .meetings import AgendaItem
from .resolutions import Resolution

HIGHEST = 10
SCALE = list(range(HIGHEST + 1))


class Consensing(OpenItem):
    """One question with its options at an item of an agenda; `state` is written by `transitions` and nowhere else."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="consensing", verbose_name=_("TOP"))
    question = models.CharField(_("Worüber?"), max_length=200)
    way = models.CharField(_("Wie wird bewertet?"), max_length=8, choices=Way, default=Way.CALLED)
    state = models.CharField(
        _("Stand"), max_length=12, choices=ConsensingState, default=ConsensingState.OPEN, editable=False
    )
    closed_on = models.DateField(_("abgeschlossen am"), null=True, editable=False)
    voters = models.PositiveSmallIntegerField(_("Bewertungen"), null=True, editable=False)
    resolution = models.ForeignKey(
        Resolution, models.SET_NULL, related_name="+", null=True, editable=False, verbose_name=_("Ergebnis")
    )

    class Meta(OpenItem.Meta):
        ordering = ["created_at", "pk"]
        verbose_name = _("Konsensieren")
        verbose_name_plural = _("Konsensieren")

    def __str__(self):
        return self.question

    def get_absolute_url(self):
        return reverse("steering:consensing-detail", args=[self.pk])

    @property
    def goes_at_most(self):
        return self.item.circle

    @property
    def is_open(self):
        return self.state == ConsensingState.OPEN

    @property
    def by_sheet(self):
        return self.way == Way.SHEET


class ConsensingOption(models.Model):
    """One option; what was called out against it has no names, and the result is written once, at the end."""

    consensing = models.ForeignKey(Consensing, models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("Möglichkeit"), max_length=300)
    is_passive = models.BooleanField(default=False)
    called = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("Widerstände"), default=list, blank=True)
    total = models.PositiveIntegerField(null=True)
    lowest = models.PositiveSmallIntegerField(null=True)
    highest = models.PositiveSmallIntegerField(null=True)
    place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("Möglichkeit")
        verbose_name_plural = _("Möglichkeiten")
        constraints = [
            models.UniqueConstraint(fields=["consensing", "order"], name="consensing_option_once"),
            models.CheckConstraint(condition=Q(called__contained_by=SCALE), name="consensing_called_in_scale"),
        ]

    def __str__(self):
        return self.text


class ConsensingSheet(models.Model):
    """What one member has against each option, in their order: read by nobody else, deleted once it is counted."""

    # The table itself removes the sheets of a question: whoever removes it may not see them.
    consensing = models.ForeignKey(Consensing, models.DO_NOTHING, related_name="sheets", db_constraint=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    resistances = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consensing", "member"], name="consensing_sheet_once"),
            models.CheckConstraint(condition=Q(resistances__contained_by=SCALE), name="consensing_sheet_in_scale"),
        ]

    def __str__(self):
        return str(self.pk)
