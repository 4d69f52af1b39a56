"""What would be read of a row that leaves the team: its words and those of what hangs on it."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from periods.fields import PeriodField, siblings

from .models.items import RoomItem, parts_of

OF_EVERY_ROW = {field.name for field in RoomItem._meta.get_fields()}
CHOSEN = (
    ArrayField
    | models.CharField
    | models.DateField
    | models.TimeField
    | models.IntegerField
    | models.DecimalField
    | models.BooleanField
)


def words_of(item):
    """What people would read of a row and of what hangs on it, as pairs of label and text, in the house's language."""
    with translation.override(settings.LANGUAGE_CODE):
        words = [[label, text] for label, text in _written(item)]
        words += [[str(label), text] for label, text in item.words_beside]
        for part in parts_of(item):
            words += [[f"{part._meta.verbose_name}: {label}", text] for label, text in _written(part)]
    return words


def has_moved_on(row, release):
    """Whether a row is no longer what was proposed; what hangs on it has no version of its own."""
    return row.version != release.item_version or (not release.is_edition and words_of(row) != release.content)


def _written(row):
    """Label and text of every column somebody has filled; how a period is understood follows from its words."""
    columns = [field for field in row._meta.concrete_fields if field.name not in OF_EVERY_ROW]
    follows = {name for field in columns if isinstance(field, PeriodField) for name in siblings(field.name)}
    for field in columns:
        if field.name not in follows and _is_said(field) and (text := _said(row, field)):
            yield str(field.verbose_name), text


def _is_said(field):
    """Free texts; and days, numbers and what was chosen, where somebody fills them in under a name of their own."""
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return True
    named = str(field.verbose_name) != field.name.replace("_", " ")
    return named and field.editable and isinstance(field, CHOSEN)


def _said(row, field):
    value = field.value_from_object(row)
    if isinstance(field, ArrayField):
        names = dict(field.base_field.flatchoices)
        return ", ".join(str(names.get(each, each)) for each in value or [])
    if field.choices:
        return str(dict(field.flatchoices).get(value, value) or "")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "d.m.Y H:i")
    if isinstance(value, dt.date):
        return date_format(value, "d.m.Y")
    return "" if value is None else str(value)
