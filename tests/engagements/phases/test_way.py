"""The page of the way: who sees what, who may do what."""

import pytest
from django.urls import reverse

from engagements.enums import Gate, PhaseState
from engagements.models import Criterion, Phase, PhaseStep, PhaseTemplate, ProcessTemplate
from engagements.transitions import Step, take_step
from rooms.enums import Circle, Role
from tests.engagements.phases.pages import page, way
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, PhaseFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


def test_team_sees_criteria_hints_and_steps(client, engagement, advisor, criterion):
    template = ProcessTemplate.objects.create(code="test", name="Test")
    source = PhaseTemplate.objects.create(
        template=template, code="gespraeche", name="Gespräche", hints="Fragen Sie weiter."
    )
    Phase.objects.filter(pk=criterion.phase_id).update(template=source)

    text = page(client, advisor, way(engagement))

    assert "Alle sind gehört" in text
    assert "Hinweise zur Methode" in text
    assert "Fragen Sie weiter." in text


def test_member_of_the_steering_group_sees_dates_and_remark_but_no_criteria(client, engagement, member, criterion):
    Phase.objects.filter(pk=criterion.phase_id).update(remark="vorgezogen")
    phase = Phase.objects.get(pk=criterion.phase_id)
    phase.period = "Herbst 2017"
    phase.save()

    text = page(client, member, way(engagement))

    assert "vorgezogen" in text
    assert "Herbst 2017" in text
    assert "Alle sind gehört" not in text
    assert "Beginnen" not in text
    assert "Hinweise zur Methode" not in text


@pytest.mark.parametrize("circle", [Circle.TEAM, Circle.CLIENT, Circle.STEERING])
def test_reason_reaches_the_steering_group_only_if_it_is_meant_to(circle, client, criterion, lead, member):
    phase, reads = criterion.phase, circle == Circle.STEERING
    take_step(phase, Step.START, by=lead)
    take_step(phase, Step.FINISH, by=lead, reason="KANARIE", circle=circle)
    client.force_login(member)

    answers = [client.get(url) for url in (way(phase.engagement), phase.engagement.get_absolute_url())]

    assert ("KANARIE" in answers[0].content.decode()) is reads
    assert ("Alle sind gehört" in answers[0].content.decode()) is reads
    assert "KANARIE" not in answers[1].content.decode()


def test_reason_of_the_status_stays_with_the_team(client, engagement, lead, member):
    client.force_login(lead)
    client.post(reverse("engagements:status", args=[engagement.pk]), {"target": "abgelehnt", "reason": "KANARIE"})

    assert "KANARIE" in page(client, lead, reverse("engagements:status", args=[engagement.pk]))
    assert "KANARIE" not in page(client, member, way(engagement))
    assert client.get(reverse("engagements:status", args=[engagement.pk])).status_code == 403


def doors(phase, criterion):
    engagement = phase.engagement
    return [
        reverse("engagements:phase-create", args=[engagement.pk]),
        reverse("engagements:phase-update", args=[phase.pk]),
        reverse("engagements:phase-move", args=[phase.pk, "beginnen"]),
        reverse("engagements:phase-repeat", args=[phase.pk]),
        reverse("engagements:phase-shift", args=[phase.pk]),
        reverse("engagements:criterion-update", args=[criterion.pk]),
        reverse("engagements:criterion-tick", args=[criterion.pk]),
        reverse("engagements:status", args=[engagement.pk]),
    ]


@pytest.mark.parametrize(("role", "may"), [(role, role in {Role.LEAD, Role.ADVISOR, Role.PROCESS}) for role in Role])
def test_only_the_team_works_on_the_way(role, may, client, phase, criterion):
    client.force_login(MembershipFactory(room=phase.engagement.room, role=role).user)

    for door in doors(phase, criterion):
        codes = {client.get(door).status_code, client.post(door, {}).status_code}
        if role == Role.LEAD or (may and "stand" not in door):
            assert codes <= {200, 302, 405}, door
        elif may:
            assert codes == {200, 403}, door
        else:
            assert codes <= {403, 404, 405}, door
    phase.refresh_from_db()
    assert phase.state == PhaseState.PLANNED


def test_strangers_find_nothing(client, phase, criterion):
    client.force_login(UserFactory())

    for door in [way(phase.engagement), *doors(phase, criterion)]:
        assert {client.get(door).status_code, client.post(door, {}).status_code} <= {404, 405}


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.STEERING])
@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_three_phases(role, count, client, engagement, django_assert_num_queries):
    user = MembershipFactory(room=engagement.room, role=role).user
    for phase in PhaseFactory.create_batch(count, engagement=engagement, state=PhaseState.RUNNING, period="seit 2017"):
        for gate in ("", Gate.MANDATE, Gate.AGREEMENT, Gate.STEERING):
            Criterion.objects.create(phase=phase, room=engagement.room, text="Muss", gate=gate)
        PhaseStep.objects.create(
            phase=phase, room=engagement.room, source="geplant", target="laeuft", author=user, circle=20
        )
    client.force_login(user)

    # savepoint, person, session, user, memberships, engagement, phases, steps, criteria, who reads; then mandates,
    # agreements and the steering group for the gates; for the team what was read
    with django_assert_num_queries(COST[role]):
        client.get(way(engagement))


COST = {Role.ADVISOR: 14, Role.STEERING: 10}


def test_free_process_begins_empty(client, lead):
    engagement = EngagementFactory(lead=lead)

    assert "Noch keine Phase" in page(client, lead, way(engagement))
