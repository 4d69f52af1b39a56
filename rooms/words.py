"""What would be read of a row that leaves the team: its words and those of what hangs on it."""

from django.conf import settings
from django.db import models
from django.utils import translation

from periods.fields import PeriodField, siblings

from .models.items import parts_of


def words_of(item):
    """What people would read of a row and of what hangs on it, as pairs of label and text, in the house's language."""
    with translation.override(settings.LANGUAGE_CODE):
        words = [[label, text] for label, text in _written(item)]
        for part in parts_of(item):
            words += [[f"{part._meta.verbose_name}: {label}", text] for label, text in _written(part)]
    return words


def has_moved_on(row, release):
    """Whether a row is no longer what was proposed; what hangs on it has no version of its own."""
    return row.version != release.item_version or (not release.is_edition and words_of(row) != release.content)


def _written(row):
    """Label and text of every column somebody has written into; how a period is understood follows from its words."""
    columns = [field for field in row._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)]
    follows = {name for field in columns if isinstance(field, PeriodField) for name in siblings(field.name)}
    for field in columns:
        if not field.choices and field.name not in follows and (text := getattr(row, field.name)):
            yield str(field.verbose_name), text
