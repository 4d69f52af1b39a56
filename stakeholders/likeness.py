"""Whether two names may mean the same: names in, reason out."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from .enums import Likeness

CLOSE_ENOUGH = 0.88
SHORTEST_PART = 4  # a shorter name is contained in too many
LEGAL_FORM = re.compile(r"(?<!\w)(?:e\.\s*v\.?|e\s+v|g?gmbh)(?!\w)|(?<=\s)ev\.?$")
BRACKETS = re.compile(r"\(([^()]*)\)")
SHORT_NAME = re.compile(r"\w{2,8}")
LITTLE_WORDS = {"und", "der", "die", "das", "des", "dem", "fuer", "von", "vom", "im", "in", "am", "an", "zu", "zur"}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "&": " und ", "+": " und "})


@lru_cache(maxsize=8192)
def fold(name):
    """A name without case, umlauts, accents, punctuation and „e.V.“: what two spellings have in common."""
    text = LEGAL_FORM.sub(" ", unicodedata.normalize("NFC", name).casefold().strip()).translate(UMLAUTS)
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", text)) or name.casefold().strip()


class Names:
    """One row's name and other names, ready to be compared."""

    def __init__(self, name, others=()):
        self.raw = [name, *others]
        self.name = fold(name)

    @cached_property
    def all(self):
        """Every way to write it, the name without its brackets among them."""
        return {fold(each) for raw in self.raw for each in (raw, BRACKETS.sub(" ", raw)) if each.strip()}

    @cached_property
    def shorts(self):
        """Abbreviations: „DRK“, „Deutsches Rotes Kreuz (DRK)“."""
        found = {raw.strip() for raw in self.raw} | {part.strip() for raw in self.raw for part in BRACKETS.findall(raw)}
        return {fold(word) for word in found if SHORT_NAME.fullmatch(word) and sum(map(str.isupper, word)) > 1}

    @cached_property
    def initials(self):
        """First letters of the words, once with and once without the little ones."""
        found = set()
        for name in self.all:
            words = name.split()
            for chosen in (words, [word for word in words if word not in LITTLE_WORDS]):
                if len(chosen) > 1:
                    found.add("".join(word[0] for word in chosen))
        return found

    @cached_property
    def numbers(self):
        return re.findall(r"\d+", self.name)


def likeness(one, other, *, with_parts=True):
    """The strongest reason to take two rows for the same, or None."""
    if one.name == other.name:
        return Likeness.SAME
    if one.all & other.all:
        return Likeness.ALIAS
    if one.shorts & (other.initials | other.shorts) or other.shorts & one.initials:
        return Likeness.SHORT
    if with_parts and _one_contains_the_other(one.name, other.name):
        return Likeness.PART
    if one.numbers == other.numbers and _are_close(one.name, other.name):
        return Likeness.CLOSE
    return None


def _one_contains_the_other(one, other):
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_PART and f" {short} " in f" {long} "


def _are_close(one, other):
    total = len(one) + len(other)
    if 2 * min(len(one), len(other)) < CLOSE_ENOUGH * total:
        return False
    # A letter that only one of them has is a difference; counting those spares the slow look in most cases.
    if len(set(one) ^ set(other)) > (1 - CLOSE_ENOUGH) * total:
        return False
    matcher = SequenceMatcher(None, *sorted((one, other)), autojunk=False)
    steps = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(step() >= CLOSE_ENOUGH for step in steps)
