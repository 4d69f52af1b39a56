"""What a round asks about, in numbered pieces; and how a round about something of its own begins."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from rooms.enums import Circle
from steering.models import Goal, Measure

from .enums import Asks, Subject
from .models import CommentRound, MissionStatement, RoundSection
from .writing import LONGEST_SLUG, UMLAUTS

NUMBERED = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(\S.*)$")  # a year begins no section

FOREWORD = _("Vorspann")


@dataclass(frozen=True)
class Piece:
    """One section, aim or measure: the number points name, how it is called there, its words."""

    number: int
    sign: str
    heading: str
    text: str = ""

    def __str__(self):
        return f"{self.sign} {self.heading}".strip()


def pieces_of_version(version):
    rows = version.sections.all() if version else []
    return [Piece(row.number, str(row.number), row.heading, row.text) for row in rows]


def pieces_of(user, found):
    """What this person reads of what a round asks about; of the plan what stands there now and is hers to read."""
    if found.asks_of_a_statement:
        return pieces_of_version(found.of)
    rows = found.sections.all()
    if found.subject == Subject.PLAN:
        plan = plan_words(user, found)
        return [Piece(row.number, row.sign, *plan[row.sign]) for row in rows if row.sign in plan]
    return [Piece(row.number, row.sign, row.heading, row.text) for row in rows]


def with_kept(pieces, found, number):
    """The pieces, and the one a row names already: by its sign alone where it is gone, so that it is not lost."""
    if number is None or any(piece.number == number for piece in pieces):
        return pieces
    row = found.sections.filter(number=number).first() if found else None
    return [*pieces, Piece(number, row.sign if row else str(number), "")]


def plan_words(user, found):
    """Sign -> heading and text of each aim and measure whoever is asked may read, in the order of the plan."""
    circle = Circle.PUBLIC if found.asks == Asks.ALL else Circle.STEERING
    reach = {f"{way}circle__lte": circle for way in ("", "field__")}
    goals = Goal.objects.visible_to(user).filter(room=found.room_id, **reach).select_related("field")
    words, aims = {}, {}
    for row in goals.order_by("field__number", "number"):
        aims[row.pk] = [(f"Ziel {row.field.number}.{row.number}", (row.text, ""))]
    for row in Measure.objects.visible_to(user).filter(goal__in=list(aims), circle__lte=circle):
        aims[row.goal_id].append((f"M {row.number}", (row.title, row.text)))
    for rows in aims.values():
        words |= dict(rows)
    return words


# --- Where what comes in belongs -----------------------------------------------------------


def belongs_to(whole, way=""):
    """How rows are found that were brought in here; `way` leads from them to the contribution."""
    name = "statement" if isinstance(whole, MissionStatement) else "round"
    return {f"{way}{name}": whole}


# --- A text typed in or pasted --------------------------------------------------------------


class Twice(ValueError):
    """A number that stands there more than once."""


def parted(text):
    """(sign, heading, text) of each section: a line that begins with a number begins one, and keeps it."""
    found = []
    for line in text.splitlines():
        if begin := NUMBERED.match(line):
            found.append((begin[1], begin[2].strip(), []))
        elif found:
            found[-1][2].append(line.rstrip())
        elif line.strip():
            found.append(("", str(FOREWORD), [line.rstrip()]))
    signs = [sign for sign, _heading, _lines in found]
    if twice := next((sign for sign in signs if signs.count(sign) > 1), None):
        raise Twice(twice)
    return [(sign, heading, "\n".join(lines).strip()) for sign, heading, lines in found]


def joined(sections):
    """The text as it was typed."""
    return "\n\n".join(f"{row}\n{row.text}".strip() if row.sign else row.text for row in sections)


# --- Beginning and changing -----------------------------------------------------------------


def give_address(found):
    """The address of the public page: the words, and a few signs of its key, for two towns ask the same."""
    words = slugify(f"{found.place.name if found.place else ''} {found.title}".translate(UMLAUTS))
    found.slug = f"{words[:LONGEST_SLUG].strip('-') or 'frage'}-{found.pk.hex[-6:]}"


@transaction.atomic
def lay_out(found, user, parts=()):
    """The sections of a round: those of the text, or the aims and measures whoever is asked may read.

    Called again it keeps the numbers it has given, as far as what they name is still there.
    """
    if found.subject == Subject.PLAN:
        parts = [(sign, "", "") for sign in plan_words(user, found)]
    there = list(found.sections.all())
    if [(row.sign, row.heading, row.text) for row in there] == list(parts):
        return
    known = {row.sign: row.number for row in there}
    found.sections.all().delete()
    free = max(known.values(), default=0)
    rows = []
    for sign, heading, text in parts:
        number = known.get(sign)
        if number is None:
            number = free = free + 1
        rows.append(RoundSection(round=found, number=number, sign=sign, heading=heading, text=text))
    RoundSection.objects.bulk_create(rows)
    # Two people release a version of the row: other words are another version.
    CommentRound.objects.filter(pk=found.pk).update(version=F("version") + 1)
