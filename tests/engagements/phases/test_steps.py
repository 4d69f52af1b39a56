"""Steps on the way: taken, ticked, planned, moved."""

import pytest
from django.urls import reverse

from audit.models import Entry
from engagements.enums import CriterionKind, Gate, PhaseState
from engagements.models import Criterion, Engagement, Phase, PhaseTemplate, ProcessTemplate
from engagements.transitions import Step, take_step
from rooms.enums import Circle
from tests.engagements.phases.pages import page, way
from tests.factories.engagements import PhaseFactory

pytestmark = pytest.mark.django_db


def test_step_is_taken_with_the_wording_and_told(client, phase, advisor):
    client.force_login(advisor)

    answer = client.post(
        reverse("engagements:phase-move", args=[phase.pk, "beginnen"]),
        {"when": "31.06.2017", "reason": "", "circle": Circle.TEAM},
        follow=True,
    )

    phase.refresh_from_db()
    assert (phase.state, phase.period) == (PhaseState.RUNNING, "seit 31.06.2017")
    assert "gibt es nicht" in answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{way(phase.engagement)}#phase-{phase.pk}"


def test_step_that_somebody_else_has_taken_says_so(client, phase, advisor):
    take_step(phase, Step.START, by=advisor)
    client.force_login(advisor)

    answer = client.post(
        reverse("engagements:phase-move", args=[phase.pk, "beginnen"]), {"when": "2017", "circle": 40}, follow=True
    )

    assert "Die Phase ist im Stand „läuft“" in answer.content.decode()


def test_unknown_step_is_not_found(client, phase, advisor):
    client.force_login(advisor)

    assert client.get(reverse("engagements:phase-move", args=[phase.pk, "fliegen"])).status_code == 404


def test_reason_may_not_be_sealed_or_public(client, phase, advisor):
    client.force_login(advisor)
    url = reverse("engagements:phase-move", args=[phase.pk, "ueberspringen"])

    for circle in (Circle.SEALED, Circle.PUBLIC, "quark"):
        answer = client.post(url, {"when": "2017", "reason": "Der Text bleibt stehen", "circle": circle})
        assert answer.status_code == 200
        assert "Der Text bleibt stehen" in answer.content.decode()


def test_warns_where_the_template_wants_a_phase_alone(client, phase, advisor):
    template = ProcessTemplate.objects.create(code="test", name="Test")
    alone = PhaseTemplate.objects.create(template=template, code="a", name="A", may_overlap=False)
    Phase.objects.filter(pk=phase.pk).update(template=alone)
    PhaseFactory(engagement=phase.engagement, name="Analyse", state=PhaseState.RUNNING)

    text = page(client, advisor, reverse("engagements:phase-move", args=[phase.pk, "beginnen"]))

    assert "sollen „Gespräche“ und „Analyse“ nicht nebeneinander laufen" in text


def test_tick_and_untick_in_place(client, criterion, advisor):
    client.force_login(advisor)
    url = reverse("engagements:criterion-tick", args=[criterion.pk])

    answer = client.post(url, {"erfuellt": "1"}, headers={"HX-Request": "true"})
    criterion.refresh_from_db()
    assert criterion.met_by == advisor
    assert f'id="kriterien-{criterion.phase_id}"' in answer.content.decode()
    assert "<html" not in answer.content.decode()

    assert client.post(url, {"erfuellt": "0"}).status_code == 302
    criterion.refresh_from_db()
    assert criterion.met_on is None
    actions = list(Entry.objects.about(criterion).values_list("action", flat=True))
    assert actions == ["criterion.unticked", "criterion.ticked"]


def test_tick_with_date_and_note(client, criterion, advisor):
    client.force_login(advisor)
    url = reverse("engagements:criterion-update", args=[criterion.pk])

    wrong = client.post(url, {"met_on": "2017-02-31", "note": "in der Klausur"}).content.decode()
    assert "Diesen Tag gibt es im Kalender nicht" in wrong
    assert "in der Klausur" in wrong

    client.post(url, {"met_on": "2017-02-28", "note": "in der Klausur", "version": criterion.version})
    criterion.refresh_from_db()
    assert (criterion.met_on.isoformat(), criterion.note) == ("2017-02-28", "in der Klausur")


