"""Rows of several tables by one statement: the database tells each as JSON, here they become rows of their models.

For the few pages where building a query for each box costs more than the answer. The rows pass `from_db` like all
others, so what comes with a text is noted as read.
"""

import json
from decimal import Decimal

from django.core.exceptions import FieldDoesNotExist

from accounts.statements import ask

from .seal import open_text


def told(lists, values):
    """Name -> rows, for lists given by name and SELECT; one statement."""
    columns = (f"(SELECT coalesce(json_agg(r), '[]')::text FROM ({rows}) r)" for rows in lists.values())
    [found] = ask(f"SELECT {', '.join(columns)}", values)
    return {name: json.loads(rows, parse_float=Decimal) for name, rows in zip(lists, found, strict=True)}


def row_of(model, columns):
    """A row of a model from what was told of it: a row it points at comes inside, anything else beside its columns."""
    stored, more = {}, {}
    for name, value in columns.items():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            more[name] = open_text(value)
            continue
        if isinstance(value, dict):
            more[name] = row_of(field.related_model, value)
            stored[field.attname] = more[name].pk
        else:
            stored[field.attname] = value if value is None else open_text(field.to_python(value))
    names = [field.attname for field in model._meta.concrete_fields if field.attname in stored]
    row = model.from_db("default", names, [stored[name] for name in names])
    for name, value in more.items():
        setattr(row, name, value)
    return row
