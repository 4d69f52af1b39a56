"""Deeds that change several rows: opening a consultation from a template, copying its phases."""

from django.db import transaction

from audit.models import Entry
from rooms.actions import admit
from rooms.enums import Circle, Role, RoomKind
from rooms.models import Room
from stakeholders.actions import find_or_create_organisation

from .models import Criterion, Engagement, OwnContribution, Phase


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