def test_gate_of_the_system_is_not_ticked_by_hand(client, criterion, advisor):
    Criterion.objects.filter(pk=criterion.pk).update(gate=Gate.MANDATE)
    client.force_login(advisor)

    assert client.post(reverse("engagements:criterion-tick", args=[criterion.pk]), {"erfuellt": "1"}).status_code == 404


def test_plan_keeps_the_wording_and_what_is_not_in_the_form(client, phase, advisor):
    client.force_login(advisor)

    url = reverse("engagements:phase-update", args=[phase.pk])
    version = client.get(url).context["form"]["version"].value()
    sent = {"planned": "Herbst 2017", "period": "", "remark": "eilt", "name": "Gespräche", "short": ""}
    client.post(url, sent | {"version": version})

    phase.refresh_from_db()
    assert (phase.planned, phase.planned_edtf, phase.remark, phase.state) == (
        "Herbst 2017",
        "2017-23",
        "eilt",
        "geplant",
    )


def test_phase_without_a_name_is_refused_with_the_text_kept(client, phase, advisor):
    client.force_login(advisor)

    answer = client.post(reverse("engagements:phase-update", args=[phase.pk]), {"planned": "Herbst 2017", "name": ""})

    assert 'value="Herbst 2017"' in answer.content.decode()
    assert "data-error-summary" in answer.content.decode()


def test_repeated_phase_is_planned_with_all_criteria_open(client, phase, criterion, advisor):
    Criterion.objects.filter(pk=criterion.pk).update(met_on="2017-01-01", note="alt")
    Phase.objects.filter(pk=phase.pk).update(state=PhaseState.DONE)
    client.force_login(advisor)

    client.post(reverse("engagements:phase-repeat", args=[phase.pk]))

    again = Phase.objects.get(engagement=phase.engagement, round=2)
    assert (again.state, again.label) == (PhaseState.PLANNED, "Gespräche (2.)")
    assert [(row.text, row.met_on, row.note) for row in again.criteria.all()] == [("Alle sind gehört", None, "")]


def test_own_phase_stands_behind_the_chosen_one(client, engagement, advisor):
    first, second = PhaseFactory.create_batch(2, engagement=engagement)
    client.force_login(advisor)

    client.post(
        reverse("engagements:phase-create", args=[engagement.pk]),
        {"name": "Koordination", "short": "", "after": first.pk, "planned": "2015", "criteria": "Stelle besetzt\n\n"},
    )

    own = Phase.objects.get(name="Koordination")
    assert list(engagement.phases.in_order()) == [first, own, second]
    assert [(row.text, row.kind) for row in own.criteria.all()] == [("Stelle besetzt", CriterionKind.EXIT)]


def test_own_phase_goes_behind_no_phase_of_another_engagement(client, engagement, advisor):
    client.force_login(advisor)

    client.post(
        reverse("engagements:phase-create", args=[engagement.pk]), {"name": "Eigene", "after": PhaseFactory().pk}
    )

    assert not engagement.phases.exists()


def test_phase_moves_earlier_and_stops_at_the_end(client, engagement, advisor):
    first, second = PhaseFactory.create_batch(2, engagement=engagement)
    client.force_login(advisor)
    url = reverse("engagements:phase-shift", args=[second.pk])

    for _ in range(2):
        client.post(url, {"wohin": "frueher"})

    assert list(engagement.phases.in_order()) == [second, first]


def test_status_is_changed_by_the_lead_with_a_reason(client, engagement, lead):
    client.force_login(lead)
    url = reverse("engagements:status", args=[engagement.pk])

    assert (
        "Bitte schreiben Sie einen Grund" in client.post(url, {"target": "verwiesen", "reason": " "}).content.decode()
    )
    client.post(url, {"target": "verwiesen", "reason": "an die Mobile Beratung"})

    assert Engagement.objects.get(pk=engagement.pk).status == "verwiesen"
    assert "Anfrage → verwiesen: an die Mobile Beratung" in client.get(url).content.decode()
