from dataclasses import dataclass, field

from django.shortcuts import render

from .. import rules
from ..duplicates import count_proposals
from ..enums import TRIO, Sector
from ..filters import OrganisationFilter, PersonFilter
from ..models import Organisation, Person
from .access import place_of, room_or_404


@dataclass
class Group:
    """One sector of the register: its organisations, and its people who stand with none of them."""

    sector: str
    label: str
    organisations: list = field(default_factory=list)
    people: list = field(default_factory=list)


def register(request, room):
    """Who takes part: organisations by sector with their people, and people on their own."""
    room = room_or_404(request.user, room)
    user = request.user
    organisations = Organisation.objects.visible_to(user).unmerged().filter(room=room)
    people = Person.objects.visible_to(user).unmerged().filter(room=room)
    found = OrganisationFilter(request.GET, organisations.for_register(user), request=request)
    found_people = PersonFilter(request.GET, people.for_register(user), request=request)
    groups = grouped(found.qs, found_people.qs)
    sectors = set(organisations.order_by().values_list("sector").union(people.order_by().values_list("sector")))
    may_edit = rules.can_edit_in(user, room.pk)
    context = {
        "filter": found,
        "is_filtered": any(request.GET.get(name) for name in found.filters),
        "groups": groups,
        "organisation_count": sum(len(group.organisations) for group in groups),
        "person_count": count_people(groups),
        "is_empty": not sectors,
        "missing": [sector.label for sector in TRIO if (sector.value,) not in sectors],
        "may_edit": may_edit,
        "duplicate_count": count_proposals(user, room.pk) if may_edit else 0,
    }
    return render(request, "stakeholders/register.html", context | place_of(user, room))


def grouped(organisations, people):
    """Sectors in their fixed order, those without a sector last, empty ones left out."""
    groups = {sector.value: Group(sector.value, sector.label) for sector in Sector}
    groups[""] = Group("", "")
    shown = set()
    for organisation in organisations:
        groups[organisation.sector].organisations.append(organisation)
        shown |= {office.person_id for office in organisation.offices.all()}
    for person in people:
        if person.pk not in shown:
            groups[person.sector].people.append(person)
    return [group for group in groups.values() if group.organisations or group.people]


def count_people(groups):
    with_house = {
        office.person_id
        for group in groups
        for organisation in group.organisations
        for office in organisation.offices.all()
    }
    return len(with_house) + sum(len(group.people) for group in groups)
