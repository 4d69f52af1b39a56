"""Moves everything that points at one row to another, whatever app it belongs to."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _


class MergeRefused(Exception):
    """Two rows cannot become one; the text says why."""


def move_references(keep, drop):
    """Every relation, also those without a name to walk back by, points at `keep` afterwards."""
    for relation in drop._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        if relation.many_to_many:
            if relation.through._meta.auto_created:
                _move_many(relation, keep, drop)
        elif not relation.related_model._meta.auto_created:
            _move_each(relation, keep, drop)


def _move_many(relation, keep, drop):
    rows = relation.through._base_manager
    here, there = relation.field.m2m_reverse_field_name(), relation.field.m2m_field_name()
    held = rows.filter(**{here: keep.pk}).values(f"{there}_id")
    rows.filter(**{here: drop.pk, f"{there}_id__in": held}).delete()
    rows.filter(**{here: drop.pk}).update(**{here: keep.pk})


def _move_each(relation, keep, drop):
    model, name = relation.related_model, relation.field.name
    rows = model._base_manager.filter(**{name: drop.pk})
    if model is type(keep):
        rows = rows.exclude(pk__in=[keep.pk, drop.pk])
    change = {name: keep.pk}
    if any(field.name == "version" for field in model._meta.concrete_fields):
        change["version"] = F("version") + 1
    try:
        with transaction.atomic():
            rows.update(**change)
    except IntegrityError as clash:
        raise MergeRefused(
            _("Beide stehen an derselben Stelle unter „%(where)s“. Entfernen Sie dort zuerst eine der beiden.")
            % {"where": model._meta.verbose_name_plural}
        ) from clash
