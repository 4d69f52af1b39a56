"""What the public pages need beside released words: who wants mail of news, and the outlines of the Länder."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rooms.ids import uuid7

from ..steps import Topic


class Subscription(models.Model):
    """Somebody without an account who wants to hear by mail what is new; whoever has the link of a mail ends it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address = models.BinaryField()  # sealed; `address_hash` tells two subscriptions of one address apart
    address_hash = models.CharField(max_length=64, db_index=True)
    key_hash = models.CharField(max_length=64, unique=True)
    topics = ArrayField(models.CharField(max_length=16, choices=Topic), verbose_name=_("Worüber?"))
    language = models.CharField(_("Sprache"), max_length=8, default="de")
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True)
    told = ArrayField(models.CharField(max_length=120), default=list)  # what this address has heard of already

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Abonnement")
        verbose_name_plural = _("Abonnements")

    def __str__(self):
        return str(self.pk)


class Outline(models.Model):
    """The shape of a Land on the map, already drawn: the path of an SVG, with the source to be named."""

    key = models.CharField(primary_key=True, max_length=2)
    name = models.CharField(max_length=120)
    path = models.TextField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["key"]
        verbose_name = _("Umriss")
        verbose_name_plural = _("Umrisse")

    def __str__(self):
        return self.name
