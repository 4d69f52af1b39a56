from django.db import models
from django.utils.translation import gettext_lazy as _

from .room import Room


class RoomKey(models.Model):
    """The key of the sealed texts of a room, itself locked by a master key that is not in the database."""

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="key")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Raumschlüssel")
        verbose_name_plural = _("Raumschlüssel")

    def __str__(self):
        return str(self.room_id)
