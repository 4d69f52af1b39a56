"""One text, two readings: what stands between [intern] and [/intern] is for the team alone."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OPENS, CLOSES = "[intern]", "[/intern]"
MARKS = re.compile(r"\[(/?)intern\]", re.IGNORECASE)


def passages(text):
    """The text in pieces, each with whether it is internal; what is opened and never closed is internal to the end."""
    pieces, inside, begin = [], False, 0
    for mark in MARKS.finditer(text):
        pieces.append((inside, text[begin : mark.start()]))
        inside, begin = not mark[1], mark.end()
    pieces.append((inside, text[begin:]))
    return [(inside, piece) for inside, piece in pieces if piece.strip()]


def without_internal(text):
    """What may be read outside the team: no internal passage, no mark of one, no gap that shows where it was."""
    told = "".join(piece for inside, piece in passages(text) if not inside)
    return re.sub(r"\n[ \t]*\n\s*\n", "\n\n", told).strip()


def check_marks(text):
    """Complains about marks that do not come in pairs: nobody shall guess what is internal."""
    inside = False
    for mark in MARKS.finditer(text):
        closing = bool(mark[1])
        if closing != inside:
            words = _("„[intern]“ und „[/intern]“ gehören paarweise zusammen, ohne Verschachtelung.")
            raise ValidationError(words, code="marks")
        inside = not inside
    if inside:
        raise ValidationError(
            _("Eine interne Stelle beginnt mit „[intern]“, endet aber nicht mit „[/intern]“."), code="marks"
        )
