"""Which loaded rows count as read: those for the team or sealed that came with a text."""

from functools import cache

from django.db import models

from audit import reads

from .enums import Circle


@cache
def texts_of(model):
    """The columns of a model in which somebody writes."""
    written = (models.CharField, models.TextField, models.BinaryField, models.JSONField)
    return {
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, written) and not field.choices and not field.primary_key
    }


def note(row):
    """A row of a room has been loaded."""
    found, loaded = reads.current(), row.__dict__
    if found is None or texts_of(type(row)).isdisjoint(loaded):
        return
    if "circle" in loaded and "room_id" in loaded:
        note_values(row.room_id, row.pk, row.circle)
    else:
        found.unsure[type(row)].add(row.pk)


def note_values(room, key, circle):
    """A text of this row has been loaded without the row: `.values()`, `.values_list()`, SQL."""
    found = reads.current()
    if found is None:
        return
    if circle >= Circle.TEAM:
        found.rooms[room][key] = True
    else:
        found.harmless.add(key)
