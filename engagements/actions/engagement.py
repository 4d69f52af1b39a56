"""Deeds that change several rows: opening a consultation from a template, its way, its people in office."""

from django.db import transaction
from django.utils import timezone

from audit.models import Entry
from rooms.actions import admit
from rooms.enums import Circle, Role, RoomKind
from rooms.models import Room
from stakeholders.actions import find_or_create_organisation
from stakeholders.models import Office, Person

from ..models import Criterion, Engagement, OwnContribution, Phase


@transaction.atomic
def open_engagement(*, by, organisation=None, client="", template=None, **fields):
    """Open a room, put a consultation with the template's phases into it, and make `by` its lead."""
    room = Room.objects.create(kind=RoomKind.ENGAGEMENT, organisation=organisation or by.organisation)
    admit(room, by, Role.LEAD, by=by)
    if template:
        fields.setdefault("approach", template.approach)
    engagement = Engagement.objects.create(room=room, template=template, **fields)
    if client:
        engagement.client = find_or_create_organisation(room, client, by=by, circle=Circle.STEERING)
        engagement.save(update_fields=["client"])
    if template:
        add_phases(engagement, template.phases.prefetch_related("criteria"), by=by)
        OwnContribution.objects.bulk_create(
            OwnContribution(engagement=engagement, room=room, author=by, circle=Circle.STEERING, name=name)
            for name in template.contribution_names
        )
    Entry.objects.record("engagement.opened", engagement, by=by, summary=str(template or ""))
    return engagement


def organisation_room(user):
    """The room of the user's organisation, where its programmes lie; the first to need it opens and leads it."""
    room, is_new = Room.objects.get_or_create(kind=RoomKind.ORGANISATION, organisation=user.organisation)
    if is_new:
        admit(room, user, Role.LEAD, by=user)
    return room


def add_phases(engagement, phase_templates, *, by):
    """Copy phases with their criteria from a template into an engagement, planned and in the template's order."""
    phases = Phase.objects.bulk_create(
        Phase(
            engagement=engagement,
            template=source,
            code=source.code,
            name=source.name,
            short=source.short,
            order=source.order,
            in_offer=source.in_offer,
        )
        for source in phase_templates
    )
    for phase in phases:
        add_criteria(phase, phase.template.criteria.all(), by=by)
    return phases


def add_criteria(phase, criterion_templates, *, by):
    """Copy entry and exit criteria to a phase, none of them met."""
    return Criterion.objects.bulk_create(
        Criterion(
            phase=phase,
            room_id=phase.engagement.room_id,
            author=by,
            kind=source.kind,
            text=source.text,
            gate=source.gate,
            order=source.order,
        )
        for source in criterion_templates
    )


@transaction.atomic
def repeat_phase(phase, *, by):
    """Plan a phase once more, as the next round, with all its criteria open again."""
    engagement = _locked(phase.engagement_id)
    last = Phase.objects.filter(engagement=engagement, code=phase.code).order_by("-round").first()
    again = Phase.objects.create(
        engagement=engagement,
        template=phase.template,
        code=phase.code,
        name=phase.name,
        short=phase.short,
        order=last.order,
        round=last.round + 1,
        in_offer=phase.in_offer,
    )
    add_criteria(again, phase.criteria.all(), by=by)
    Entry.objects.record("phase.repeated", engagement, by=by, summary=str(again))
    return again


@transaction.atomic
def shift_phase(phase, places, *, by):
    """Move a phase earlier (-1) or later (+1) on the way; at the ends it stays."""
    engagement = _locked(phase.engagement_id)
    way = list(Phase.objects.filter(engagement=engagement).in_order())
    here = next(number for number, each in enumerate(way) if each.pk == phase.pk)
    there = here + places
    if not 0 <= there < len(way):
        return False
    way.insert(there, way.pop(here))
    _number(way)
    Entry.objects.record("phase.shifted", engagement, by=by, summary=str(phase))
    return True


@transaction.atomic
def add_own_phase(engagement, *, by, name, short="", planned="", after=None, criteria=(), code=""):
    """Put a phase on the way that no template knows, behind another or at the very beginning."""
    engagement = _locked(engagement.pk)
    way = list(Phase.objects.filter(engagement=engagement).in_order())
    taken = {each.code for each in way}
    code = code or next(free for number in range(1, len(way) + 2) if (free := f"eigene-{number}") not in taken)
    phase = Phase.objects.create(engagement=engagement, code=code, name=name, short=short, planned=planned)
    way.insert(way.index(after) + 1 if after else 0, phase)
    _number(way)
    Criterion.objects.bulk_create(
        Criterion(phase=phase, room_id=engagement.room_id, author=by, text=text, order=number)
        for number, text in enumerate(criteria)
    )
    Entry.objects.record("phase.created", engagement, by=by, summary=str(phase))
    return phase


def _locked(engagement_id):
    """The engagement, held for this transaction: its way is changed by one person at a time."""
    return Engagement.objects.select_for_update(of=("self",)).get(pk=engagement_id)


def _number(way):
    for number, phase in enumerate(way):
        phase.order = number
    Phase.objects.bulk_update(way, ["order"])


@transaction.atomic
def tick_criterion(criterion, *, by, on=None, note=""):
    """Note that a criterion is met, since when and what there is to say; ticked again the note is the new one."""
    criterion.met_on, criterion.met_by, criterion.note = on or timezone.localdate(), by, note
    _save_tick(criterion, "criterion.ticked", by)


@transaction.atomic
def untick_criterion(criterion, *, by):
    """Take a tick back; the note stays, it may say why."""
    criterion.met_on, criterion.met_by = None, None
    _save_tick(criterion, "criterion.unticked", by)


def _save_tick(criterion, action, by):
    criterion.version += 1
    criterion.save(update_fields=["met_on", "met_by", "note", "version", "changed_at"])
    Entry.objects.record(action, criterion, by=by)


@transaction.atomic
def add_office_holder(engagement, *, by, name, title, party="", is_former=False, organisation=None, circle=Circle.TEAM):
    """A person of the town and the office she holds, as far as the row reaches that names her."""
    known = Person.objects.visible_to(by).unmerged().filter(room=engagement.room_id, name__iexact=name)
    person = known.first()
    if person is None:
        person = Person.objects.create(room_id=engagement.room_id, author=by, circle=circle, name=name)
        Entry.objects.record("person.created", person, by=by)
    same = Office.objects.filter(person=person, title__iexact=title, organisation=organisation).first()
    return same or Office.objects.create(
        person=person, title=title, party=party, is_former=is_former, organisation=organisation
    )
