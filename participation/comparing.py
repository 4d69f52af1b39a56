"""Two versions of a mission statement side by side, section by section, in words and not by colour alone."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from audit import differences
from audit.differences import ADDED, GONE, Part


@dataclass(frozen=True)
class Change:
    """One section in both versions, or in one of them; places are counted from one."""

    number: int
    kind: str
    heading: tuple
    text: tuple
    was_at: int | None = None
    is_at: int | None = None
    is_moved: bool = False
    kind_before: str = ""

    @property
    def is_added(self):
        return self.was_at is None

    @property
    def is_removed(self):
        return self.is_at is None

    @property
    def is_reworded(self):
        changed = any(part.kind in {GONE, ADDED} for part in (*self.heading, *self.text))
        return not self.is_added and not self.is_removed and changed

    @property
    def is_same(self):
        return not (self.is_added or self.is_removed or self.is_moved or self.is_reworded or self.kind_before)


@dataclass(frozen=True)
class Head:
    """Title, addressees or purpose, where it was worded anew."""

    label: str
    parts: tuple


def pieces(before, after):
    return tuple(differences.parts(before, after)) if before or after else ()


def whole(kind, text):
    return (Part(kind, text),) if text else ()


def heads(before, after):
    """What changed above the sections."""
    for name in ("title", "addressees", "purpose"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Head(after._meta.get_field(name).verbose_name, pieces(old, new))


def compare(before, after):
    """Every section of either version: in the order of the newer, what was taken out where it stood."""
    old, new = list(before.sections.all()), list(after.sections.all())
    was = {row.number: (place, row) for place, row in enumerate(old, 1)}
    rows = {row.number: (place, row) for place, row in enumerate(new, 1)}
    moved = moved_between([row.number for row in old if row.number in rows], [n for n in rows if n in was])
    found = [one(was.get(number), rows.get(number), number in moved) for number in rows]
    for place, row in was.values():
        if row.number not in rows:
            found.insert(after_neighbour(found, old, place), one((place, row), None, False))
    return found


def one(then, now, is_moved):
    was_at, old = then or (None, None)
    is_at, new = now or (None, None)
    row = new or old
    if old is None or new is None:
        sign = ADDED if old is None else GONE
        heading, text = whole(sign, row.heading), whole(sign, row.text)
    else:
        heading, text = pieces(old.heading, new.heading), pieces(old.text, new.text)
    kind_before = old.get_kind_display() if old and new and old.kind != new.kind else ""
    return Change(row.number, row.get_kind_display(), heading, text, was_at, is_at, is_moved, kind_before)


def moved_between(before, after):
    """Of the numbers in both, those that changed their place among the others: as few as say it all."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    still = {number for block in matcher.get_matching_blocks() for number in before[block.a : block.a + block.size]}
    return set(before) - still


def after_neighbour(found, old, place):
    """Where a section that is gone is shown: behind the one it stood behind."""
    for row in reversed(old[: place - 1]):
        for index, change in enumerate(found):
            if change.number == row.number:
                return index + 1
    return 0
