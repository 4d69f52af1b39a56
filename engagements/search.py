"""Words in the diary: how a person's search becomes a query, and how its hits are shown.

Whoever calls this has already narrowed the rows by `visible_to`; sealed text is in no index and never found.
"""

import re

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Case, DateField, Func, IntegerField, UUIDField, Value, When
from django.db.models.functions import Left
from django.utils.html import escape
from django.utils.safestring import mark_safe

from rooms.enums import Circle
from rooms.fields import SealableTextField
from rooms.text import to_plain

CONFIG = "german"
LONGEST = 200
# Signs no text has a meaning for: they survive escaping and become <mark> afterwards.
START, STOP = "\uf8f0", "\uf8f1"
HIT = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
OPERATORS = re.compile(r'"|(?:^|\s)-\w|\bor\b', re.IGNORECASE)
EXCERPT = 700
TEXT = SealableTextField()


def query_of(text):
    """Plain words find their beginnings, too; who writes quotes, a minus or „or“ is taken at her word."""
    query = SearchQuery(text, config=CONFIG, search_type="websearch")
    words = re.findall(r"[^\W_]+", text)
    if not words or OPERATORS.search(text):
        return query
    beginnings = " & ".join(f"'{word}':*" for word in words)
    return query | SearchQuery(beginnings, config=CONFIG, search_type="raw")


def with_excerpt(entries):
    """Rows of a list with the beginning of their text instead of all of it; what is sealed opens only as a whole."""
    beginning = Case(When(circle=Circle.SEALED, then="text"), default=Left("text", EXCERPT), output_field=TEXT)
    return entries.defer("text", "search").annotate(beginning=beginning)


class LogHits(Func):
    """The keys of the newest entries a person may read in which the words stand; those beside a place in the list."""

    function, template = "log_hits", "(SELECT %(function)s(%(expressions)s))"
    output_field = UUIDField()

    def __init__(self, query, most, place=None, newer=False):
        day, key = place or (None, None)
        place = (Value(day, DateField()), Value(key, UUIDField()))
        super().__init__(query, *place, Value(newer), Value(most, IntegerField()))


def newest_hits(entries, text, most, place=None, newer=False):
    """The same entries as `matching`, found by the index: the database looks for the words before the wall."""
    return marked_in(entries.filter(pk__in=LogHits(query_of(text), most, place, newer)), text)


def matching(entries, text):
    """The entries in which the words stand, with the places marked."""
    return marked_in(entries.filter(search=query_of(text)), text)


def marked_in(entries, text):
    """Entries with their words marked in heading and text."""
    query = query_of(text)
    marks = {"config": CONFIG, "start_sel": START, "stop_sel": STOP}
    return entries.annotate(
        title_hit=SearchHeadline("title", query, highlight_all=True, **marks),
        text_hit=SearchHeadline("text", query, max_fragments=2, min_words=12, max_words=32, **marks),
    )


def marked(text):
    """Escaped text with its hits in <mark>."""
    html = HIT.sub(r"<mark>\1</mark>", str(escape(text)))
    return mark_safe(html.replace(START, "").replace(STOP, ""))  # noqa: S308 -- escaped above


def excerpt(entry, length=260):
    """The first words of an entry, or the words around the hits, without the signs of Markdown."""
    if hit := getattr(entry, "text_hit", ""):
        words = to_plain(hit).replace(" ... ", " … ")
        begins = to_plain(entry.beginning).startswith(words.replace(START, "").replace(STOP, "")[:40])
        return marked(words if begins else f"… {words}")
    source = entry.beginning if hasattr(entry, "beginning") else entry.text
    words = to_plain(source[:EXCERPT])
    if len(words) > length:
        words = words[:length].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
    return words
