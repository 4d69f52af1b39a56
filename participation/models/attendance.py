"""How many were there, by which classes, and how that is known."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from rooms.models import OpenItem

from ..enums import Counting, CountSet
from .events import Event


class Headcount(OpenItem):
    """The counts of an event by one set of classes, as the team took them; others read `Event.counted` instead.

    `cells` are pairs of class and number; a number nobody has taken is null, never 0.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="headcounts")
    by = models.CharField(_("gezählt nach"), max_length=14, choices=CountSet, default=CountSet.TOTAL)
    cells = models.JSONField(default=list, editable=False)
    how = models.CharField(_("Zählweise"), max_length=10, choices=Counting, default=Counting.COUNTED)

    goes_at_most = Circle.TEAM

    class Meta(OpenItem.Meta):
        ordering = ["pk"]
        verbose_name = _("Zählung")
        verbose_name_plural = _("Zählungen")
        constraints = [
            *OpenItem.Meta.constraints,
            models.CheckConstraint(condition=Q(circle=Circle.TEAM), name="headcount_stays_with_the_team"),
            models.UniqueConstraint(
                fields=["event", "by"],
                name="headcount_once_per_set",
                violation_error_message=_("Danach ist schon gezählt."),
            ),
        ]

    def __str__(self):
        return self.get_by_display()
