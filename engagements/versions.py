"""What one version of a template changes against another, and what is still odd about a draft."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from .enums import CriterionKind, Gate
from .models import PhaseTemplate, ProcessTemplate
from .models.templates import lines_of

HEAD = [
    "name",
    "approach",
    "summary",
    "starting_point",
    "core_artefact",
    "steering_body",
    "public_part",
    "confidential_talks",
    "length",
    "source",
    "own_contributions",
]
PHASE = [
    "short",
    "participants",
    "activities",
    "artefacts",
    "hints",
    "duration",
    "months_min",
    "months_max",
    "circle",
    "may_overlap",
    "may_repeat",
    "in_offer",
]


@dataclass(frozen=True)
class Change:
    """What went out of a text and what came in, line by line."""

    label: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class PhaseChange:
    """A phase both versions know, with what is different about it."""

    phase: PhaseTemplate
    before: str  # the earlier name, where it is another one
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """Everything a person should know before the new version takes the place of the old one."""

    head: tuple[Change, ...]
    added: tuple[PhaseTemplate, ...]
    removed: tuple[PhaseTemplate, ...]
    changed: tuple[PhaseChange, ...]
    reordered: bool

    def __bool__(self):
        return bool(self.head or self.added or self.removed or self.changed or self.reordered)


def difference(old, new):
    """What `new` changes against `old`; phases are the same if they have the same code."""
    before = {phase.code: phase for phase in old.phases.all()}
    after = {phase.code: phase for phase in new.phases.all()}
    both = [(before[code], phase) for code, phase in after.items() if code in before]
    changed = (_phase_change(*pair) for pair in both)
    return Difference(
        head=_changes(old, new, HEAD),
        added=tuple(phase for code, phase in after.items() if code not in before),
        removed=tuple(phase for code, phase in before.items() if code not in after),
        changed=tuple(change for change in changed if change.before or change.changes),
        reordered=[code for code in before if code in after] != [code for code in after if code in before],
    )


def _phase_change(old, new):
    criteria = (_criteria_change(kind, old, new) for kind in CriterionKind)
    return PhaseChange(
        new, old.name if old.name != new.name else "", _changes(old, new, PHASE) + tuple(filter(None, criteria))
    )


def _changes(old, new, names):
    found = (_change(_label(new, name), _lines(old, name), _lines(new, name)) for name in names)
    return tuple(filter(None, found))


def _label(row, name):
    """The name of a field without the advice how to fill it."""
    return str(row._meta.get_field(name).verbose_name).split(" (")[0]


def _lines(row, name):
    """The value of a field as a person reads it, in lines."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if isinstance(value, bool):
        return [_("ja") if value else _("nein")]
    if field.choices:
        value = getattr(row, f"get_{name}_display")()
    return lines_of("" if value is None else str(value))


def _criteria_change(kind, old, new):
    label = _("Beginnt, wenn") if kind == CriterionKind.ENTRY else _("Fertig, wenn")
    return _change(label, _criteria(old, kind), _criteria(new, kind))


def _criteria(phase, kind):
    return [
        _("%(text)s (das System prüft: %(gate)s)") % {"text": row.text, "gate": Gate(row.gate).label}
        if row.gate
        else row.text
        for row in phase.criteria.all()
        if row.kind == kind
    ]


def _change(label, before, after):
    if before == after:
        return None
    removed = tuple(line for line in before if line not in after)
    added = tuple(line for line in after if line not in before)
    return Change(label, removed, added if added or removed else (_("andere Reihenfolge"),))


def version_before(template):
    """The version that stands when this one is published; None for the first of its code."""
    return ProcessTemplate.objects.with_phases().versions_of(template).filter(number__lt=template.number).first()


def problems(template):
    """What should be looked at once more before a draft is published, in sentences."""
    phases = list(template.phases.all())
    if not phases:
        return [_("Die Vorlage hat noch keine Phase. So lässt sie sich nicht veröffentlichen.")]
    found = []
    if not any(row.gate == Gate.MANDATE for phase in phases for row in phase.criteria.all()):
        found.append(_("Keine Phase verlangt den Auftrag der Verwaltungsspitze."))
    names = sorted(phase.name.casefold() for phase in phases)
    if any(len(list(same)) > 1 for _name, same in groupby(names)):
        found.append(_("Zwei Phasen heißen gleich."))
    found += [
        _("„%s“ hat kein Ausgangskriterium: Woran merkt man, dass die Phase abgeschlossen ist?") % phase
        for phase in phases
        if not any(row.kind == CriterionKind.EXIT for row in phase.criteria.all())
    ]
    return found + [_("„%s“ nennt keine Tätigkeiten.") % phase for phase in phases if not phase.activities.strip()]
