"""Text columns that hide their content as long as their row is sealed."""

from django.db import models

from . import seal
from .enums import Circle


class Sealable:
    """A text column of a row in a room; `of` names the way to that row, where the column hangs on another.

    Open rows are stored as typed, sealed ones encrypted with the key of their room. The column takes what encryption
    adds; how long a text may be, the form says.
    """

    def __init__(self, *args, of="", **kwargs):
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"of": self.of} if self.of else {})

    def db_type(self, connection):
        return "text"

    def pre_save(self, row, add):
        text = seal.without_mark(super().pre_save(row, add))
        whole = getattr(row, self.of) if self.of else row
        return seal.seal_text(whole.room_id, text) if text and whole.circle == Circle.SEALED else text

    def from_db_value(self, value, expression, connection):
        return seal.open_text(value)


class SealableCharField(Sealable, models.CharField):
    pass


class SealableTextField(Sealable, models.TextField):
    pass


class SealableEmailField(Sealable, models.EmailField):
    pass


def sealable(model):
    """The names of the columns of a model that are encrypted while their row is sealed."""
    return {field.name for field in model._meta.concrete_fields if isinstance(field, Sealable)}
