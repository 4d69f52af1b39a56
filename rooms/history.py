"""Who has read what in a room: which rows, by whom, on which page; titles as far as whoever asks reads them."""

from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from audit.models import Read

from .models import RoomItem
from .noted import texts_of
from .page_names import PAGES

FIRST = 3  # of a long list these are named


@dataclass(frozen=True)
class Item:
    """One thing that was read; without a title it is not there any more."""

    key: UUID
    kind: str = ""
    title: str = ""


@dataclass(frozen=True)
class Line:
    """One read in words: the row, its page, what was read as far as it is named, and how much more there was."""

    read: Read
    page: str
    items: list
    more: int


def people_who_read(reads):
    """Each person with how often and when last, who read last first."""
    rows = reads.order_by().values("person", "person__name")
    return list(rows.annotate(times=Count("pk"), last=Max("at")).order_by("-last", "person__name"))


def lines(rows, user, *, wanted=None, whole=False):
    """Reads as lines; of a long one the first items are named, or the one that was asked for."""
    named = {row.pk: row.keys if whole else shortened(row.keys, wanted) for row in rows}
    titles = titles_of({key for keys in named.values() for key in keys}, user)
    return [
        Line(
            row,
            PAGES.get(row.page, _("eine andere Seite")),
            [item_of(key, titles.get(key)) for key in named[row.pk]],
            len(row.keys) - len(named[row.pk]),
        )
        for row in rows
    ]


def item_of(key, row):
    return Item(key, row._meta.verbose_name, str(row)) if row else Item(key)


def shortened(keys, wanted):
    return [wanted] if wanted in keys else keys[:FIRST]


def titles_of(keys, user):
    """key -> row, for all kinds of rows that hold a text; what she cannot read or is gone has none."""
    found = {}
    for model in apps.get_models():
        if keys and issubclass(model, RoomItem) and texts_of(model):
            long = (models.TextField, models.GeneratedField)
            heavy = [field.name for field in model._meta.concrete_fields if isinstance(field, long)]
            found |= {row.pk: row for row in model.objects.visible_to(user).filter(pk__in=keys).defer(*heavy)}
    return found
