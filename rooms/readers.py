"""Who reads this: the one rule read backwards, in words and names."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .enums import TEAM_ROLES, Circle, Role
from .models import Membership, Unlock
from .sharing import needs_release

NAMED = 3  # how many names a sentence carries before it counts
DATED = {role for role in Role if not role.reads_back}
# The people of a role, as a sentence names them together.
GROUPS = {
    Role.LEAD: gettext_lazy("Federführung"),
    Role.ADVISOR: gettext_lazy("Beratungsteam"),
    Role.PROCESS: gettext_lazy("Beratungsteam"),
    Role.CONTACT: gettext_lazy("Ansprechperson der Kommune"),
    Role.STEERING: gettext_lazy("Lenkungsrunde"),
    Role.OBSERVER: gettext_lazy("Beobachtung"),
}


def listing(words):
    """„a, b und c“."""
    return _(" und ").join(filter(None, [", ".join(words[:-1]), words[-1]]))


@dataclass(frozen=True)
class Reader:
    name: str
    reason: str
    key: int | None = None  # two people may have one name
    roles: tuple[Role, ...] = ()


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
        return listing(shown)


@dataclass(frozen=True)
class Difference:
    """Who comes to read a row, and who no longer does, when its circle changes."""

    before: Circle
    after: Circle
    added: tuple[Reader, ...] = ()
    dropped: tuple[Reader, ...] = ()
    drops_you: bool = False

    @property
    def needs_release(self):
        return needs_release(self.before, self.after)

    @property
    def sentence(self):
        """„7 weitere Personen lesen es dann, darunter …“; empty where the circle stays."""
        if self.before == self.after:
            return ""
        said = filter(
            None, [self._gained(), self._lost(), self.drops_you and _("Sie selbst lesen es dann nicht mehr.")]
        )
        return " ".join(said) or _("Niemand kommt hinzu, niemand fällt weg.")

    def _gained(self):
        count = len(self.added)
        if self.after == Circle.PUBLIC:
            return _("Dann liest es jede*r, auch ohne Anmeldung.")
        if self.after == Circle.NETWORK and self.before > self.after:
            if not count:
                return _("Dann lesen es alle Mitglieder des Netzwerks.")
            words = ngettext(
                "Dann lesen es alle Mitglieder des Netzwerks und %(n)s weitere Person aus diesem Raum.",
                "Dann lesen es alle Mitglieder des Netzwerks und %(n)s weitere Personen aus diesem Raum.",
                count,
            )
            return words % {"n": count}
        words = ngettext(
            "%(n)s weitere Person liest es dann%(who)s.", "%(n)s weitere Personen lesen es dann%(who)s.", count
        )
        return words % {"n": count, "who": who_of(self.added)} if count else ""

    def _lost(self):
        count = len(self.dropped)
        if self.before == Circle.PUBLIC:
            if self.after == Circle.NETWORK:
                return _("Dann liest es nur noch, wer dem Netzwerk oder diesem Raum angehört.")
            return _("Dann liest es nur noch, wer hier genannt ist.")
        network = self.before == Circle.NETWORK and self.after > self.before
        said = _("Die Mitglieder des Netzwerks lesen es dann nicht mehr.") if network else ""
        words = ngettext(
            "%(n)s Person liest es dann nicht mehr%(who)s.", "%(n)s Personen lesen es dann nicht mehr%(who)s.", count
        )
        people = words % {"n": count, "who": who_of(self.dropped)} if count else ""
        return " ".join(filter(None, [said, people]))


def who_of(people):
    """„, darunter Ansprechperson der Kommune und Lenkungsrunde“, to follow a number of people."""
    if len(people) == 1:
        return _(": %(name)s (%(reason)s)") % {"name": people[0].name, "reason": people[0].reason}
    groups = list(dict.fromkeys(str(GROUPS[role]) for person in people for role in sorted_roles(person.roles)))
    if not groups:
        return ""
    return (_(", darunter %(who)s") if len(groups) > 1 else _(" (%(who)s)")) % {"who": listing(groups)}


def sorted_roles(roles):
    return sorted(roles, key=list(Role).index)


def difference(before, after):
    """What changes between two states of `Readers`: who is added and who is dropped, by person and not by name."""
    had, has = ({person.key for person in each.people} for each in (before, after))
    return Difference(
        before.circle,
        after.circle,
        added=tuple(person for person in after.people if person.key not in had),
        dropped=tuple(person for person in before.people if person.key not in has),
        drops_you=before.you and not after.you,
    )


class RoomReaders:
    """The readers of many rows of one room, with one query for its people however many rows there are."""

    def __init__(self, room_id, user=None, members=None):
        self.room_id, self.user_id = room_id, getattr(user, "pk", None)
        self._members, self._unlocks, self._known = members, None, {}

    def members(self):
        if self._members is None:
            self._members = list(
                Membership.objects.active().filter(room=self.room_id, user__is_active=True).for_people()
            )
        return self._members

    def unlocked(self, key):
        """Who has opened this sealed row, and until when."""
        if self._unlocks is None:
            self._unlocks = {}
            for row in Unlock.objects.running().filter(room=self.room_id).order_by("until"):
                self._unlocks.setdefault(row.key, {})[row.person_id] = row.until
        return self._unlocks.get(key, {})

    def members_in(self, circle):
        """The names of those whose own circle this is: team, client side or steering group."""
        groups = {Circle.TEAM: TEAM_ROLES, Circle.CLIENT: (Role.CONTACT,), Circle.STEERING: (Role.STEERING,)}
        return sorted({member.user.name for member in self.members() if member.role in groups[circle]})

    def of(self, *, circle, author, shared_on, key=None):
        """The readers of a row with this circle, author and day of sharing; with its key also those who opened it."""
        unlocked = self.unlocked(key) if key and circle == Circle.SEALED else {}
        reading = [row for row in self.members() if self._reads(row, circle, author, shared_on, unlocked)]
        # Rows of one circle are mostly read by the same people: they are put in words once.
        same = (circle, *([author, key] if circle == Circle.SEALED else []), *(row.pk for row in reading))
        if same not in self._known:
            self._known[same] = self._in_words(reading, circle, author, unlocked)
        return self._known[same]

    def _in_words(self, reading, circle, author, unlocked):
        found = {}
        for member in reading:
            found.setdefault(member.user, []).append(member)
        you = any(user.pk == self.user_id for user in found)
        people = (
            Reader(
                user.name,
                ", ".join(self._reason(row, circle, author, unlocked) for row in rows),
                user.pk,
                tuple(Role(row.role) for row in rows),
            )
            for user, rows in found.items()
            if user.pk != self.user_id
        )
        return Readers(Circle(circle), tuple(people), you)

    def of_item(self, item):
        return self.of(circle=item.circle, author=item.author_id, shared_on=item.shared_on, key=item.pk)

    def of_moved(self, item, circle, before=None):
        """The readers of a stored row once it lies in this circle: a wider one is shared from today on.

        `before` is the stored circle, where a form has already put another into the row.
        """
        before = item.circle if before is None else before
        shared_on = item.shared_on if circle >= before else timezone.localdate()
        return self.of(circle=circle, author=item.author_id, shared_on=shared_on, key=item.pk)

    def moved(self, item, circle, before=None):
        """The readers of a stored row in another circle, and the difference to those of today."""
        before = item.circle if before is None else before
        readers = self.of_moved(item, circle, before)
        return readers, difference(self.of_moved(item, before, before), readers)

    @staticmethod
    def _reads(member, circle, author, shared_on, unlocked):
        if circle == Circle.SEALED:
            of_team = member.role in TEAM_ROLES and member.clearance >= Circle.TEAM
            opened = of_team and (member.user_id == author or member.user_id in unlocked)
            return opened or member.clearance == Circle.SEALED
        if member.role in DATED and member.starts_on > shared_on:
            return False
        return member.clearance >= circle

    @staticmethod
    def _reason(member, circle, author, unlocked):
        if circle == Circle.SEALED and member.clearance < Circle.SEALED:
            if member.user_id == author:
                return _("hat es geschrieben")
            until = timezone.localtime(unlocked[member.user_id])
            return _("geöffnet bis %(time)s Uhr") % {"time": f"{until:%H:%M}"}
        return member.get_role_display()


def readers_in(request, room_id, members=None):
    """The readers of a room for the whole page: asked for once, however many rows and boxes need them."""
    rooms = request.__dict__.setdefault("_room_readers", {})
    if room_id not in rooms:
        rooms[room_id] = RoomReaders(room_id, request.user, members)
    return rooms[room_id]


def preview_url(room_id, item=None):
    """Where a form asks who would read; with a stored row also what that changes."""
    url = reverse("rooms:readers-preview", args=[room_id])
    if item is None or item._state.adding:
        return url
    return f"{url}?row={item._meta.label_lower}:{item.pk}"


def readers_by_circle(room_id, user, *, shared_on):
    """What each circle would mean for a new row of this person, from the narrowest to the widest."""
    room = RoomReaders(room_id, user)
    return [room.of(circle=circle, author=user.pk, shared_on=shared_on) for circle in sorted(Circle, reverse=True)]
