from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Role
from ..ids import uuid7
from .room import Room

VALID_FOR = timedelta(days=7)


def in_seven_days():
    return timezone.now() + VALID_FOR


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def waiting(self):
        """Those that nobody has answered, the ones that ran out included."""
        return self.filter(used_at=None, withdrawn_at=None).order_by("expires_at")


class Invitation(models.Model):
    """Asks one mail address into one room in one role; good once, for seven days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    room = models.ForeignKey(Room, models.CASCADE, related_name="invitations")
    role = models.CharField(_("Rolle"), max_length=10, choices=Role)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=in_seven_days)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")

    def __str__(self):
        return self.email

    @property
    def letter(self):
        """What tells the mail of this invitation from others; renewed it is a new one."""
        return f"invitation:{self.pk}:{self.expires_at.timestamp()}"

    @property
    def is_open(self):
        return not self.used_at and not self.withdrawn_at and self.expires_at > timezone.now()
