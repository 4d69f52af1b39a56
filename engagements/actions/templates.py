"""Versions of a template, and a running consultation that moves from one to another."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Entry

from ..enums import TemplateState
from ..models import Criterion, CriterionTemplate, Engagement, Phase, PhaseTemplate, ProcessTemplate
from ..moves import plan_move
from ..transitions import NotADraft
from ..versions import HEAD
from .engagement import add_criteria, add_phases

NOT_COPIED = {"id", "template", "phase"}


class WayHasChanged(Exception):
    """Somebody has changed the way since the person saw what the move would do."""


@transaction.atomic
def new_version(template, *, by):
    """The draft of the next version: the one there is, or a copy of this version to start from."""
    list(ProcessTemplate.objects.select_for_update().versions_of(template))  # two at once wait for each other
    newest = ProcessTemplate.objects.versions_of(template).first()
    if newest.is_draft:
        return newest, False
    draft = _copy(template, code=template.code, number=newest.number + 1)
    Entry.objects.record("template.created", draft, by=by, summary=_("Entwurf angelegt nach: %s") % template)
    return draft, True


@transaction.atomic
def copy_template(template, *, by, name, code):
    """A new template that begins as a copy of another one and goes its own way from there."""
    draft = _copy(template, code=code, number=1, name=name)
    Entry.objects.record("template.copied", draft, by=by, summary=_("kopiert von: %s") % template)
    return draft


def _copy(template, **changes):
    fields = {name: getattr(template, name) for name in HEAD} | changes
    draft = ProcessTemplate.objects.create(based_on=template, **fields)
    for phase in template.phases.prefetch_related("criteria"):
        twin = PhaseTemplate.objects.create(template=draft, **_values(phase))
        CriterionTemplate.objects.bulk_create(
            CriterionTemplate(phase=twin, **_values(row)) for row in phase.criteria.all()
        )
    return draft


def _values(row):
    names = (column.name for column in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in names if name not in NOT_COPIED}


def locked_draft(template):
    """The draft, held for this transaction: nobody publishes it while it is being changed."""
    template = ProcessTemplate.objects.select_for_update().get(pk=template.pk)
    if template.state != TemplateState.DRAFT:
        raise NotADraft
    return template


@transaction.atomic
def discard_draft(template, *, by):
    """Throw a draft away; what was copied from it names the version before it instead."""
    template = locked_draft(template)
    Entry.objects.record("template.discarded", template, by=by, summary=_("Entwurf verworfen: %s") % template)
    template.successors.update(based_on=template.based_on)
    template.delete()


@transaction.atomic
def shift_phase_template(phase, places, *, by):
    """Move a phase of a draft earlier (-1) or later (+1); at the ends it stays."""
    template = locked_draft(phase.template)
    way = list(template.phases.all())
    here = way.index(phase)
    there = here + places
    if not 0 <= there < len(way):
        return
    way.insert(there, way.pop(here))
    for number, each in enumerate(way, start=1):
        each.order = number * 10
    PhaseTemplate.objects.bulk_update(way, ["order"])
    Entry.objects.record("template.changed", template, by=by, summary=_("Phase verschoben: %s") % phase)


@transaction.atomic
def remove_phase_template(phase, *, by):
    """Take a phase with its criteria out of a draft."""
    template = locked_draft(phase.template)
    Entry.objects.record("template.changed", template, by=by, summary=_("Phase entfernt: %s") % phase)
    phase.delete()


@transaction.atomic
def move_engagement(engagement, target, *, by, seen=None):
    """Let a consultation go on by another version or template; nothing ticked and no phase with traces is lost."""
    engagement = Engagement.objects.select_for_update(of=("self",)).select_related("template").get(pk=engagement.pk)
    before, move = engagement.template, plan_move(engagement, target)
    if seen is not None and seen != move.digest:
        raise WayHasChanged
    for each in move.moves:
        _follow(each, by)
    Phase.objects.filter(pk__in=[phase.pk for phase in move.removed]).delete()
    added = dict(zip(move.added, add_phases(engagement, move.added, by=by), strict=True))
    way = [added.get(each, each) for each in move.way]
    for number, phase in enumerate(way):
        phase.order = number
    Phase.objects.bulk_update(way, ["order"])
    if before is None or engagement.approach == before.approach:
        engagement.approach = target.approach
    engagement.template = target
    engagement.version += 1
    engagement.save(update_fields=["template", "approach", "version", "changed_at"])
    step = f"{before or _('ohne Vorlage')} → {target}"
    Entry.objects.record("engagement.template", engagement, by=by, summary=step)
    return move


def _follow(move, by):
    phase = move.phase
    for name, value in move.fields.items():
        setattr(phase, name, value)
    phase.template = move.target
    phase.save(update_fields=[*move.fields, "template"])
    wanted = {(row.kind, row.text): row.gate for row in move.target.criteria.all()}
    for row in move.gates:
        row.gate = wanted[row.kind, row.text]
        row.save(update_fields=["gate", "changed_at"])
    Criterion.objects.filter(pk__in=[row.pk for row in move.gone_criteria]).delete()
    add_criteria(phase, move.new_criteria, by=by)
