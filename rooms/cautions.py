"""What somebody should look at before a text leaves the team: who can be recognised in it, and by whom it was said."""

import re
from dataclasses import dataclass

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from audit.reads import compared_only

from .models import Membership

# Each takes the row, the words that shall go out, and who asks; brought by the apps that know the words.
SOURCES = (
    "rooms.cautions.members_named",
    "stakeholders.cautions.people_named",
    "stakeholders.cautions.offices_named",
    "engagements.cautions.single_source",
    "rooms.cautions.quotes",
    "rooms.cautions.small_numbers",
)
QUOTE = re.compile(r"[„“\"«»]([^„“”\"«»]{25,})[“”\"»«]")
FEW = re.compile(
    r"\b(?:nur |bloß )?(ein(?:e|er|em|en)?|zwei|drei|vier|[1-4])\s+(?:\w+\s+)?"
    r"(Person(?:en)?|Menschen|Frau(?:en)?|M[aä]nn(?:er)?|Famili(?:e|en)|Kind(?:er)?|Jugendliche[rn]?|Geflüchtete[rn]?"
    r"|Mitglied(?:er)?|Bewohner\w*|Anwohner\w*|Mitarbeiter\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Caution:
    """One thing to look at: what it is, and the words of the text it is about."""

    text: str
    words: tuple[str, ...] = ()


def cautions_about(item, words, user):
    """All there is to look at before these words go out."""
    with compared_only():  # a register held against a text is not read
        return [caution for source in SOURCES for caution in import_string(source)(item, words, user)]


def stands_in(name, words):
    """Whether a name stands in a text as words of its own, also with an ending."""
    return (
        re.search(rf"(?<!\w){re.escape(name)}(?:s|es|n|en|in|innen|\*innen)?(?!\w)", words, re.IGNORECASE) is not None
    )


def parts_of_name(name):
    """The whole name, and its last word, by which people are called."""
    last = name.split()[-1] if name.split() else ""
    return [name, *([last] if len(last) > 3 and last != name else [])]


def members_named(item, words, user):
    """People who sign in here."""
    names = Membership.objects.filter(room=item.room_id).values_list("user__name", flat=True).distinct()
    found = sorted({name for name in names if name and any(stands_in(part, words) for part in parts_of_name(name))})
    return [Caution(_("Namen von Mitgliedern dieses Raums stehen im Text."), tuple(found))] if found else []


def quotes(item, words, user):
    found = tuple(dict.fromkeys(match.strip()[:80] for match in QUOTE.findall(words)))
    text = _("Wörtliche Rede: Am Ton erkennt man im Ort, wer gesprochen hat.")
    return [Caution(text, found[:5])] if found else []


def small_numbers(item, words, user):
    found = tuple(dict.fromkeys(match.group(0) for match in FEW.finditer(words)))
    return [Caution(_("Kleine Zahlen: So wenige sind leicht zu erraten."), found[:5])] if found else []
