"""Who did what?"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.statements import ask

RECORD = """\
INSERT INTO audit_entry (at, actor_id, action, summary, target, target_key, room_key)
VALUES (%(at)s, %(actor)s, %(action)s, %(summary)s, %(target)s, %(key)s, %(room)s)
"""


class EntryQuerySet(models.QuerySet):
    def about(self, target):
        """The history of one object, newest first; ask only for an object the person may read."""
        return self.filter(target=target._meta.label_lower, target_key=str(target.pk)).select_related("actor")

    def record(self, action, target, *, by, summary=""):
        """Write one line of history, worded by the app that acts and kept as worded at the time."""
        line = {
            "at": timezone.now(),
            "actor": by.pk if by and by.is_authenticated else None,
            "action": action,
            "summary": summary[:300],
            "target": target._meta.label_lower,
            "key": str(target.pk),
            "room": getattr(target, "room_id", None),
        }
        ask(RECORD, line)


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


class Read(models.Model):
    """What one person was shown of one room by one request, or that she looked at a profile: keys, never content.

    Rows of a room form a chain: moment, number and hashes are set by the database, whatever is sent along. A change
    or a gap breaks the chain, and `check_reads` names the place.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("wer")
    )
    at = models.DateTimeField(_("wann"), default=timezone.now, editable=False)
    page = models.CharField(_("wo"), max_length=80)
    room_key = models.UUIDField(null=True)
    keys = ArrayField(models.UUIDField(), default=list)
    profile = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    number = models.PositiveBigIntegerField(default=0, editable=False)
    previous = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("Lesung")
        verbose_name_plural = _("Lesungen")
        indexes = [models.Index(fields=["person", "-at"], name="audit_read_person")]
        constraints = [
            models.UniqueConstraint(fields=["room_key", "number"], nulls_distinct=False, name="audit_read_in_chain"),
            models.CheckConstraint(
                condition=Q(room_key__isnull=True, profile__isnull=False)
                | Q(room_key__isnull=False, profile__isnull=True),
                name="audit_read_room_or_profile",
            ),
            models.CheckConstraint(condition=Q(page__regex="^[a-z:-]+$"), name="audit_read_page_is_a_name"),
        ]

    def __str__(self):
        return f"{self.number}: {self.page}"


class Version(models.Model):
    """What a row was before somebody changed or deleted it: written by triggers of the database, by nobody else.

    The wall columns are those of the old state; `texts` holds the columns that are encrypted while a row is sealed. A
    text that reads null was open once and has been taken out, because the row was sealed later.
    """

    DEEDS = [("update", _("geändert")), ("delete", _("gelöscht"))]

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("wann"), editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, verbose_name=_("wer")
    )
    label = models.CharField(max_length=60)
    key = models.UUIDField()
    part = models.BigIntegerField(null=True)  # which of the rows that hang on this one
    deed = models.CharField(_("was"), max_length=6, choices=DEEDS)
    before = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    room_key = models.UUIDField(db_column="room_id")
    circle = models.PositiveSmallIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False, verbose_name=_("von")
    )
    shared_on = models.DateField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        indexes = [
            models.Index(fields=["key", "-id"], name="audit_version_of_row"),
            models.Index(
                fields=["room_key", "-id"], condition=Q(deed="delete", part=None), name="audit_version_deleted"
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.key}: {self.deed}"
