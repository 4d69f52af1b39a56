from django.conf import settings
from django.db import models

from engagements.models import Engagement


class Visit(models.Model):
    """When somebody last looked at the state of a consultation, and the time before: „seit Ihrem letzten Besuch“."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    last_on = models.DateField()
    before_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["engagement", "person"], name="visit_once")]

    def __str__(self):
        return str(self.last_on)


class Digest(models.Model):
    """Whether somebody wants to hear by mail that there is something new, and when she last did."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(default=True)
    sent_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.sent_on or "")
