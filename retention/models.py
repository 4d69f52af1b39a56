"""What must go, and when?"""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rooms.ids import uuid7
from rooms.models import Room
from rooms.reach import reach_of

from .deadlines import LIMITS
from .enums import Group, PlanState


class OfTeamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The team of the room knows what is to go and what is held."""
        return self.filter(room_id__in=reach_of(user).team_rooms)


class DeletionPlan(models.Model):
    """What one person proposes to delete and a second one confirms: keys and counts, no title.

    Carried out by the database itself (`retention_delete`), which looks once more whether all of it holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    group = models.CharField(_("was"), max_length=8, choices=Group)
    ended_on = models.DateField(_("Ende der Beratung"))
    keys = models.JSONField(default=dict)  # label -> keys; empty once they are gone
    counts = models.JSONField(default=dict)  # label -> number
    state = models.CharField(_("Stand"), max_length=16, choices=PlanState, default=PlanState.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)

    objects = OfTeamQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("Löschung")
        verbose_name_plural = _("Löschungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")), name="deletion_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.DONE) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="deletion_done_is_confirmed",
            ),
            models.UniqueConstraint(
                fields=["room", "group"],
                condition=Q(state=PlanState.PROPOSED),
                name="deletion_proposed_once",
                violation_error_message=_("Diese Löschung ist schon vorgeschlagen."),
            ),
        ]

    def __str__(self):
        return self.get_group_display()

    def get_absolute_url(self):
        return reverse("retention:plan", args=[self.pk])

    @property
    def is_open(self):
        return self.state == PlanState.PROPOSED

    @property
    def total(self):
        return sum(self.counts.values())


class Hold(models.Model):
    """Nothing of this room, or not this row, is deleted for a while: a reason, an end, and two people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    label = models.CharField(max_length=60, blank=True)  # of the single row; empty for the whole room
    key = models.UUIDField(null=True, blank=True)
    reason = models.CharField(_("Warum darf jetzt nichts gelöscht werden?"), max_length=300)
    until = models.DateField(_("bis einschließlich"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(_("Warum endet er?"), max_length=300, blank=True)

    objects = OfTeamQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Löschstopp")
        verbose_name_plural = _("Löschstopps")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_with_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("author")), name="hold_by_two"
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | ~Q(ended_by=F("author")), name="hold_ended_by_two"
            ),
            models.CheckConstraint(
                condition=Q(label="", key__isnull=True) | ~Q(label="") & Q(key__isnull=False),
                name="hold_of_room_or_row",
            ),
        ]

    def __str__(self):
        return self.reason

    @property
    def kind(self):
        """What kind of row it is about; nothing where it is about all."""
        return apps.get_model(self.label)._meta.verbose_name if self.label else ""


class Term(models.Model):
    """How many months a group is kept here, where the lead has decided otherwise than the rule; the latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    group = models.CharField(_("was"), max_length=8, choices=Group)
    months = models.PositiveSmallIntegerField(_("Monate nach dem Ende"))
    reason = models.CharField(_("Warum eine andere Frist?"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfTeamQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Frist dieser Beratung")
        verbose_name_plural = _("Fristen dieser Beratung")
        constraints = [
            models.CheckConstraint(
                condition=Q(group=Group.TALKS, months__range=LIMITS[Group.TALKS])
                | Q(group=Group.CASE, months__range=LIMITS[Group.CASE]),
                name="term_within_limits",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="term_with_reason"),
        ]

    def __str__(self):
        return f"{self.get_group_display()}: {self.months}"


class LedgerEntry(models.Model):
    """That a row was deleted: which kind, by which rule; its key only as a digest nobody can turn back.

    Kept outside the backups it tells a restored database what must go again.
    """

    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, db_index=True)
    group = models.CharField(max_length=8, choices=Group)
    ended_on = models.DateField()
    deleted_at = models.DateTimeField(default=timezone.now, editable=False)
    plan = models.UUIDField()  # by its key alone: a restored database may know less than the ledger

    class Meta:
        ordering = ["pk"]
        verbose_name = _("Nachweis der Löschung")
        verbose_name_plural = _("Nachweise der Löschung")

    def __str__(self):
        return f"{self.label} {self.digest[:8]}"


class Tombstone(models.Model):
    """How many entries of a kind there were in a year, once they are gone: the statistics stay right."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    sector = models.CharField(max_length=24, blank=True)  # empty: all entries; else those with somebody from it
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()

    class Meta:
        ordering = ["year", "kind", "sector"]
        verbose_name = _("Zählung des Gelöschten")
        verbose_name_plural = _("Zählungen des Gelöschten")
        constraints = [models.UniqueConstraint(fields=["room", "kind", "sector", "year"], name="tombstone_once")]

    def __str__(self):
        return f"{self.year} {self.kind}: {self.n}"
