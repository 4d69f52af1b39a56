"""Who did what?"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet):
    def about(self, target):
        """The history of one object, newest first; ask only for an object the person may read."""
        return self.filter(target=target._meta.label_lower, target_key=str(target.pk)).select_related("actor")

    def record(self, action, target, *, by, summary=""):
        """Write one line of history, worded by the app that acts and kept as worded at the time."""
        return self.create(
            action=action,
            target=target._meta.label_lower,
            target_key=str(target.pk),
            room_key=getattr(target, "room_id", None),
            actor=by if by and by.is_authenticated else None,
            summary=summary[:300],
        )


class Entry(models.Model):
    """One line of history: never changed, never deleted by the web process.

    It carries no title of its object, so that it can tell nobody what he may not read.
    """

    at = models.DateTimeField(_("wann"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, verbose_name=_("wer")
    )
    action = models.CharField(_("was"), max_length=60)
    summary = models.CharField(_("Einzelheiten"), max_length=300, blank=True)
    target = models.CharField(max_length=60)
    target_key = models.CharField(max_length=40)
    room_key = models.UUIDField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target", "target_key", "-at"], name="audit_entry_target")]
        verbose_name = _("Nachweis")
        verbose_name_plural = _("Nachweise")

    def __str__(self):
        return self.action
