from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..ids import uuid7
from .room import Room


class Draft(models.Model):
    """What somebody is writing in one form: hers alone, sealed, for thirty days.

    A draft that was sent or thrown away keeps its row without content: a copy of it that arrives late finds its number
    taken and does not come back to life.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    slot = models.CharField(max_length=300)  # the path of the form, with „#…“ behind it for one put aside
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", null=True)
    content = models.BinaryField(default=b"")  # rooms/drafts.py seals and opens it
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("Entwurf")
        verbose_name_plural = _("Entwürfe")
        constraints = [models.UniqueConstraint(fields=["person", "slot"], name="draft_one_per_form")]

    def __str__(self):
        return self.slot

    @property
    def path(self):
        return self.slot.partition("#")[0]
