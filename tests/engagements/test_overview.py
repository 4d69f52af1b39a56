"""What is asked by statements written by hand must be what the rule says, no row and no word more."""

import datetime as dt
import itertools
import random

import pytest
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from engagements.enums import AgreementState
from engagements.filters import Facets
from engagements.models import (
    Agreement,
    Contact,
    Engagement,
    EngagementLink,
    LogEntry,
    Mandate,
    OwnContribution,
    Programme,
    ProgrammePart,
)
from engagements.overview import beside, engagement_or_404
from engagements.views.mandate import contacts_for, mandates_for
from rooms.enums import CLEARANCES, Circle, ReleaseState, Role
from rooms.inside import inside
from rooms.models import Membership, Release, Unlock
from stakeholders.models import Organisation, Person
from tests.attack.figures import some
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.rooms import MembershipFactory, RoomFactory
from tests.factories.stakeholders import OfficeFactory, OrganisationFactory, PersonFactory
from tests.rooms.test_visibility import chance_world

pytestmark = pytest.mark.django_db

SEEDS = some(range(300, 304), 1)
OPEN = [circle for circle in Circle if circle != Circle.SEALED]


def full_world(seed):
    """A chance world whose consultations have everything that stands beside the diary, in chance circles."""
    chance_world(seed)
    chance, people = random.Random(seed), list(User.objects.all())
    engagements = list(Engagement.objects.order_by("pk"))
    for engagement, role in itertools.product(engagements, Role):
        MembershipFactory(room=engagement.room, role=role, clearance=CLEARANCES[role])
    for engagement in engagements:
        for _ in range(4):
            furnish(engagement, chance, people)
        EngagementLink.objects.create(source=engagement, target=chance.choice(others(engagements, engagement)))
    for entry in LogEntry.objects.filter(circle=Circle.SEALED)[:8]:
        open_to(chance.choice(people), entry)


def others(engagements, own):
    return [each for each in engagements if each != own]


def furnish(engagement, chance, people):
    def here(**fields):
        circle, day = chance.choice(Circle.values), timezone.localdate() - dt.timedelta(days=chance.randint(0, 400))
        return {"room": engagement.room, "circle": circle, "author": chance.choice(people), "shared_on": day, **fields}

    town = OrganisationFactory(**here())
    merged = PersonFactory(**here()) if chance.random() > 0.7 else None
    office = OfficeFactory(person=PersonFactory(**here(merged_into=merged)), party="parteilos")
    phase = PhaseFactory(engagement=engagement, planned="2020")
    case = {"engagement": engagement}
    Mandate.objects.create(client=town, office=office, organ="Rat", services=["moderation"], **case, **here())
    Contact.objects.create(office=office, **case, **here())
    Agreement.objects.create(title="Papier", signed="2020", state=AgreementState.SIGNED, **case, **here())
    name = f"Leistung {chance.random()}"
    OwnContribution.objects.create(name=name, value_eur="12.50", **case, **here())
    ahead = f"{timezone.localdate() + dt.timedelta(days=chance.randint(-1, 9)):%d.%m.%Y}"
    entry = LogEntryFactory(phase=phase, when=ahead, themes=["armut"], text="x" * 900, **case, **here())
    entry.persons.add(office.person)
    entry.organisations.add(town)
    programme = Programme.objects.create(
        title="P", **here(room=RoomFactory(), circle=chance.choice(Circle.values[:-1]))
    )
    MembershipFactory(room=programme.room, user=chance.choice(people), role=Role.ADVISOR)
    ProgrammePart.objects.create(programme=programme, engagement=engagement, period="2020")
    circle = chance.choice([Circle.PUBLIC, Circle.STEERING, Circle.CLIENT])
    shared = here(circle=circle, to_circle=circle, state=ReleaseState.RELEASED, decided_at=timezone.now())
    decider = chance.choice(others(people, shared["author"]))
    Release.objects.create(kind="x", key=entry.pk, item_version=1, title="Frei", decided_by=decider, **shared)


def open_to(person, entry):
    until = timezone.now() + dt.timedelta(hours=1)
    Unlock.objects.create(room=entry.room, kind="x", key=entry.pk, person=person, reason="Muss", until=until)


def members(world):
    """(person, consultation) for all who see one."""
    pairs = [(user, e) for user in User.objects.filter(is_active=True) for e in Engagement.objects.visible_to(user)]
    assert len(pairs) > 5
    return pairs


# What the page reads of each row.
SHOWN = {
    "phases": "pk label state remark period planned is_late",
    "entries": "pk title when when_from minutes themes circle author_id shared_on phase get_absolute_url",
    "dates": "pk title when when_from when_until get_absolute_url",
    "mandates": "pk organ client office given_on service_labels",
    "contacts": "pk office",
    "agreements": "pk title state signed has_run_out is_signed get_absolute_url",
    "contributions": "pk name state due value_eur room_id",
    "released": "pk title circle decided_at get_absolute_url",
    "parts": "pk programme programme_id period",
    "links": "pk source source_id target target_id kind note",
    "members": "pk user role clearance starts_on room_id",
}


