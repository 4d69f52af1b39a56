"""The network itself and its room."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rooms.models import Room


class Network(models.Model):
    """An inter-municipal network; who is a member of its room reads what carries the circle of the network."""

    name = models.CharField(_("Name"), max_length=200)
    room = models.OneToOneField(Room, models.PROTECT, related_name="network", editable=False)
    purpose = models.CharField(_("Zweck"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("Netzwerk")
        verbose_name_plural = _("Netzwerke")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("network:space", args=[self.pk])
