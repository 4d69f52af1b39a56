"""A date as people say it: one declaration, four columns."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from periods.reading import Reading, read

SUFFIXES = ("edtf", "from", "until")


def siblings(name: str) -> tuple[str, str, str]:
    """The names of the three columns that follow the wording in `name`."""
    return tuple(f"{name}_{suffix}" for suffix in SUFFIXES)


def expand(model: type[models.Model], names) -> set[str]:
    """`names`, and with every period among them its three columns: what `save(update_fields=…)` needs."""
    names = set(names)
    periods = [field.name for field in model._meta.concrete_fields if isinstance(field, PeriodField)]
    return names.union(*(siblings(name) for name in periods if name in names))


class PeriodFormField(forms.CharField):
    """Takes every wording, understood or not, and can say how it was understood."""

    default_help_text = _("Tag, Monat, Jahr oder ungefähr, zum Beispiel „Herbst 2017“ oder „2015 bis 2020“")

    def __init__(self, *, help_text="", **kwargs):
        super().__init__(help_text=help_text or self.default_help_text, **kwargs)

    def to_python(self, value):
        """The text without NUL characters, with „heute“ and its kin written out as a date."""
        return self.reading(super().to_python(str(value or "").replace("\x00", ""))).wording

    def reading(self, value) -> Reading:
        """How this wording is understood."""
        return read(value)


class PeriodField(models.CharField):
    """The wording of a period, kept together with its EDTF reading and its first and last day.

    `QuerySet.update` and `bulk_update` pass it by: there the four columns are the caller's to keep in step.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, private_only=False):
        """Gives the model the three sibling columns; a model in a migration has listed them itself."""
        super().contribute_to_class(cls, name, private_only=private_only)
        if cls.__module__ == "__fake__":
            return
        present = {field.name for field in cls._meta.local_fields}
        for sibling, field in zip(siblings(name), self._sibling_fields(), strict=True):
            if sibling not in present:
                cls.add_to_class(sibling, field)

    @staticmethod
    def _sibling_fields():
        """An EDTF text, the first day and the last day; an open end has no day."""
        return (
            models.CharField(_("Zeitangabe nach EDTF"), max_length=60, blank=True, default="", editable=False),
            models.DateField(_("frühester Tag"), null=True, blank=True, editable=False),
            models.DateField(_("spätester Tag"), null=True, blank=True, editable=False),
        )

    def clean(self, value, model_instance):
        """Fills the siblings already here, so that a constraint on them judges the new wording."""
        value = super().clean(value, model_instance)
        return self._fill(model_instance, value) if model_instance is not None else value

    def pre_save(self, model_instance, add):
        """Reads the wording anew on every save."""
        return self._fill(model_instance, super().pre_save(model_instance, add))

    def _fill(self, instance, value):
        reading = read(value)
        values = (reading.wording, reading.edtf, reading.earliest, reading.latest)
        for name, each in zip((self.attname, *siblings(self.name)), values, strict=True):
            setattr(instance, name, each)
        return reading.wording

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PeriodFormField, **kwargs})
