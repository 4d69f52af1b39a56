from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import TEAM_ROLES, Circle, Role, RoomKind
from ..fields import sealable
from ..ids import uuid7
from ..inside import inside
from ..noted import note
from ..reach import reach_of
from .room import Membership, Room
from .unlocks import Unlock


class RoomItemQuerySet(models.QuerySet):
    def visible_to(self, user, room=None):
        """The one rule: an active membership of the room reaches the circle of the row.

        Who asks for the rows of one room says which: a shorter question with the same answer.
        """
        reach = reach_of(user)
        if room is not None:
            return self.filter(self._rule_inside(user, room), room=room)
        rule = Q(circle=Circle.PUBLIC)
        if reach.in_network:
            rule |= Q(circle=Circle.NETWORK)
        for clearance, rooms in reach.open_rooms.items():
            rule |= Q(room_id__in=rooms, circle__lte=clearance)
        for dated, clearance, first_day in reach.dated_rooms:
            rule |= Q(room_id=dated, circle__lte=clearance, shared_on__gte=first_day)
        if reach.lead_rooms:
            rule |= Q(room_id__in=reach.lead_rooms)
        if reach.team_rooms:
            unlocked = Unlock.objects.running().filter(person=reach.user_id).values("key")
            mine = Q(author_id=reach.user_id) | Q(pk__in=unlocked)
            rule |= Q(mine, room_id__in=reach.team_rooms, circle=Circle.SEALED)
        return self.filter(rule)

    @staticmethod
    def _rule_inside(user, room):
        here = inside(user, room)
        rule = Q(circle__lte=here["reads_to"])
        for clearance, first_day in zip(here["dated_to"], here["dated_from"], strict=True):
            rule |= Q(circle__lte=clearance, shared_on__gte=first_day)
        if here["of_team"] and here["reads_to"] < Circle.SEALED:
            unlocked = Unlock.objects.running().filter(person=user.pk).values("key")
            rule |= Q(Q(author_id=user.pk) | Q(pk__in=unlocked), circle=Circle.SEALED)
        return rule


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

    # Whether people further out read an edition with its own words, or the row itself, which then moves.
    is_released_as_edition = False
    # Whether it goes further out on pages of its own, and not by the release desk.
    has_own_desk = False
    # The widest circle it may come into: what hangs on another row is not read by more people than that.
    goes_at_most = Circle.PUBLIC
    # What goes out with it beside its own columns and what hangs on it: pairs of label and text.
    words_beside = ()

    objects = RoomItemQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        """Every loaded row passes here, whichever view asked for it: none is shown without being noted as read."""
        row = super().from_db(db, field_names, values)
        note(row)
        return row

    @property
    def edition_text(self):
        """What an edition of this row begins with."""
        return getattr(self, "text", "")

    @property
    def reach(self):
        """The circle as a word."""
        return Circle(self.circle)

    @property
    def circle_now(self):
        """The circle in which it is read at this moment; what waits for a day lies further in until then."""
        return self.circle

    def is_lent_to(self, user):
        """Whether the person reads this sealed row by an unlock alone: for reading, not for changing."""
        mine = self.author_id == user.pk or self.room_id in reach_of(user).lead_rooms
        return self.circle == Circle.SEALED and not mine

    def save(self, *args, update_fields=None, **kwargs):
        """A row that comes into another circle is written anew with all its texts, sealed or open."""
        moves = not self._state.adding and (update_fields is None or "circle" in update_fields)
        if moves and update_fields is not None:
            update_fields = {*update_fields, *sealable(type(self))}
        super().save(*args, update_fields=update_fields, **kwargs)
        if moves:
            for part in parts_of(self):
                if sealable(type(part)):
                    part.save()


class OpenItem(RoomItem):
    """A row of a room that is never sealed, because a group works with it."""

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(circle__lt=Circle.SEALED), name="%(class)s_is_open")]


def parts_of(item):
    """The rows that hang on this one, lie in its circle and are sealed with it, like the offices of a person."""
    for relation in item._meta.related_objects:
        part, name = relation.related_model, relation.field.name
        if relation.many_to_many or relation.on_delete is not models.CASCADE or issubclass(part, RoomItem):
            continue
        wholes = {getattr(column, "of", "") for column in part._meta.concrete_fields} - {""}
        if not wholes or name in wholes:
            yield from part._base_manager.filter(**{name: item}).order_by("pk")


def readers_of(item):
    """The people who may read a row: the one rule read backwards."""
    return readers(
        room=item.room_id, circle=item.circle_now, author=item.author_id, shared_on=item.shared_on, key=item.pk
    )


def readers(*, room, circle, author, shared_on, key=None):
    """The people who would read a row of this room in this circle; with its key also those who unlocked it."""
    people = get_user_model().objects.filter(is_active=True)
    if circle == Circle.PUBLIC:
        return people
    active = Membership.objects.active()
    members = active.filter(room=room, clearance__gte=circle)
    if circle == Circle.SEALED:
        unlocked = Unlock.objects.running().filter(key=key).values("person")
        own = active.filter(
            Q(user=author) | Q(user__in=unlocked), room=room, clearance__gte=Circle.TEAM, role__in=TEAM_ROLES
        )
        return people.filter(Q(memberships__in=members) | Q(memberships__in=own)).distinct()
    dated = [role for role in Role if not role.reads_back]
    members = members.exclude(role__in=dated, starts_on__gt=shared_on)
    rule = Q(memberships__in=members)
    if circle == Circle.NETWORK:
        network = active.filter(room__kind=RoomKind.NETWORK, clearance__gte=Circle.NETWORK)
        rule |= Q(memberships__in=network)
    return people.filter(rule).distinct()
