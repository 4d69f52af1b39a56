"""What the system finds before a phase begins or ends, and what stays visible when it is passed all the same."""

import pytest
from django.urls import reverse

from engagements.enums import AgreementKind, AgreementState, CriterionKind, Gate
from engagements.gates import Findings, unmet
from engagements.models import Agreement, Criterion, Mandate
from engagements.transitions import GateNotMet, Step, take_step
from rooms.enums import Circle
from tests.factories.engagements import PhaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(engagement):
    return PhaseFactory(engagement=engagement, code="mandat")


def criterion(phase, **fields):
    return Criterion.objects.create(phase=phase, room=phase.engagement.room, text="Das muss sein", **fields)


def mandate(engagement, **fields):
    fields = {"organ": "Bürgermeister", "given_on": "2015"} | fields
    return Mandate.objects.create(engagement=engagement, room=engagement.room, **fields)


def agreement(engagement, state=AgreementState.SIGNED, **fields):
    return Agreement.objects.create(
        engagement=engagement, room=engagement.room, state=state, **({"title": "Vereinbarung"} | fields)
    )


def why(phase, user, kind=CriterionKind.EXIT):
    return [row.why for row in unmet(phase, kind, user)]


def test_criterion_is_open_until_ticked(phase, advisor):
    row = criterion(phase)

    assert [item.text for item in unmet(phase, CriterionKind.EXIT, advisor)] == ["Das muss sein"]
    Criterion.objects.filter(pk=row.pk).update(met_on="2020-01-01")
    assert not unmet(phase, CriterionKind.EXIT, advisor)


def test_entry_criteria_do_not_hold_up_the_end(phase, advisor):
    criterion(phase, kind=CriterionKind.ENTRY)

    assert not unmet(phase, CriterionKind.EXIT, advisor)


@pytest.mark.parametrize(
    ("fields", "passes"),
    [({}, True), ({"given_on": ""}, False), ({"is_head": False}, False), ({"given_on": "irgendwann"}, True)],
)
def test_mandate_gate_wants_the_head_and_a_date(fields, passes, phase, advisor):
    criterion(phase, gate=Gate.MANDATE)
    mandate(phase.engagement, **fields)

    assert (not unmet(phase, CriterionKind.EXIT, advisor)) is passes


def test_mandate_gate_tells_what_it_found(phase, advisor):
    mandate(phase.engagement)

    assert Findings(phase.engagement, advisor).found(Gate.MANDATE) == "Auftrag: Bürgermeister, erteilt 2015"


@pytest.mark.parametrize("state", AgreementState)
def test_agreement_gate_wants_a_signature(state, phase, advisor):
    criterion(phase, gate=Gate.AGREEMENT)
    agreement(phase.engagement, state)

    signed = state in {AgreementState.SIGNED, AgreementState.IN_FORCE}
    assert (not unmet(phase, CriterionKind.EXIT, advisor)) is signed


def test_signed_consent_is_no_agreement(phase, advisor):
    criterion(phase, gate=Gate.AGREEMENT)
    agreement(phase.engagement, kind=AgreementKind.CONSENT)

    assert unmet(phase, CriterionKind.EXIT, advisor)


def test_steering_gate_wants_a_member(phase, advisor, request):
    criterion(phase, gate=Gate.STEERING)
    assert unmet(phase, CriterionKind.EXIT, advisor)

    request.getfixturevalue("member")

    assert not unmet(phase, CriterionKind.EXIT, advisor)


def test_released_edition_is_ticked_by_hand(phase, advisor):
    row = criterion(phase, gate=Gate.RELEASED)
    assert unmet(phase, CriterionKind.EXIT, advisor)

    Criterion.objects.filter(pk=row.pk).update(met_on="2020-01-01")

    assert not unmet(phase, CriterionKind.EXIT, advisor)


def test_gate_of_the_system_does_not_listen_to_a_tick(phase, advisor):
    criterion(phase, gate=Gate.MANDATE, met_on="2020-01-01")

    assert why(phase, advisor) == ["Es ist noch kein Auftrag eingetragen."]


def test_gate_finds_nothing_its_reader_may_not_read(phase, advisor, lead):
    criterion(phase, gate=Gate.MANDATE)
    mandate(phase.engagement, circle=Circle.SEALED, author=lead, organ="KANARIE")

    assert "KANARIE" not in Findings(phase.engagement, advisor).found(Gate.MANDATE)
    assert "KANARIE" in Findings(phase.engagement, lead).found(Gate.MANDATE)


def test_another_engagement_fulfils_nothing(phase, advisor):
    criterion(phase, gate=Gate.AGREEMENT)
    agreement(PhaseFactory().engagement)

    assert unmet(phase, CriterionKind.EXIT, advisor)


@pytest.mark.parametrize(
    ("state", "modules", "passes"),
    [
        (AgreementState.SIGNED, ["masterplan"], True),
        (AgreementState.IN_FORCE, ["masterplan"], True),
        (AgreementState.DRAFT, ["masterplan"], False),
        (AgreementState.EXPIRED, ["masterplan"], False),
        (AgreementState.SIGNED, ["umsetzung"], False),
    ],
)
def test_phase_outside_the_offer_needs_a_paper_that_names_it(state, modules, passes, engagement, advisor):
    phase = PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)
    agreement(engagement, state, modules=modules)

    rows = unmet(phase, CriterionKind.ENTRY, advisor)

    assert [row.text for row in rows] == ([] if passes else ["Braucht eine gesonderte Vereinbarung"])


def test_missing_paper_is_one_click_away(engagement, advisor):
    phase = PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)

    (row,) = unmet(phase, CriterionKind.ENTRY, advisor)

    assert row.url == reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"])


def test_nothing_passes_without_a_reason(phase, advisor):
    criterion(phase, kind=CriterionKind.ENTRY)

    with pytest.raises(GateNotMet) as refused:
        take_step(phase, Step.START, by=advisor)

    assert [row.text for row in refused.value.missing] == ["Das muss sein"]
    phase.refresh_from_db()
    assert phase.state == "geplant"


def test_override_stays_visible_at_the_phase(client, phase, advisor):
    criterion(phase)
    take_step(phase, Step.START, by=advisor)
    client.force_login(advisor)

    client.post(
        reverse("engagements:phase-move", args=[phase.pk, "abschliessen"]),
        {"when": "2017", "reason": "Die Zeit drängte.", "circle": Circle.TEAM},
    )

    phase.refresh_from_db()
    assert phase.state == "fertig"
    page = client.get(reverse("engagements:phases", args=[phase.engagement_id])).content.decode()
    assert "Abgeschlossen, obwohl:" in page
    assert "Die Zeit drängte." in page


def test_override_is_asked_for_with_the_list_of_what_is_missing(client, phase, advisor):
    criterion(phase, kind=CriterionKind.ENTRY)
    client.force_login(advisor)

    answer = client.post(
        reverse("engagements:phase-move", args=[phase.pk, "beginnen"]), {"when": "2017", "reason": "", "circle": 40}
    )

    page = answer.content.decode()
    assert "Das muss sein" in page
    assert "Trotzdem, weil …" in page
    assert "Bitte schreiben Sie einen Grund" in page
    assert 'value="2017"' in page
