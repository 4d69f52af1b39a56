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


def keyset_page(queryset, params, *, field="sorts_on", size=SIZE):
    """The page of a queryset, newest first by `field` and key, that the address asks for.

    A cursor nobody made leads to the first page.
    """
    newer, older = _read(params.get(NEWER)), _read(params.get(OLDER))
    if newer:
        rows = list(queryset.filter(_after(field, *newer)).order_by(field, "pk")[: size + 1])
        if len(rows) > size:
            rows = rows[size - 1 :: -1]
            return Page(rows, _url(params, NEWER, field, rows[0]), _url(params, OLDER, field, rows[-1]))
        older = None
    if older:
        queryset = queryset.filter(_before(field, *older))
    rows = list(queryset.order_by(f"-{field}", "-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if older and not rows:
        return Page([], newer_url=_url(params))
    newer_url = _url(params, NEWER, field, rows[0]) if older else ""
    return Page(rows, newer_url, _url(params, OLDER, field, rows[-1]) if more else "")


def place_in(params):
    """The place the address names, if any, and whether it asks for what is newer."""
    newer = _read(params.get(NEWER))
    return newer or _read(params.get(OLDER)), newer is not None


def neighbours(queryset, row, *, field="sorts_on"):
    """The rows just newer and just older than `row` within `queryset`."""
    value = getattr(row, field)
    newer = queryset.filter(_after(field, value, row.pk)).order_by(field, "pk").first()
    older = queryset.filter(_before(field, value, row.pk)).order_by(f"-{field}", "-pk").first()
    return newer, older


def _after(field, value, key):
    return Q(**{f"{field}__gte": value}) & (Q(**{f"{field}__gt": value}) | Q(pk__gt=key))


def _before(field, value, key):
    return Q(**{f"{field}__lte": value}) & (Q(**{f"{field}__lt": value}) | Q(pk__lt=key))


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


def _url(params, name="", field="", row=None):
    """The same address with another cursor or none; everything else in it stays."""
    params = without_place(params)
    if name:
        params[name] = f"{getattr(row, field):%Y-%m-%d}_{row.pk}"
    return f"?{params.urlencode()}"


def _read(cursor):
    day, _sign, key = (cursor or "").partition("_")
    try:
        return date.fromisoformat(day), uuid.UUID(key)
    except ValueError:
        return None
