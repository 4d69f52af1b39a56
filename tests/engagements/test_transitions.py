"""Every step of a phase, a consultation and an agreement: the table, and everything off it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from audit.models import Entry
from engagements.enums import AgreementState, PhaseState, Status
from engagements.models import Agreement, Engagement, Phase, PhaseStep
from engagements.transitions import (
    AGREEMENT_NEXT,
    NEXT,
    STATUS_NEXT,
    AgreementNotReachable,
    PhaseNotReachable,
    ReasonMissing,
    StatusNotReachable,
    Step,
    move_agreement,
    move_status,
    take_step,
)
from engagements.transitions.agreements import NEEDS_REASON
from engagements.transitions.phases import since, span
from engagements.transitions.status import status_needs_reason
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, PhaseFactory

pytestmark = pytest.mark.django_db

PHASE_STEPS = [(source, step) for source in PhaseState for step in Step]
ON_TABLE = [(source, step) for source, step in PHASE_STEPS if step in NEXT[source]]
OFF_TABLE = [(source, step) for source, step in PHASE_STEPS if step not in NEXT[source]]
STATUSES = [(source, target) for source in Status for target in Status]
PAPERS = [(source, target) for source in AgreementState for target in AgreementState]


def ids(pair):
    return str(pair)


@pytest.mark.parametrize(("source", "step"), ON_TABLE, ids=ids)
def test_phase_takes_every_step_of_the_table(source, step, lead, engagement):
    phase = PhaseFactory(engagement=engagement, state=source)

    row = take_step(phase, step, by=lead, when="Herbst 2017", reason="Weil es so kam.")

    phase.refresh_from_db()
    assert phase.state == NEXT[source][step]
    assert (row.source, row.target, row.when, row.author) == (source, phase.state, "Herbst 2017", lead)
    assert Entry.objects.get(action="phase.moved").target_key == str(engagement.pk)


@pytest.mark.parametrize(("source", "step"), OFF_TABLE, ids=ids)
def test_phase_refuses_every_step_off_the_table(source, step, lead, engagement):
    phase = PhaseFactory(engagement=engagement, state=source)

    with pytest.raises(PhaseNotReachable):
        take_step(phase, step, by=lead, reason="Trotzdem.")

    phase.refresh_from_db()
    assert phase.state == source
    assert not PhaseStep.objects.exists()


@pytest.mark.parametrize("step", [Step.SKIP, Step.REOPEN])
def test_skipping_and_reopening_need_a_reason(step, lead, engagement):
    source = next(source for source, steps in NEXT.items() if step in steps)
    phase = PhaseFactory(engagement=engagement, state=source)

    with pytest.raises(ReasonMissing):
        take_step(phase, step, by=lead, reason="  ")


def test_reason_is_not_in_the_history(lead, engagement):
    phase = PhaseFactory(engagement=engagement)

    take_step(phase, Step.SKIP, by=lead, reason="KANARIE")

    assert not Entry.objects.filter(summary__contains="KANARIE").exists()


@pytest.mark.parametrize(("source", "target"), STATUSES, ids=ids)
def test_status_moves_along_the_table_only(source, target, lead, engagement):
    Engagement.objects.filter(pk=engagement.pk).update(status=source)

    if target in STATUS_NEXT[source]:
        moved = move_status(engagement, target, by=lead, reason="Grund")
        assert moved.status == target
        assert Entry.objects.get(action="engagement.status").summary.endswith(": Grund")
    else:
        with pytest.raises(StatusNotReachable):
            move_status(engagement, target, by=lead, reason="Grund")


@pytest.mark.parametrize(("source", "target"), [pair for pair in STATUSES if pair[1] in STATUS_NEXT[pair[0]]], ids=ids)
def test_status_asks_for_a_reason_where_somebody_will_ask(source, target, lead, engagement):
    Engagement.objects.filter(pk=engagement.pk).update(status=source)

    if status_needs_reason(source, target):
        with pytest.raises(ReasonMissing):
            move_status(engagement, target, by=lead)
    else:
        assert move_status(engagement, target, by=lead).status == target


def test_every_status_can_be_reached():
    assert {target for targets in STATUS_NEXT.values() for target in targets} | {Status.REQUEST} == set(Status)


@pytest.mark.parametrize(("source", "target"), PAPERS, ids=ids)
def test_agreement_moves_along_the_table_only(source, target, lead, engagement):
    paper = Agreement.objects.create(engagement=engagement, room=engagement.room, title="Papier", state=source)

    if target in AGREEMENT_NEXT[source]:
        assert move_agreement(paper, target, by=lead, reason="Grund").state == target
    else:
        with pytest.raises(AgreementNotReachable):
            move_agreement(paper, target, by=lead, reason="Grund")


@pytest.mark.parametrize(("source", "target"), sorted(NEEDS_REASON), ids=ids)
def test_agreement_goes_back_or_ends_early_with_a_reason_only(source, target, lead, engagement):
    paper = Agreement.objects.create(engagement=engagement, room=engagement.room, title="Papier", state=source)

    with pytest.raises(ReasonMissing):
        move_agreement(paper, target, by=lead)


def test_signing_keeps_the_wording_of_the_day_and_the_names(lead, engagement):
    paper = Agreement.objects.create(engagement=engagement, room=engagement.room, title="Papier", text="## Partner")

    names = ["Erika Muster, Bürgermeisterin"]
    paper = move_agreement(paper, AgreementState.SIGNED, by=lead, when="Herbst 2015", names=names)

    assert paper.signed == "Herbst 2015"
    assert paper.signed_from.year == 2015
    assert paper.text == "## Partner\n\n**Unterzeichnet Herbst 2015:**\n\n- Erika Muster, Bürgermeisterin\n"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["seit Herbst 2015", "Herbst 2015 bis 2017", "seit Herbst 2015", ""]),
        ("um 2015, mit Pausen", ["um 2015, mit Pausen"] * 4),
    ],
    ids=["ours", "typed"],
)
def test_period_follows_the_steps_unless_somebody_typed_it(typed, expected, lead, engagement):
    phase = PhaseFactory(engagement=engagement, period=typed)
    found = []

    for step, when in [
        (Step.START, "Herbst 2015"),
        (Step.FINISH, "2017"),
        (Step.REOPEN, "2018"),
        (Step.TAKE_BACK, "2019"),
    ]:
        take_step(phase, step, by=lead, when=when, reason="Grund")
        phase.refresh_from_db()
        found.append(phase.period)

    assert found == expected


def test_period_typed_while_running_is_kept_at_the_end(lead, engagement):
    phase = PhaseFactory(engagement=engagement)
    take_step(phase, Step.START, by=lead, when="2015")
    Phase.objects.get(pk=phase.pk)
    phase.refresh_from_db()
    phase.period = "seit Ostern 2015"
    phase.save()

    take_step(phase, Step.FINISH, by=lead, when="2017")

    phase.refresh_from_db()
    assert phase.period == "seit Ostern 2015"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2015", "seit 2015"),
        ("seit Herbst 2017", "seit Herbst 2017"),
        ("im März 2018", "seit März 2018"),
        ("bald", "bald"),
    ],
)
def test_since_never_doubles_a_word(start, expected):
    assert since(start) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2015", "2017", "2015 bis 2017"),
        ("2015", "2015", "2015"),
        ("", "2017", "bis 2017"),
        ("ab 2015", "im Mai 2016", "2015 bis Mai 2016"),
    ],
)
def test_span_names_both_ends(start, end, expected):
    assert span(start, end) == expected


def test_impossible_date_keeps_its_wording(lead, engagement):
    phase = PhaseFactory(engagement=engagement)

    row = take_step(phase, Step.START, by=lead, when="31.06.2022")

    assert row.when == "31.06.2022"
    assert row.on.isoformat() == "2022-06-01"


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_step():
    phase, user, start = PhaseFactory(engagement=EngagementFactory()), UserFactory(), Barrier(8, timeout=60)

    def press(_number):
        start.wait()
        try:
            take_step(phase, Step.START, by=user)
        except PhaseNotReachable:
            return "refused"
        else:
            return "moved"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(press, range(8)))

    assert outcomes == ["moved"] + ["refused"] * 7
    assert PhaseStep.objects.count() == 1
