"""What a request has read: collected where rows are loaded, kept before the answer leaves."""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from accounts.statements import ask

# Number, moment and hash of each row are set by the chain. All requests take the chains in the same order, so that no
# two wait for each other.
KEEP = """\
INSERT INTO audit_read (person_id, page, room_key, keys, profile_id)
SELECT %(person)s, %(page)s, room, keys, profile
FROM (
    SELECT room, keys::uuid[], NULL::bigint FROM unnest(%(rooms)s::uuid[], %(keys)s::text[]) AS row (room, keys)
    UNION ALL
    SELECT NULL, '{}', unnest(%(profiles)s::bigint[])
) AS seen (room, keys, profile)
ORDER BY room, profile
"""

_open = ContextVar("reads", default=None)


class Collection:
    """The confidential rows one request has loaded with a text of theirs, by room and in the order of loading."""

    def __init__(self):
        self.rooms = defaultdict(dict)
        self.harmless = set()  # rows in a circle whose reads nobody counts
        self.unsure = defaultdict(set)  # model -> rows that came without room and circle
        self.profiles = {}

    def keep(self, person, *, page):
        """One row per room and profile, in one statement; with nothing read, none."""
        self._find_rooms()
        profiles = [each for each in self.profiles if each != person]
        if self.rooms or profiles:
            keys = [f"{{{','.join(map(str, keys))}}}" for keys in self.rooms.values()]
            ask(KEEP, {"person": person, "page": page, "rooms": [*self.rooms], "keys": keys, "profiles": profiles})

    def _find_rooms(self):
        """Where a text was loaded without its room, the room is asked for now: in doubt it was read."""
        known = {*self.harmless, *(key for keys in self.rooms.values() for key in keys)}
        for model, keys in self.unsure.items():
            if missing := keys - known:
                for room, key in model._base_manager.filter(pk__in=missing).values_list("room_id", "pk"):
                    self.rooms[room][key] = True


@contextmanager
def collected():
    """What is loaded in here is noted in the collection handed over."""
    token = _open.set(Collection())
    try:
        yield _open.get()
    finally:
        _open.reset(token)


@contextmanager
def compared_only():
    """What is loaded in here is compared and not shown; a row that is shown after all is noted by whoever shows it."""
    token = _open.set(None)
    try:
        yield
    finally:
        _open.reset(token)


def current():
    """The collection of this request; outside requests there is none."""
    return _open.get()


def note_profile(user_id):
    """The page shows the account of this person."""
    if (found := current()) is not None:
        found.profiles[user_id] = True
