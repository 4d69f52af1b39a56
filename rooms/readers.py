"""Who reads this: the one rule read backwards, in words and names."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .enums import TEAM_ROLES, Circle, Role
from .models import Membership

NAMED = 3  # how many names a sentence carries before it counts


@dataclass(frozen=True)
class Reader:
    name: str
    reason: str


@dataclass(frozen=True)
class Readers:
    """The people who read a row and why; `everyone` and `network` stand for those who are not listed."""

    circle: Circle
    people: tuple[Reader, ...]
    you: bool = False

    @property
    def sentence(self):
        """„Sie, die Federführung und 3 weitere Personen“, to follow „Lesbar für“."""
        if self.circle == Circle.PUBLIC:
            return _("alle, auch ohne Anmeldung")
        if self.circle == Circle.NETWORK:
            return _("alle Mitglieder des Netzwerks und alle in diesem Raum")
        names = [_("Sie")] if self.you else []
        names += [person.name for person in self.people]
        if not names:
            return _("niemanden")
        shown, rest = names[:NAMED], len(names) - NAMED
        if rest == 1:
            shown, rest = names, 0
        if rest > 0:
            shown.append(ngettext("%(n)s weitere Person", "%(n)s weitere Personen", rest) % {"n": rest})
        return _(" und ").join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


class RoomReaders:
    """The readers of many rows of one room, with one query for its people however many rows there are."""

    def __init__(self, room_id, user=None):
        self.room_id, self.user_id = room_id, getattr(user, "pk", None)
        self._members = None

    def members(self):
        if self._members is None:
            self._members = list(
                Membership.objects.active().filter(room=self.room_id, user__is_active=True).for_people()
            )
        return self._members

    def members_in(self, circle):
        """The names of those whose own circle this is: team, client side or steering group."""
        groups = {Circle.TEAM: TEAM_ROLES, Circle.CLIENT: (Role.CONTACT,), Circle.STEERING: (Role.STEERING,)}
        return sorted({member.user.name for member in self.members() if member.role in groups[circle]})

    def of(self, *, circle, author, shared_on):
        """The readers of a row with this circle, author and day of sharing."""
        found = {}
        for member in self.members():
            if self._reads(member, circle, author, shared_on):
                found.setdefault(member.user, []).append(self._reason(member, circle))
        you = any(user.pk == self.user_id for user in found)
        people = (Reader(user.name, ", ".join(why)) for user, why in found.items() if user.pk != self.user_id)
        return Readers(Circle(circle), tuple(people), you)

    def of_item(self, item):
        return self.of(circle=item.circle, author=item.author_id, shared_on=item.shared_on)

    @staticmethod
    def _reads(member, circle, author, shared_on):
        if circle == Circle.SEALED:
            own = member.user_id == author and member.role in TEAM_ROLES and member.clearance >= Circle.TEAM
            return own or member.clearance == Circle.SEALED
        if not Role(member.role).reads_back and member.starts_on > shared_on:
            return False
        return member.clearance >= circle

    @staticmethod
    def _reason(member, circle):
        if circle == Circle.SEALED and member.clearance < Circle.SEALED:
            return _("hat es geschrieben")
        return member.get_role_display()


def readers_by_circle(room_id, user, *, shared_on):
    """What each circle would mean for a new row of this person, from the narrowest to the widest."""
    room = RoomReaders(room_id, user)
    return [room.of(circle=circle, author=user.pk, shared_on=shared_on) for circle in sorted(Circle, reverse=True)]
