from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

from ..enums import TEAM_ROLES, Circle, Role, RoomKind
from ..ids import uuid7


class Room(models.Model):
    """A walled space of one advising organisation, which alone is its controller."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("Art"), max_length=12, choices=RoomKind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="rooms", verbose_name=_("Organisation"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Raum")
        verbose_name_plural = _("Räume")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(kind=RoomKind.ORGANISATION),
                name="room_one_per_organisation",
                violation_error_message=_("Diese Organisation hat schon einen Raum für ihre Programme."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"


class MembershipQuerySet(models.QuerySet):
    def active(self, on=None):
        """Those that hold on a day, today unless said otherwise; the last day is included."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on).exclude(ends_on__lt=on)

    def of_team(self):
        return self.filter(role__in=TEAM_ROLES)

    def for_people(self):
        return self.select_related("user__organisation").order_by("role_order", "user__name")


class Membership(models.Model):
    """Opens one room to one person, in one role, up to one circle, from one day to another."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("Person")
    )
    role = models.CharField(_("Rolle"), max_length=10, choices=Role)
    clearance = models.PositiveSmallIntegerField(_("liest bis"), choices=Circle)
    starts_on = models.DateField(_("ab"), default=timezone.localdate)
    ends_on = models.DateField(_("bis einschließlich"), null=True, blank=True)
    role_order = models.GeneratedField(
        expression=models.Case(
            *[models.When(role=role, then=number) for number, role in enumerate(Role)], default=len(Role)
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["role_order", "pk"]
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
                violation_error_message=_("Das Ende liegt vor dem Beginn."),
            ),
            models.CheckConstraint(
                condition=Q(clearance__lt=Circle.SEALED) | Q(role=Role.LEAD),
                name="membership_sealed_for_lead_only",
                violation_error_message=_("Versiegeltes liest nur die Federführung."),
            ),
            models.UniqueConstraint(
                fields=["room", "user", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_one_open_per_role",
                violation_error_message=_("Diese Person hat diese Rolle hier schon."),
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()})"

    @property
    def is_active(self):
        today = timezone.localdate()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)
