"""The second world of T05 in what the steering group and the town do: other words in each row, and more rows."""

import contextlib
import copy

from django.db import DatabaseError, transaction

from rooms.ids import uuid7
from rooms.models import RoomItem
from tests.attack.crowd import HANG_ON, confidential, texts_of, thawed, with_word

APPS = {"steering", "participation"}
APART = 1_000  # between the numbers of rows that are there and those of their doubles


def otherwise(room, circle, word):
    """Writes the word into every text of the rows in this circle of a room, and puts a double beside each."""
    for model in confidential():
        if model._meta.app_label in APPS:
            with thawed(model):
                for row in rows(model, room, circle):
                    say(row, word)
                    double(row)


def say(row, word):
    """The word into all its texts; where the row does not take them all, into those it takes one by one."""
    fields = texts_of(row)
    if not write(row, fields, word):
        for field in fields:
            write(row, [field], word)


def write(row, fields, word):
    kept = type(row).objects.get(pk=row.pk)
    for field in fields:
        setattr(kept, field.name, with_word(field, "", word))
    return is_kept(kept.save)


def is_kept(write):
    with contextlib.suppress(DatabaseError), transaction.atomic():
        write()
        return True
    return False


def rows(model, room, circle):
    whole = "" if issubclass(model, RoomItem) else f"{HANG_ON[model.__name__]}__"
    return list(model.objects.filter(**{f"{whole}room": room, f"{whole}circle": circle}))


def double(row):
    """Another row like it, where there may be one."""
    twin = copy.copy(row)
    twin.pk, twin._state = uuid7() if issubclass(type(row), RoomItem) else None, copy.copy(row._state)
    twin._state.adding = True
    if isinstance(row.__dict__.get("number"), int):
        twin.number = row.number + APART
    return is_kept(lambda: twin.save(force_insert=True))