def by_querysets(user, engagement):
    """The same lists, each asked for by itself."""
    today, seen = timezone.localdate(), LogEntry.objects.visible_to(user).filter(engagement=engagement)
    mine = Engagement.objects.visible_to(user)
    links = Q(source=engagement, target__in=mine) | Q(target=engagement, source__in=mine)
    programmes = Programme.objects.visible_to(user)
    ahead = Q(when_from__gt=today) | Q(when_from=today, text="")
    return {
        "phases": engagement.phases.all(),
        "entries": seen.exclude(when_from__gt=today).for_list()[:5],
        "dates": seen.filter(ahead, sorts_on__gte=today).order_by("when_from", "pk")[:5],
        "mandates": mandates_for(user, engagement),
        "contacts": contacts_for(user, engagement),
        "agreements": engagement.agreements.visible_to(user),
        "contributions": engagement.own_contributions.visible_to(user),
        "released": Release.objects.visible_to(user).filter(room=engagement.room_id).editions()[:5],
        "parts": ProgrammePart.objects.filter(engagement=engagement, programme__in=programmes),
        "links": EngagementLink.objects.filter(links),
        "members": Membership.objects.active().filter(room=engagement.room_id, user__is_active=True).for_people(),
    }


def in_words(lists):
    return {name: [[word(row, each) for each in SHOWN[name].split()] for row in rows] for name, rows in lists.items()}


def word(row, name):
    value = getattr(row, name)
    return str(value() if callable(value) else value)


def differences(world):
    found = set()
    for user, engagement in members(world):
        ours, theirs = in_words(beside(user, engagement)), in_words(by_querysets(user, engagement))
        found |= {name for name in theirs if ours[name] != theirs[name]}
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_boxes_hold_what_the_rule_says(seed):
    assert differences(full_world(seed)) == set()


def test_a_statement_that_reads_further_would_be_seen(monkeypatch):
    """The gate, seen red: somebody is taken for the lead."""
    monkeypatch.setattr("engagements.overview.inside", as_lead)

    assert differences(full_world(300)) >= {"entries", "dates", "mandates", "agreements", "contributions", "contacts"}


def as_lead(user, room):
    return inside(user, room) | {"reads_to": 50}


def test_behind_a_statement_that_reads_further_the_wall_still_stands(client, monkeypatch, steering):
    user, engagement = steering
    monkeypatch.setattr("engagements.overview.inside", as_lead)
    LogEntryFactory(engagement=engagement, title="Kanarie", text="Kanarie")
    LogEntryFactory(engagement=engagement, title="Für die Runde", circle=Circle.STEERING)
    client.force_login(user)

    page = client.get(engagement.get_absolute_url()).content.decode()

    assert "Für die Runde" in page
    assert "Kanarie" not in page


@pytest.fixture
def steering():
    """Somebody of the steering group and her consultation."""
    engagement = EngagementFactory()
    return MembershipFactory(room=engagement.room, role=Role.STEERING, clearance=Circle.STEERING).user, engagement


class First(random.Random):
    """Chance that always takes the first: a world in which everybody reads everything and nobody is merged."""

    def choice(self, choices):
        return choices[0]

    def random(self):
        return super().random() / 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_of_everything(client, count, django_assert_num_queries):
    lead, other = UserFactory.create_batch(2)
    engagement = EngagementFactory(lead=lead)
    for number in range(count):
        furnish(engagement, First(number), [lead, other])
        EngagementLink.objects.create(source=engagement, target=EngagementFactory(lead=lead))
    client.force_login(lead)
    client.get(engagement.get_absolute_url())

    # 4: savepoint, session and user, acting person, release; 5: memberships, consultation, what stands beside it,
    # its programmes, what waits; all of it is public, so no read is noted
    with django_assert_num_queries(9):
        page = client.get(engagement.get_absolute_url())

    boxes = ["mandates", "contacts", "agreements", "contributions", "released", "parts", "links"]
    assert {name: len(page.context[name]) for name in boxes} == dict.fromkeys(boxes, count)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rule_inside_one_room_is_the_rule(seed):
    chance_world(seed)
    for entry in LogEntry.objects.filter(circle=Circle.SEALED)[:8]:
        open_to(User.objects.order_by("?").first(), entry)
    for user in User.objects.all():
        for engagement in Engagement.objects.all():
            everywhere = LogEntry.objects.visible_to(user).filter(room=engagement.room_id)
            assert set(LogEntry.objects.visible_to(user, room=engagement.room_id)) == set(everywhere)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_there_is_to_choose_from_is_what_the_rule_says(seed):
    for user, engagement in members(full_world(seed)):
        facets, seen = Facets(engagement, user), LogEntry.objects.visible_to(user).filter(engagement=engagement)
        known = [
            (letter, row)
            for letter, model in (("p", Person), ("o", Organisation))
            for row in model.objects.visible_to(user).unmerged().filter(log__in=seen.values("pk")).distinct()
        ]

        assert facets.kinds == {row.kind for row in seen}
        assert facets.themes == {theme for row in seen for theme in row.themes}
        assert {phase.pk for phase in facets.phases} == {row.phase_id for row in seen if row.phase_id}
        assert set(facets.people) == {(f"{letter}-{row.pk}", row.name) for letter, row in known}


def test_one_consultation_is_found_by_its_members_alone(steering):
    user, engagement = steering

    assert engagement_or_404(user, engagement.pk) == engagement
    with pytest.raises(Http404):
        engagement_or_404(user, EngagementFactory().pk)
