"""Reports by two, corrections after the end, and steps somebody else has just changed."""

import pytest
from django.utils import timezone

from rooms.enums import Circle
from steering.enums import MeasureState
from steering.models import Goal, Measure, Progress
from steering.rounds import askable
from steering.transitions.measures import report
from steering.transitions.rounds import close_round
from tests.factories.steering import ActionFieldFactory, GoalFactory, MeasureFactory, UpdateRoundFactory

from .visits import at

pytestmark = pytest.mark.django_db
HALTS = {"target": "in_umsetzung", "light": "gelb", "note": "Es fehlt Geld."}


@pytest.fixture
def measure(engagement):
    far = {"circle": Circle.STEERING, "goal__circle": Circle.STEERING, "goal__field__circle": Circle.STEERING}
    return MeasureFactory(
        goal__field__engagement=engagement, state=MeasureState.RUNNING, email="amt@example.org", **far
    )


def hidden(page, name):
    return page.context["form"][name].value()


def test_an_old_page_takes_back_nothing_that_was_reported_meanwhile(signed_in, measure, lead):
    url = at("measure-report", measure)
    was = hidden(signed_in.get(url), "was")
    report(measure, target="umgesetzt", light="gruen", by=lead)
    answer = signed_in.post(url, HALTS | {"was": was})

    assert answer.status_code == 200
    assert "Inzwischen hat jemand anderes" in answer.content.decode()
    assert "Es fehlt Geld." in answer.content.decode()
    measure.refresh_from_db()
    assert measure.state == "umgesetzt"

    assert signed_in.post(url, HALTS | {"was": hidden(answer, "was")}).status_code == 302


def test_a_correction_of_an_old_round_says_how_it_was_and_moves_nothing(signed_in, measure, engagement, lead):
    first = close_round(UpdateRoundFactory(engagement=engagement, circle=Circle.STEERING, number=1), by=lead)
    second = UpdateRoundFactory(engagement=engagement, circle=Circle.STEERING, number=2)
    report(measure, target="umgesetzt", light="gruen", by=lead, round=second)
    url = at("round-report", first, measure.pk)
    page = signed_in.get(url)
    assert ("in_umsetzung", "in Umsetzung") in page.context["form"].fields["target"].choices
    signed_in.post(url, HALTS | {"was": hidden(page, "was")})

    measure.refresh_from_db()
    assert (measure.state, measure.light) == ("umgesetzt", "gruen")
    row = Progress.objects.get(round=first)
    assert (row.is_correction, row.source, row.target, row.light) == (True, "in_umsetzung", "in_umsetzung", "gelb")


def test_a_correction_of_the_last_round_still_moves_it(signed_in, measure, engagement, lead):
    first = close_round(UpdateRoundFactory(engagement=engagement, circle=Circle.STEERING, number=1), by=lead)
    signed_in.post(at("round-report", first, measure.pk), HALTS)

    measure.refresh_from_db()
    assert measure.light == "gelb"


def test_who_stays_deferred_needs_no_second_reason(signed_in, measure):
    Measure.objects.update(state=MeasureState.DEFERRED)
    data = {"target": "zurueckgestellt", "light": "gruen", "note": ""}

    assert signed_in.post(at("measure-report", measure), data).status_code == 302


def edited(client, measure, steps, version=None):
    page = client.get(at("measure-update", measure))
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"steps": steps}
    return client.post(at("measure-update", measure), data | ({"version": version} if version else {}))


def test_of_two_who_edit_the_steps_the_second_is_asked_to_look(signed_in, measure):
    before = measure.version
    edited(signed_in, measure, "von Anna")
    answer = edited(signed_in, measure, "von Bert", version=before)

    assert answer.context["form"].conflict
    assert [step.text for step in measure.steps.all()] == ["von Anna"]


def test_a_mended_word_keeps_its_tick(signed_in, measure):
    edited(signed_in, measure, "Schlüssl suchen\nTür öffnen")
    measure.steps.filter(text="Schlüssl suchen").update(done_on=timezone.localdate())
    edited(signed_in, measure, "Schlüssel suchen\nTür öffnen")
    assert measure.steps.get(text="Schlüssel suchen").done_on

    edited(signed_in, measure, "Tür öffnen")
    assert [step.text for step in measure.steps.all()] == ["Tür öffnen"]


def test_nothing_is_asked_of_what_the_group_finds_nowhere(engagement, measure):
    assert askable(engagement).count() == 1
    Goal.objects.update(circle=Circle.TEAM)

    assert askable(engagement).count() == 0


def test_a_goal_is_not_read_by_more_than_its_field(signed_in, engagement):
    field = ActionFieldFactory(engagement=engagement, circle=Circle.TEAM)
    answer = signed_in.post(at("goal-create", field), {"text": "Alle wohnen gut", "circle": Circle.STEERING})

    assert "lesen weniger Menschen" in answer.content.decode()
    assert not Goal.objects.exists()


def test_a_measure_is_not_read_by_more_than_its_goal(signed_in, engagement):
    goal = GoalFactory(field__engagement=engagement, circle=Circle.TEAM)
    data = {"title": "Wohnungen", "goal": goal.pk, "circle": Circle.STEERING, "consensus": "offen"}
    answer = signed_in.post(at("measure-create", goal), data)

    assert "lesen weniger Menschen" in answer.content.decode()


def test_a_report_about_what_is_public_stays_with_the_group(measure, lead):
    Measure.objects.update(circle=Circle.PUBLIC)

    assert report(measure, target="in_umsetzung", light="gruen", by=lead).circle == Circle.STEERING


def test_a_measure_with_a_new_address_is_not_forgotten(signed_in, engagement, measure):
    found = UpdateRoundFactory(engagement=engagement, circle=Circle.STEERING, number=1)
    found.requests.create(email="amt@example.org")
    Measure.objects.update(email="neu@example.org")
    page = signed_in.get(at("round-detail", found)).content.decode()

    assert "in dieser Runde nicht gefragt" in page
