"""The plan: numbered, reported, never greener than reported, and read as far as the wall lets it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle, Role
from steering.enums import Light, MeasureState
from steering.models import ActionField, Goal, Measure, MeasureStep, Mirror, Obstacle, Progress, Resolution
from steering.plan import Plan
from steering.transitions.measures import report
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import ActionFieldFactory, GoalFactory, MeasureFactory, ResolutionFactory
from tests.pages.reading import key_in

from .visits import at, text

pytestmark = pytest.mark.django_db

FOR_GROUP = {"circle": Circle.STEERING}


@pytest.fixture
def field(engagement):
    return ActionFieldFactory(engagement=engagement, **FOR_GROUP)


@pytest.fixture
def goal(field):
    return GoalFactory(field=field, **FOR_GROUP)


@pytest.fixture
def measure(goal):
    return MeasureFactory(goal=goal, **FOR_GROUP, title="Lotsin")


def full(goal, **more):
    return {"title": "Lotsin", "goal": goal.pk, "consensus": "offen", "circle": 20} | more


class TestNumbers:
    def test_field_goal_and_measure_are_numbered_for_good(self, client, lead, engagement):
        client.force_login(lead)
        for name in ("Wohnen", "Sprache"):
            client.post(at("field-create", engagement), {"name": name, "circle": 20})
        ActionField.objects.get(name="Sprache").delete()
        client.post(at("field-create", engagement), {"name": "Arbeit", "circle": 20})
        assert set(ActionField.objects.values_list("name", "number")) == {("Wohnen", 1), ("Arbeit", 3)}

        field = ActionField.objects.get(name="Arbeit")
        client.post(at("goal-create", field), {"text": "Alle finden Arbeit", "circle": 20})
        goal = Goal.objects.get()
        client.post(at("measure-create", goal), full(goal))
        assert (str(goal), str(Measure.objects.get())) == ("3.1 Alle finden Arbeit", "M 1 Lotsin")

    def test_sent_twice_is_one_with_its_steps_once(self, client, lead, goal):
        client.force_login(lead)
        data = full(goal, steps="Ausschreiben\nBesetzen\nBesetzen", key=key_in(client.get(at("measure-create", goal))))
        for _ in range(2):
            client.post(at("measure-create", goal), data)

        assert Measure.objects.count() == 1
        assert [step.text for step in MeasureStep.objects.all()] == ["Ausschreiben", "Besetzen"]

    def test_a_changed_list_of_steps_keeps_the_ticks(self, client, lead, measure):
        done = MeasureStep.objects.create(measure=measure, text="Ausschreiben", done_on=dt.date(2026, 1, 1))
        MeasureStep.objects.create(measure=measure, text="Fällt weg", order=1)
        client.force_login(lead)
        client.post(at("measure-update", measure), full(measure.goal, steps="Neu\nAusschreiben", version=1))

        assert [(step.text, step.done_on) for step in measure.steps.all()] == [("Neu", None), (done.text, done.done_on)]


class TestReports:
    def test_progress_nobody_reported_is_never_done(self, engagement, lead, measure):
        """Every step ticked, the time over: as long as nobody says so the measure is not done."""
        MeasureStep.objects.create(measure=measure, text="Alles", done_on=dt.date(2026, 1, 1))
        Measure.objects.update(period_until=dt.date(2020, 1, 1))
        assert Plan(lead, engagement).counts == {"running": 0, "done": 0, "stuck": 0, "rest": 1, "all": 1}

        for target in (MeasureState.DECIDED, MeasureState.RUNNING, MeasureState.DONE):
            report(measure, target=target, light=Light.GREEN, by=lead)
        assert Plan(lead, engagement).counts == {"running": 0, "done": 1, "stuck": 0, "rest": 0, "all": 1}

    def test_a_state_out_of_reach_is_refused(self, lead, measure):
        with pytest.raises(StepRefused):
            report(measure, target=MeasureState.DONE, light=Light.GREEN, by=lead)
        assert not Progress.objects.exists()

    @pytest.mark.parametrize("light", [Light.YELLOW, Light.RED])
    def test_yellow_and_red_want_a_reason(self, client, contact, measure, light):
        client.force_login(contact)
        data = {"target": "vorgeschlagen", "light": light, "note": " "}
        assert "woran es liegt" in text(client.post(at("measure-report", measure), data))

        client.post(at("measure-report", measure), data | {"note": "Haushalt offen"})
        measure.refresh_from_db()
        assert (measure.light, measure.light_reason) == (light, "Haushalt offen")
        client.post(at("measure-report", measure), {"target": "vorgeschlagen", "light": "gruen"})
        measure.refresh_from_db()
        assert measure.light_reason == ""

    def test_sent_twice_is_one_report(self, client, lead, measure):
        client.force_login(lead)
        key = key_in(client.get(at("measure-report", measure)))
        for _ in range(2):
            client.post(at("measure-report", measure), {"target": "beschlossen", "light": "gruen", "key": key})

        assert [row.pk for row in Progress.objects.all()] == [Progress.objects.get().pk]
        assert Measure.objects.get().state == "beschlossen"

    def test_a_report_reaches_no_further_than_its_measure(self, lead, goal):
        inside = MeasureFactory(goal=goal)
        assert report(inside, target="beschlossen", light="gruen", by=lead).circle == Circle.TEAM

    def test_a_step_pressed_twice_is_ticked_once(self, client, contact, measure):
        step = MeasureStep.objects.create(measure=measure, text="Ausschreiben")
        client.force_login(contact)
        for _ in range(2):
            client.post(at("step-tick", measure, step.pk))
        step.refresh_from_db()
        assert step.done_on
        assert Entry.objects.filter(action="measure.step").count() == 1

        client.post(at("step-tick", measure, step.pk), {"offen": "1"})
        assert MeasureStep.objects.get().done_on is None

    def test_a_step_is_reached_by_its_own_measure_only(self, client, contact, goal, measure):
        hidden = MeasureStep.objects.create(measure=MeasureFactory(goal=goal), text="Intern")
        client.force_login(contact)

        assert client.post(at("step-tick", measure, hidden.pk)).status_code == 404
        assert MeasureStep.objects.get().done_on is None


class TestWhoReadsWhat:
    CHAIN = {"Herkunft", "Vorempfehlung", "Hindernis", "Innenmeldung"}

    @pytest.fixture
    def chain(self, engagement, measure, lead):
        """What only the team reads, around a measure the group reads."""
        inside = {"engagement": engagement, "circle": Circle.TEAM}
        question = ResolutionFactory(**inside, title="Vorempfehlung")
        Measure.objects.update(rests_on=ResolutionFactory(**inside, title="Herkunft", answers=question))
        Obstacle.objects.create(measure=measure, room=measure.room, text="Hindernis")
        states = {"source": "beschlossen", "target": "beschlossen", "light": "gruen"}
        Progress.objects.create(measure=measure, room=measure.room, note="Innenmeldung", **states)

    def test_the_chain_stops_at_the_wall_of_the_reader(self, client, *, lead, member, contact, measure, chain):
        met = {}
        for who in (lead, member, contact):
            client.force_login(who)
            page = text(client.get(at("measure-detail", measure)))
            met[who] = {word for word in self.CHAIN if word in page}

        assert met == {lead: self.CHAIN, member: set(), contact: set()}

    def test_the_middle_of_the_chain_alone_is_not_skipped_over(self, client, member, measure, chain):
        """The decision is out, the recommendation before it is not: the chain ends at the decision."""
        Resolution.objects.filter(title="Herkunft").update(circle=Circle.STEERING)
        client.force_login(member)
        page = text(client.get(at("measure-detail", measure)))

        assert "Herkunft" in page
        assert "Vorempfehlung" not in page

    def test_what_hangs_on_something_hidden_is_not_in_the_plan(self, client, lead, member, engagement, measure):
        hidden = ActionFieldFactory(engagement=engagement, name="Innenfeld")
        goal = GoalFactory(field=hidden, **FOR_GROUP, text="Innenziel")
        below = MeasureFactory(goal=goal, **FOR_GROUP, title="Hängt daran")
        Mirror.objects.create(goal=measure.goal, room=goal.room, judgement="kaum", evidence="Innenurteil")
        words = {"Innenfeld", "Innenziel", "Hängt daran", "Innenurteil"}
        for who, met in ((lead, words), (member, set())):
            client.force_login(who)
            page = text(client.get(at("plan", engagement)))
            assert "Lotsin" in page
            assert {word for word in words if word in page} == met
        page = text(client.get(at("measure-detail", below)))
        assert "Innenfeld" not in page
        assert "Innenziel" not in page

    def test_a_new_member_reads_nothing_from_before_her_start(self, client, engagement, measure):
        for model in (ActionField, Goal, Measure):
            model.objects.update(shared_on="2020-01-01")
        client.force_login(MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on="2024-01-01").user)

        assert "Lotsin" not in text(client.get(at("plan", engagement)))
        assert client.get(at("measure-detail", measure)).status_code == 404

    def test_the_contact_writes_for_the_group_and_moves_nothing(self, client, contact, engagement, goal):
        client.force_login(contact)
        assert 'name="circle"' not in text(client.get(at("measure-create", goal)))
        client.post(at("measure-create", goal), full(goal, circle=Circle.PUBLIC))
        measure = Measure.objects.get()
        assert measure.circle == Circle.STEERING

        client.post(at("measure-update", measure), full(goal, title="Neu", circle=Circle.PUBLIC, version=1))
        measure.refresh_from_db()
        assert (measure.title, measure.circle) == ("Neu", Circle.STEERING)

    def test_what_the_contact_hangs_on_something_narrower_stays_there(self, client, contact, engagement):
        field = ActionFieldFactory(engagement=engagement, circle=Circle.CLIENT)
        client.force_login(contact)
        client.post(at("goal-create", field), {"text": "Noch nicht für alle"})

        assert Goal.objects.get().circle == Circle.CLIENT


class TestPage:
    def test_filtered_it_shows_only_what_fits(self, client, member, engagement, goal, measure):
        MeasureFactory(goal=goal, **FOR_GROUP, title="Andere", owner="Landkreis")
        GoalFactory(field=goal.field, **FOR_GROUP, text="Leeres Ziel")
        client.force_login(member)
        assert "Leeres Ziel" in text(client.get(at("plan", engagement)))

        page = text(client.get(at("plan", engagement), {"wer": "kreis"}))
        assert "Andere" in page
        assert "Lotsin" not in page
        assert "Leeres Ziel" not in page
        assert "Keine Maßnahme passt dazu." in text(client.get(at("plan", engagement), {"wer": "niemand"}))

    @pytest.mark.parametrize("query", [{"stand": "x"}, {"ampel": "\x00"}, {"wer": "\x00"}, {"wer": "x" * 300}])
    def test_odd_questions_are_answered(self, client, member, engagement, measure, query):
        client.force_login(member)

        assert client.get(at("plan", engagement), query).status_code == 200

    def test_sixty_nine_goals_and_two_hundred_measures_cost_what_one_costs(self, client, lead, engagement, measure):
        client.force_login(lead)
        Measure.objects.update(rests_on=ResolutionFactory(engagement=engagement, **FOR_GROUP))
        pages = [at("plan", engagement), at("field-detail", measure.goal.field), at("plan-print", engagement)]
        pages.append(at("review", engagement))
        before = [cost_of(client, page) for page in pages]
        grow(engagement, goals=68, measures=199)

        assert [cost_of(client, page) for page in pages] == before
        assert max(before) <= 30
        page = text(client.get(pages[0]))
        assert "69 Ziele" in page
        assert "200 Maßnahmen" in page
        assert len(page) < 400_000


def grow(engagement, goals, measures):
    """A plan as large as they come, in few statements."""
    here = {"room": engagement.room, **FOR_GROUP}
    fields = [ActionField(engagement=engagement, number=20_000 + n, name=f"Feld {n}", **here) for n in range(8)]
    ActionField.objects.bulk_create(fields)
    rows = [Goal(field=fields[n % 8], number=n + 1, text=f"Ziel {n} " * 8, **here) for n in range(goals)]
    Goal.objects.bulk_create(rows)
    ground = ResolutionFactory(engagement=engagement, **FOR_GROUP)
    plan = [
        Measure(
            engagement=engagement, goal=rows[n % goals], number=20_000 + n, title=f"Tun {n}", rests_on=ground, **here
        )
        for n in range(measures)
    ]
    Measure.objects.bulk_create(plan)
    MeasureStep.objects.bulk_create(MeasureStep(measure=row, text="Schritt") for row in plan)


def cost_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
