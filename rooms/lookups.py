"""Many keys as one parameter: the text of a statement stays the same and short however many rooms a person has.

psycopg reads a short statement once and remembers it; one with a place for each key it would read anew each time.
"""

from uuid import UUID

from django.db.models import UUIDField
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class AsArray:
    """`IN` over keys, written as `= ANY (array)`; over anything else as Django writes it."""

    def as_sql(self, compiler, connection):
        keys = list(self.rhs) if self.rhs_is_direct_value() else []
        if not keys or not all(isinstance(key, UUID) for key in keys):
            return super().as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s)", (*params, keys)


class KeyIn(AsArray, In):
    pass


class RelatedKeyIn(AsArray, RelatedIn):
    pass


def register():
    UUIDField.register_lookup(KeyIn)
    ForeignObject.register_lookup(RelatedKeyIn)
