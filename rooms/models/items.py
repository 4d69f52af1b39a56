from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import TEAM_ROLES, Circle, Role, RoomKind
from ..ids import uuid7
from ..reach import reach_of
from .room import Membership, Room


class RoomItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The one rule: an active membership of the room reaches the circle of the row."""
        reach = reach_of(user)
        rule = Q(circle=Circle.PUBLIC)
        if reach.in_network:
            rule |= Q(circle=Circle.NETWORK)
        for clearance, rooms in reach.open_rooms.items():
            rule |= Q(room_id__in=rooms, circle__lte=clearance)
        for room, clearance, first_day in reach.dated_rooms:
            rule |= Q(room_id=room, circle__lte=clearance, shared_on__gte=first_day)
        if reach.lead_rooms:
            rule |= Q(room_id__in=reach.lead_rooms)
        if reach.team_rooms:
            rule |= Q(room_id__in=reach.team_rooms, circle=Circle.SEALED, author_id=reach.user_id)
        return self.filter(rule)


class RoomItem(models.Model):
    """A row that lies in a room and carries a circle."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", editable=False)
    circle = models.PositiveSmallIntegerField(_("Wer darf das lesen?"), choices=Circle, default=Circle.TEAM)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, editable=False, verbose_name=_("von")
    )
    # When the row came to its circle: who reads from the start of a mandate sees nothing shared before.
    shared_on = models.DateField(default=timezone.localdate, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RoomItemQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def reach(self):
        """The circle as a word."""
        return Circle(self.circle)


def readers_of(item):
    """The people who may read a row: the one rule read backwards."""
    return readers(room=item.room_id, circle=item.circle, author=item.author_id, shared_on=item.shared_on)


def readers(*, room, circle, author, shared_on):
    """The people who would read a row of this room in this circle."""
    people = get_user_model().objects.filter(is_active=True)
    if circle == Circle.PUBLIC:
        return people
    active = Membership.objects.active()
    members = active.filter(room=room, clearance__gte=circle)
    if circle == Circle.SEALED:
        own = active.filter(room=room, clearance__gte=Circle.TEAM, role__in=TEAM_ROLES, user=author)
        return people.filter(Q(memberships__in=members) | Q(memberships__in=own)).distinct()
    dated = [role for role in Role if not role.reads_back]
    members = members.exclude(role__in=dated, starts_on__gt=shared_on)
    rule = Q(memberships__in=members)
    if circle == Circle.NETWORK:
        network = active.filter(room__kind=RoomKind.NETWORK, clearance__gte=Circle.NETWORK)
        rule |= Q(memberships__in=network)
    return people.filter(rule).distinct()
