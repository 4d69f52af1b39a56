"""Every column of every table of ours: what it is for, whom it tells of, and by which rule it goes."""

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.apps import apps

from periods.fields import PeriodField, siblings

from .deadlines import RULES

# What must never be a column, in German and English: it would be a file about who somebody is.
FORBIDDEN = re.compile(
    r"migra|herkunft|origin|ethni|race|nationali|staatsang|citizenship|aufenthalt|asyl|asylum|refugee|gefluechtet|"
    r"religi|konfession|faith|weltansch|belief|politi|partei|party|gewerkschaft|union|health|gesundheit|krank|"
    r"diagnos|disab|behinder|trauma|sexual|orient|gender|geschlecht|biometr|genet|vorstraf|criminal|birth|geburt"
)
# What an elected person carries in public with the office; the form says so.
ALLOWED = {"stakeholders.office.party"}


@dataclass(frozen=True)
class Use:
    """Some columns of one table with their purpose, whom they tell of, and the name of their rule."""

    columns: tuple
    whom: str
    rule: str
    purpose: str

    @property
    def deadline(self):
        return RULES[self.rule]


def ours():
    """The apps of the project, whoever's Python they run with."""
    here = Path(__file__).resolve().parent.parent
    return [config for config in apps.get_app_configs() if Path(config.path).resolve().parent == here]


def tables():
    """Every model of ours, the hidden ones between two others included."""
    return [model for config in ours() for model in config.get_models(include_auto_created=True)]


def columns_of(model):
    """The names to be registered: columns, and the lists that lie in a table of their own."""
    return {field.name for field in [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]}


def registered():
    """label -> its uses, as the apps declare them."""
    found = {}
    for config in ours():
        try:
            declared = import_module(f"{config.name}.purposes").PURPOSES
        except ModuleNotFoundError:
            continue
        for label, rows in declared.items():
            found[label] = [Use(tuple(names.split()), whom, rule, purpose) for names, whom, rule, purpose in rows]
    return found


def covered(model, uses):
    """The columns these uses speak of, periods with their siblings."""
    periods = {field.name for field in model._meta.local_concrete_fields if isinstance(field, PeriodField)}
    names = [name for use in uses for name in use.columns]
    return names + [each for name in names if name in periods for each in siblings(name)]


def gaps(uses=None, known=None):
    """Everything that is wrong with the registry, in sentences; an empty list is what we want."""
    uses = registered() if uses is None else uses
    known = {model._meta.label_lower: model for model in tables()} if known is None else known
    found = [f"{label}: no such table" for label in uses if label not in known]
    for label, model in known.items():
        rows, columns = uses.get(label, []), columns_of(model)
        names = covered(model, rows)
        found += [f"{label}.{name}: no purpose" for name in sorted(columns - set(names))]
        found += [f"{label}.{name}: no such column" for name in sorted(set(names) - columns)]
        found += [f"{label}.{name}: twice" for name in sorted({name for name in names if names.count(name) > 1})]
        found += [f"{label}: rule {use.rule}" for use in rows if use.rule not in RULES]
        found += [f"{label}: purpose missing" for use in rows if len(use.purpose) < 15]
    return found


def forbidden(known=None):
    """Columns whose name says that they hold what must not be kept about a person."""
    known = {model._meta.label_lower: columns_of(model) for model in tables()} if known is None else known
    names = {f"{label}.{name}" for label, columns in known.items() for name in columns if FORBIDDEN.search(name)}
    return names - ALLOWED
