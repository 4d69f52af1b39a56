from django.db import models
from django.utils.translation import gettext_lazy as _

from ..fields import SealableCharField
from .items import RoomItem


class File(RoomItem):
    """A file in a room: stored under a chance name, served only by the view that asks who reads."""

    name = SealableCharField(_("Name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("Größe in Byte"))
    sha256 = SealableCharField(max_length=64)
    content = models.FileField(upload_to="")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Datei")
        verbose_name_plural = _("Dateien")

    def __str__(self):
        return self.name
