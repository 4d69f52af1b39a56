"""Calendars a person has subscribed to with a program that cannot sign in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rooms.ids import uuid7
from stakeholders.models import Body


class FeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A subscription is nobody's but hers."""
        return self.filter(person=user.pk)

    def in_order(self):
        """Those that still open first, the newest on top."""
        return self.select_related("body").order_by(models.F("revoked_on").desc(nulls_first=True), "-pk")


class Feed(models.Model):
    """One address of a calendar: all meetings of a person, or those of one body; its token is known to her alone.

    A feed of a body that has been deleted stays one of a body, and empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    label = models.CharField(_("Wo wollen Sie den Kalender sehen?"), max_length=60)
    of_body = models.BooleanField(default=False, editable=False)
    body = models.ForeignKey(
        Body, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("Welche Sitzungen?")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)  # of the token, which is kept nowhere
    created_on = models.DateField(auto_now_add=True)
    fetched_on = models.DateField(_("zuletzt abgerufen"), null=True, editable=False)
    revoked_on = models.DateField(_("widerrufen"), null=True, editable=False)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("Kalender-Abo")
        verbose_name_plural = _("Kalender-Abos")

    def __str__(self):
        return self.label
