"""Turning pages by the last row seen, not by a number: stable while others write, and nothing is counted."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

SIZE = 25
OLDER, NEWER = "vor", "nach"


@dataclass(frozen=True)
class Page:
    """Some rows of a long list and the addresses of what lies before and behind them."""

    rows: list
    newer_url: str = ""
    older_url: str = ""

    @property
    def is_whole(self):
        """Whether these rows are all there are."""
        return not self.newer_url and not self.older_url

    @property
    def is_first(self):
        return not self.newer_url


class ByDay:
    """A place in a list by a day and the key of its row."""

    def __init__(self, field="sorts_on"):
        self.field = field

    def read(self, cursor):
        day, _sign, key = (cursor or "").partition("_")
        try:
            return date.fromisoformat(day), uuid.UUID(key)
        except ValueError:
            return None

    def write(self, row):
        return f"{getattr(row, self.field):%Y-%m-%d}_{row.pk}"

    def order(self, sign=""):
        return [f"{sign}{self.field}", f"{sign}pk"]

    def after(self, place):
        day, key = place
        return Q(**{f"{self.field}__gte": day}) & (Q(**{f"{self.field}__gt": day}) | Q(pk__gt=key))

    def before(self, place):
        day, key = place
        return Q(**{f"{self.field}__lte": day}) & (Q(**{f"{self.field}__lt": day}) | Q(pk__lt=key))


class ByNumber:
    """A place in a list by a running number."""

    def __init__(self, field="pk"):
        self.field = field

    def read(self, cursor):
        return number(cursor) or None

    def write(self, row):
        return getattr(row, self.field)

    def order(self, sign=""):
        return [f"{sign}{self.field}"]

    def after(self, place):
        return Q(**{f"{self.field}__gt": place})

    def before(self, place):
        return Q(**{f"{self.field}__lt": place})


def keyset_page(queryset, params, *, by=None, size=SIZE):
    """The page of a queryset, newest first, that the address asks for; a cursor nobody made leads to the first page."""
    by = by or ByDay()
    newer, older = by.read(params.get(NEWER)), by.read(params.get(OLDER))
    if newer is not None:
        rows = list(queryset.filter(by.after(newer)).order_by(*by.order())[: size + 1])
        if len(rows) > size:
            rows = rows[size - 1 :: -1]
            return Page(rows, _url(params, NEWER, by, rows[0]), _url(params, OLDER, by, rows[-1]))
        older = None
    if older is not None:
        queryset = queryset.filter(by.before(older))
    rows = list(queryset.order_by(*by.order("-"))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if older is not None and not rows:
        return Page([], newer_url=_url(params))
    newer_url = _url(params, NEWER, by, rows[0]) if older is not None else ""
    return Page(rows, newer_url, _url(params, OLDER, by, rows[-1]) if more else "")


def place_in(params):
    """The place the address names, if any, and whether it asks for what is newer."""
    newer = ByDay().read(params.get(NEWER))
    return newer or ByDay().read(params.get(OLDER)), newer is not None


def neighbours(queryset, row, *, field="sorts_on"):
    """The rows just newer and just older than `row` within `queryset`."""
    by, place = ByDay(field), (getattr(row, field), row.pk)
    newer = queryset.filter(by.after(place)).order_by(*by.order()).first()
    older = queryset.filter(by.before(place)).order_by(*by.order("-")).first()
    return newer, older


def without_place(params):
    """What the address asks for besides the place in the list, without empty answers."""
    params = params.copy()
    for name in list(params):
        values = [value for value in params.getlist(name) if value]
        if values and name not in {NEWER, OLDER}:
            params.setlist(name, values)
        else:
            del params[name]
    return params


def _url(params, name="", by=None, row=None):
    """The same address with another cursor or none; everything else in it stays."""
    params = without_place(params)
    if name:
        params[name] = by.write(row)
    return f"?{params.urlencode()}"


def number(text):
    """A running number as an address names it; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else None
