"""A draft as the script sends it, read with distrust."""

import json
from uuid import UUID

from .drafts import LONGEST_SLOT, LONGEST_TITLE, MOST_FIELDS, Content

LARGEST_BASE = 1_000_000_000


class Unreadable(Exception):
    """Not what our script sends."""


class Sent:
    """Whose draft of which form this is, on which state it was typed, and what it says."""

    def __init__(self, request):
        try:
            data = json.loads(request.body) if request.content_type == "application/json" else None
            self.person, self.slot, self.base = data["person"], text(data["slot"]), data["base"]
            self.aside = data.get("aside") is True
            self.room = UUID(data["room"]) if data.get("room") else None
            fields = [[text(name), text(value)] for name, value in data["fields"]]
            writer, title = text(data["tab"])[:60], text(data.get("title", ""))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
            raise Unreadable from problem
        known = type(self.person) is int and type(self.base) is int and 0 <= self.base <= LARGEST_BASE
        if not known or not self.slot.startswith("/") or len(self.slot) > LONGEST_SLOT or "#" in self.slot:
            raise Unreadable
        if len(fields) > MOST_FIELDS or "\x00" in self.slot:
            raise Unreadable
        self.content = Content(fields, title[:LONGEST_TITLE], writer)


def text(value):
    """A text; half a character that some keyboards leave behind becomes a question mark."""
    if not isinstance(value, str):
        raise TypeError
    return value.encode("utf-8", "replace").decode()
