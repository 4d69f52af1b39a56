"""What a row of a room was before: its earlier versions as the team reads them, old beside new."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from audit import differences
from audit.models import Version
from periods.fields import PeriodField, siblings

from .enums import Circle
from .models import Unlock
from .noted import note_values
from .reach import reach_of
from .seal import SealBroken, open_text

LONG = 80  # signs; of a longer text the differences are shown, and the whole on request
UNKNOWN = object()  # what came later stands at another row, for example after a merge


@dataclass(frozen=True)
class Change:
    """One field before and after; `pieces` say what went out of a long text and what came in."""

    label: str
    old: str
    new: str = ""
    pieces: tuple[differences.Part, ...] = ()
    is_taken_out: bool = False  # the text was open once and is sealed today


@dataclass(frozen=True)
class Step:
    """One deed of one person at one moment, with everything it changed."""

    version: Version
    what: str
    changes: list = field(default_factory=list)


def versions_visible_to(user):
    """The one rule for what was: of the team, and only what the person could have read in the row itself."""
    reach = reach_of(user)
    unlocked = Unlock.objects.running().filter(person=reach.user_id).values("key")
    mine = Q(author=reach.user_id) | Q(key__in=unlocked) | Q(room_key__in=reach.lead_rooms)
    return Version.objects.filter(Q(circle__lt=Circle.SEALED) | mine, room_key__in=reach.team_rooms)


def versions_of(label, key, user):
    """All versions of one row and of what hangs on it, for this person, newest first."""
    rows = versions_visible_to(user).filter(Q(label=label) | Q(part__isnull=False), key=key)
    return rows.select_related("actor").order_by("-pk")


class Story:
    """The versions of one page told one after the other, each with what stood there afterwards."""

    def __init__(self, model, item, user):
        self.model, self.item, self.user = model, item, user
        self.names = {}  # (model, key) -> how a row that is pointed at is called for this person

    def steps(self, page, rows):
        """The versions of a page as steps; what changed nothing a person sees is left out."""
        later = rows.filter(pk__gt=page.rows[0].pk) if page.newer_url and page.rows else []
        known = self._values_today([*page.rows, *later])
        for version in later:
            known[version.label, version.part] |= values_of(version)
        pairs = []
        for version in page.rows:
            stands = known[version.label, version.part]
            after = {} if version.deed == "delete" else {name: stands.get(name, UNKNOWN) for name in values_of(version)}
            pairs.append((version, after))
            stands |= values_of(version)
        self._find_names(pairs)
        return [step for version, after in pairs if (step := self._step(version, after)).changes]

    def _values_today(self, versions):
        """(label, part) -> column -> value, of the row as it stands and of what hangs on it."""
        known = defaultdict(dict)
        parts = defaultdict(set)
        for version in versions:
            if version.part is not None:
                parts[version.label].add(version.part)
        if self.item is None:
            return known
        known[self.model._meta.label_lower, None] = values_today(self.item)
        for label, keys in parts.items():
            model = apps.get_model(label)
            owner = owner_of(model, self.model)
            rows, here = model._base_manager.filter(pk__in=keys), {owner.name: self.item}
            known |= {(label, row.pk): values_today(row) for row in rows.filter(**here)}
            # What has moved on to another row is told there; here only where it went.
            known |= {
                (label, row.pk): {owner.column: getattr(row, owner.attname)}
                for row in rows.exclude(**here).only(owner.name)
            }
        return known

    def _find_names(self, pairs):
        """One query for each kind of row that is pointed at; what the person cannot read has no name."""
        wanted = defaultdict(set)
        for version, after in pairs:
            for each, _label in shown_columns(apps.get_model(version.label), self.model):
                if isinstance(each, models.ForeignKey):
                    found = {values_of(version).get(each.column), after.get(each.column)} - {None, UNKNOWN}
                    wanted[each.related_model] |= {each.to_python(key) for key in found}
        for model, keys in wanted.items():
            rows = model._default_manager.all()
            rows = rows.visible_to(self.user) if hasattr(rows, "visible_to") else rows
            self.names |= {(model, row.pk): str(row) for row in rows.filter(pk__in=keys)}

    def _step(self, version, after):
        note_values(version.room_key, version.key, version.circle)
        model, values = apps.get_model(version.label), values_of(version)
        changes = [
            change
            for each, label in shown_columns(model, self.model)
            if each.column in values and not (version.deed == "delete" and hangs_by(each, version, self.model))
            if (change := self._change(each, label, values[each.column], after.get(each.column, UNKNOWN)))
        ]
        return Step(version, deed_in_words(version, model, self.model), changes)

    def _change(self, each, label, before, after):
        if before is None and each.get_internal_type() in {"CharField", "TextField"} and not each.null:
            return Change(label, "", is_taken_out=True)
        old, new = self._words(each, before), "" if after is UNKNOWN else self._words(each, after)
        if old == new:
            return None
        is_long = after is not UNKNOWN and max(len(old), len(new)) > LONG
        return Change(label, old, new, tuple(differences.parts(old, new)) if is_long else ())

    def _words(self, each, value):
        """A value as a person reads it."""
        if isinstance(each, models.ForeignKey):
            key = None if value is None else each.to_python(value)
            return "" if key is None else self.names.get((each.related_model, key), _("nicht lesbar"))
        return in_words(each, value)


def values_of(version):
    return version.before | version.texts


def values_today(row):
    return {each.column: each.value_from_object(row) for each in row._meta.concrete_fields}


def shown_columns(model, whole):
    """(field, label) of what a person may want to know: what has a name, and what leads to another row."""
    derived = {
        name for each in model._meta.concrete_fields if isinstance(each, PeriodField) for name in siblings(each.name)
    }
    derived |= getattr(model, "untold", set())
    columns = [each for each in model._meta.concrete_fields if each.name not in derived]
    return [(each, label) for each in columns if (label := label_of(each, model, whole))]


def written_by_people(model):
    """The columns with a name in which somebody writes words."""
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField) and not each.choices and each._verbose_name is not None
    ]


def label_of(each, model, whole):
    """How a column is called on the page; empty where it says nothing to people."""
    if each.name == "merged_into":
        return _("zusammengeführt mit")
    if model is not whole and each.related_model is whole:
        return _("gehört zu")
    if model._meta.auto_created and each.related_model is not None:
        return link_name(model, whole)
    return each.verbose_name if each._verbose_name is not None and not each.primary_key else ""


def owner_of(model, whole):
    """The column by which a part hangs on its row."""
    return next(each for each in model._meta.concrete_fields if each.related_model is whole)


def hangs_by(each, version, whole):
    return version.part is not None and each.related_model is whole


def link_name(model, whole):
    """The name of a list of links, like the persons of an entry."""
    return next((each.verbose_name for each in whole._meta.many_to_many if each.remote_field.through is model), "")


def deed_in_words(version, model, whole):
    if version.part is None:
        return _("Gelöscht") if version.deed == "delete" else _("Geändert")
    name = link_name(model, whole) or model._meta.verbose_name
    if version.deed == "delete":
        return _("%(what)s: entfernt") % {"what": name}
    return _("%(what)s: geändert") % {"what": name}


def in_words(each, value):
    """A stored value of a field as a person reads it, sealed texts opened."""
    if value is None:
        return ""
    try:
        return plain(each, each.to_python(open_text(value)))
    except SealBroken:
        return _("nicht mehr zu öffnen")


def plain(each, value):
    if isinstance(value, list):
        labels = dict(getattr(each, "base_field", each).flatchoices)
        return ", ".join(str(labels.get(one, one)) for one in value)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, Decimal):
        return formats.number_format(value, each.decimal_places)
    if isinstance(value, date):
        day, form = (timezone.localtime(value), "d.m.Y, H:i") if isinstance(value, datetime) else (value, "d.m.Y")
        return formats.date_format(day, form)
    return str(dict(each.flatchoices).get(value, value))


def deleted_in(room, user):
    """What has been deleted in a room, newest first: rows of their own, not what hung on them."""
    rows = versions_visible_to(user).filter(room_key=room.pk, deed="delete", part=None)
    return rows.select_related("actor").order_by("-pk")


def title_of(version):
    """What a deleted row was called, and what kind of thing it was."""
    model = apps.get_model(version.label)
    note_values(version.room_key, version.key, version.circle)
    values = values_of(version)
    for each in written_by_people(model):
        if title := in_words(each, values.get(each.column)):
            return title, model._meta.verbose_name
    return "", model._meta.verbose_name
