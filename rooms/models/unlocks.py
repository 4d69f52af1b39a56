from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..ids import uuid7
from .room import Room

LASTS = timedelta(hours=3)


class UnlockQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_at=None, until__gt=timezone.now())

    def newest_first(self):
        return self.select_related("person", "noted_by").order_by("-at", "-pk")


class Unlock(models.Model):
    """One sealed row, opened to one member of the team for three hours, with a reason the lead reads at once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="unlocks")
    kind = models.CharField(max_length=60)
    key = models.UUIDField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("wer"))
    reason = models.CharField(_("Warum brauchen Sie diesen Text jetzt?"), max_length=300)
    at = models.DateTimeField(_("geöffnet"), default=timezone.now)
    until = models.DateTimeField(_("bis"))
    ended_at = models.DateTimeField(_("vorher geschlossen"), null=True)
    noted_at = models.DateTimeField(_("zur Kenntnis genommen"), null=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    objects = UnlockQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("Öffnung")
        verbose_name_plural = _("Öffnungen")
        constraints = [
            models.CheckConstraint(condition=Q(until__lte=F("at") + LASTS), name="unlock_three_hours_at_most"),
            models.CheckConstraint(condition=~Q(reason=""), name="unlock_with_reason"),
        ]

    def __str__(self):
        return f"{self.person}, {self.at:%d.%m.%Y %H:%M}"

    @property
    def is_running(self):
        return self.ended_at is None and self.until > timezone.now()
