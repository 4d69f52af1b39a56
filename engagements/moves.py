"""What changes on the way of a consultation when it moves to another version of its template, or to another one."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .enums import PhaseState
from .models import Agreement, Criterion, LogEntry, Phase, PhaseStep

# What a phase takes over from its template as long as nobody has worded it otherwise here.
FOLLOWS = ("name", "short", "in_offer")
OVER = {PhaseState.DONE, PhaseState.SKIPPED}


@dataclass
class PhaseMove:
    """A phase that goes on under the new template, with what becomes different about it."""

    phase: Phase
    target: object
    fields: dict = field(default_factory=dict)
    new_criteria: list = field(default_factory=list)
    gone_criteria: list = field(default_factory=list)
    kept_criteria: list = field(default_factory=list)
    gates: list = field(default_factory=list)

    @property
    def new_name(self):
        return self.fields.get("name", "")

    @property
    def is_seen(self):
        return bool(self.fields or self.new_criteria or self.gone_criteria or self.kept_criteria or self.gates)


@dataclass
class Move:
    """The whole plan; `way` holds phases, and templates of phases where one is new, in their order."""

    target: object
    added: list
    removed: list
    staying: list  # (phase, why it stays though the new template does not know it)
    moves: list
    finished: list  # over, so they stay as they were
    way: list

    @property
    def changed(self):
        return [move for move in self.moves if move.is_seen]

    @property
    def digest(self):
        """Stands for what the person has seen before she said yes."""
        rows = [self.target.pk, [row.pk for row in self.added], [row.pk for row in self.removed]]
        rows += [[phase.pk for phase, _why in self.staying], [row.pk for row in self.finished]]
        for move in self.moves:
            names = ("new_criteria", "gone_criteria", "kept_criteria", "gates")
            rows.append([move.phase.pk, move.fields, *([row.pk for row in getattr(move, name)] for name in names)])
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def plan_move(engagement, target):
    """Compare the way as it is with the template as it should be; nothing is written."""
    phases = list(
        engagement.phases.in_order().prefetch_related("template__criteria").select_related("template__template")
    )
    new = {phase.code: phase for phase in target.phases.prefetch_related("criteria")}
    traces = Traces(engagement, phases)
    removed, staying, moves, finished = [], [], [], []
    for phase in phases:
        if phase.code in new and phase.state in OVER:
            finished.append(phase)
        elif phase.code in new:
            moves.append(phase_move(phase, new[phase.code], traces.criteria(phase)))
        elif phase.template_id and (why := traces.why_it_stays(phase)):
            staying.append((phase, why))
        elif phase.template_id:
            removed.append(phase)
    known = {phase.code for phase in phases}
    added = [row for code, row in new.items() if code not in known]
    way = new_way([phase for phase in phases if phase not in removed], added, list(new))
    return Move(target, added, removed, staying, moves, finished, way)


def phase_move(phase, target, criteria):
    """What one phase takes over; a name or a criterion of one's own stays, and so does everything ticked."""
    move, old = PhaseMove(phase, target), phase.template
    for name in FOLLOWS:
        value = getattr(target, name)
        if old and getattr(phase, name) == getattr(old, name) != value:
            move.fields[name] = value
    came = {(row.kind, row.text): row.gate for row in old.criteria.all()} if old else {}
    wanted = {(row.kind, row.text): row for row in target.criteria.all()}
    here = {(row.kind, row.text) for row in criteria}
    move.new_criteria = [row for key, row in wanted.items() if key not in here]
    for row in criteria:
        key = (row.kind, row.text)
        if key in wanted and row.gate == came.get(key, row.gate) != wanted[key].gate:
            move.gates.append(row)
        elif key in came and key not in wanted:
            (move.kept_criteria if is_touched(row) else move.gone_criteria).append(row)
    return move


def is_touched(criterion):
    return bool(criterion.met_on or criterion.note)


class Traces:
    """What people have left at the phases of a consultation: looked up once for all of them."""

    def __init__(self, engagement, phases):
        logged, stepped = (model.objects.filter(phase__in=phases) for model in (LogEntry, PhaseStep))
        self.logged, self.stepped = ({row.phase_id for row in rows.only("phase")} for rows in (logged, stepped))
        self.agreed = {code for paper in Agreement.objects.filter(engagement=engagement) for code in paper.modules}
        self._criteria = {}
        for row in Criterion.objects.filter(phase__in=phases):
            self._criteria.setdefault(row.phase_id, []).append(row)

    def criteria(self, phase):
        return self._criteria.get(phase.pk, [])

    def why_it_stays(self, phase):
        """The reason a phase the new template does not know stays on the way; empty if it may go."""
        if phase.state != PhaseState.PLANNED:
            return _("Stand: %s") % phase.get_state_display()
        came = {(row.kind, row.text) for row in phase.template.criteria.all()}
        own = any((row.kind, row.text) not in came for row in self.criteria(phase))
        reasons = (
            (phase.pk in self.logged, _("Im Tagebuch stehen Einträge zu ihr.")),
            (phase.pk in self.stepped, _("Sie wurde schon einmal begonnen.")),
            (any(map(is_touched, self.criteria(phase))) or own, _("Sie hat erfüllte oder eigene Kriterien.")),
            (phase.code in self.agreed, _("Eine Vereinbarung nennt sie.")),
            (bool(phase.planned or phase.period or phase.remark), _("Zeiten oder eine Anmerkung sind eingetragen.")),
        )
        return next((why for holds, why in reasons if holds), "")


def new_way(phases, added, codes):
    """The phases in their new order: a way nobody has rearranged follows the template, another stays as it is."""
    rank = {code: number for number, code in enumerate(codes)}
    way = [phase for phase in phases if phase.code in rank]
    if not is_rearranged(phases):
        way.sort(key=lambda phase: (rank[phase.code], phase.round))
    for before, phase in zip([None, *phases], phases, strict=False):
        if phase.code not in rank:
            way.insert(way.index(before) + 1 if before else 0, phase)
    for row in added:
        earlier = [n for n, each in enumerate(way) if rank.get(each.code, len(rank)) < rank[row.code]]
        way.insert(earlier[-1] + 1 if earlier else 0, row)
    return way


def is_rearranged(phases):
    """Whether the phases stand otherwise than in the template they came from."""
    orders = [phase.template.order for phase in phases if phase.template_id]
    return orders != sorted(orders)
