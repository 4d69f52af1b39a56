"""Recommendations, decisions and tasks: who may what, numbered once, answered, and told no further than they reach."""

import pytest
from django.urls import reverse

from rooms.enums import Circle, Role
from stakeholders.enums import BodyKind
from steering.models import Passage, Resolution, Task
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeasureFactory, MeetingFactory, ResolutionFactory, TaskFactory
from tests.pages.reading import key_in

from .visits import at, text

pytestmark = pytest.mark.django_db

EMPTY = {"kind": "empfehlung", "title": "Lotsin", "wording": "Bitte einstellen.", "outcome": "offen", "circle": 20}
EMPTY |= {"consensus": "offen"}


def create(engagement):
    return reverse("steering:resolution-create", args=[engagement.pk])


@pytest.fixture
def council(engagement):
    return BodyFactory(room=engagement.room, circle=Circle.STEERING, kind=BodyKind.COUNCIL, name="Stadtvertretung")


def test_a_steering_group_only_recommends(client, lead, engagement, body, council):
    client.force_login(lead)
    refused = client.post(create(engagement), EMPTY | {"kind": "beschluss", "body": body.pk})
    assert "beschließen können Rat oder Verwaltungsspitze" in text(refused)
    assert not Resolution.objects.exists()

    client.post(create(engagement), EMPTY | {"kind": "beschluss", "body": council.pk})
    client.post(create(engagement), EMPTY | {"body": body.pk})
    assert {(str(row.body), row.sign) for row in Resolution.objects.all()} == {
        ("Stadtvertretung", "B 1"),
        (body.name, "E 1"),
    }


def test_a_decision_is_not_moved_to_a_group_that_only_recommends(client, lead, engagement, body, council):
    row = ResolutionFactory(engagement=engagement, kind="beschluss", body=council, circle=Circle.STEERING)
    client.force_login(lead)
    page = client.post(at("resolution-update", row), EMPTY | {"body": body.pk, "version": 1})

    assert "beschließen können Rat oder Verwaltungsspitze" in text(page)
    assert Resolution.objects.get().body == council


def test_who_recommends_must_be_said(client, lead, engagement):
    client.force_login(lead)

    assert "wer empfiehlt oder beschließt" in text(client.post(create(engagement), EMPTY))


def test_a_number_is_given_once_also_beside_rows_one_does_not_see(client, contact, engagement, lead, body):
    client.force_login(lead)
    client.post(create(engagement), EMPTY | {"body": body.pk, "circle": Circle.TEAM})
    client.force_login(contact)
    client.post(create(engagement), EMPTY | {"body": body.pk})

    assert set(Resolution.objects.values_list("number", "circle")) == {(1, Circle.TEAM), (2, Circle.STEERING)}


def test_sent_twice_is_one(client, lead, engagement, body):
    client.force_login(lead)
    data = EMPTY | {"body": body.pk, "key": key_in(client.get(create(engagement)))}
    client.post(create(engagement), data)
    client.post(create(engagement), data)

    assert Resolution.objects.count() == 1


@pytest.mark.parametrize("who", ["member", "contact", "lead"])
def test_who_writes(client, engagement, who, request):
    client.force_login(request.getfixturevalue(who))

    assert client.get(create(engagement)).status_code == (403 if who == "member" else 200)


def test_the_answer_stands_at_the_recommendation(client, lead, engagement, body, council):
    question = ResolutionFactory(engagement=engagement, body=body, circle=Circle.STEERING)
    client.force_login(lead)
    data = EMPTY | {"kind": "beschluss", "body": council.pk, "outcome": "beschlossen", "answers": question.pk}
    client.post(at("resolution-answer", question), data)

    question.refresh_from_db()
    assert question.outcome == "beschlossen"
    assert "B 1" in text(client.get(at("resolution-detail", question)))


def test_what_an_answer_says_reaches_no_further_than_the_answer(client, *, lead, member, engagement, body, council):
    question = ResolutionFactory(engagement=engagement, body=body, circle=Circle.STEERING)
    client.force_login(lead)
    data = EMPTY | {"kind": "beschluss", "body": council.pk, "outcome": "abgelehnt", "title": "Geheimsache"}
    client.post(at("resolution-answer", question), data | {"answers": question.pk, "circle": Circle.TEAM})
    assert "Geheimsache" in text(client.get(at("resolution-detail", question)))

    client.force_login(member)
    page = text(client.get(at("resolution-detail", question)))
    assert "abgelehnt" not in page
    assert "Geheimsache" not in page


CHAIN = ["Sitzungsrunde", "Vorfrage", "Nachantwort", "Folgemassnahme"]


@pytest.mark.parametrize("who", ["lead", "member"])
def test_the_chain_stops_at_the_wall_of_the_reader(client, engagement, who, request):
    """Around a resolution the group reads lies what only the team does: the lead meets it, the member does not."""
    inside = {"engagement": engagement, "circle": Circle.TEAM}
    hidden = BodyFactory(room=engagement.room, name=CHAIN[0])
    question = ResolutionFactory(**inside, title=CHAIN[1])
    row = ResolutionFactory(
        engagement=engagement,
        circle=Circle.STEERING,
        body=hidden,
        answers=question,
        meeting=MeetingFactory(**inside, body=hidden),
    )
    ResolutionFactory(**inside, title=CHAIN[2], answers=row)
    MeasureFactory(goal__field__engagement=engagement, title=CHAIN[3], rests_on=row)
    client.force_login(request.getfixturevalue(who))
    for url in (at("resolution-detail", row), at("resolution-list", engagement)):
        page = text(client.get(url))
        met = {word for word in CHAIN if word in page}
        assert "None" not in page
        assert met == set() if who == "member" else met


def test_a_new_member_reads_nothing_from_before_her_start(client, engagement, body):
    old = ResolutionFactory(engagement=engagement, circle=Circle.STEERING, title="Altes", body=body)
    Resolution.objects.filter(pk=old.pk).update(shared_on="2020-01-01")
    new = ResolutionFactory(engagement=engagement, circle=Circle.STEERING, title="Neues", answers=old)
    member = MembershipFactory(room=engagement.room, role=Role.STEERING, starts_on="2024-01-01").user
    client.force_login(member)

    assert client.get(at("resolution-detail", old)).status_code == 404
    for url in (at("resolution-list", engagement), at("resolution-detail", new)):
        assert "Neues" in text(client.get(url))
        assert "Altes" not in text(client.get(url))


def test_a_task_is_done_by_whoever_has_it_and_stays_done_when_pressed_twice(client, member, engagement):
    task = TaskFactory(engagement=engagement, circle=Circle.STEERING, account=member)
    client.force_login(member)
    for _ in range(2):
        response = client.post(at("task-done", task), {"stand": "1"})
    assert response.url == at("review", engagement)
    task.refresh_from_db()
    assert task.done_on
    assert task.version == 2

    client.post(at("task-done", task), {"offen": "1"})
    assert Task.objects.get().done_on is None


def test_a_task_of_somebody_else_is_not_hers_to_tick(client, member, engagement):
    task = TaskFactory(engagement=engagement, circle=Circle.STEERING)
    client.force_login(member)

    assert client.post(at("task-done", task)).status_code == 403


def test_a_task_nobody_would_find_is_refused(client, lead, member, engagement):
    client.force_login(lead)
    data = {"text": "Anrufen", "who": "sie", "account": member.pk}
    url = at("task-create", engagement)
    assert "liest diesen Kreis nicht" in text(client.post(url, data | {"circle": Circle.TEAM}))

    assert client.post(url, data | {"circle": Circle.STEERING}).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_long(client, *, lead, engagement, body, count, django_assert_num_queries):
    row = ResolutionFactory(engagement=engagement, circle=Circle.STEERING, body=body)
    for _ in range(count):
        ResolutionFactory(engagement=engagement, circle=Circle.STEERING, body=body, answers=row)
        Passage.objects.create(resolution=row, organ="Rat")
    client.force_login(lead)
    client.get(at("resolution-list", engagement))
    for name, what, cost in (("resolution-list", engagement, LIST), ("resolution-detail", row, DETAIL)):
        with django_assert_num_queries(cost):
            client.get(at(name, what))


LIST, DETAIL = 11, 12


def test_a_task_sent_twice_is_one(client, lead, engagement):
    client.force_login(lead)
    url = at("task-create", engagement)
    data = {"text": "Anrufen", "who": "sie", "circle": Circle.STEERING, "key": key_in(client.get(url))}
    for _ in range(2):
        client.post(url, data)

    assert Task.objects.count() == 1


def test_an_answer_is_offered_those_who_decide(client, lead, engagement, body, council):
    question = ResolutionFactory(engagement=engagement, body=body, circle=Circle.STEERING)
    client.force_login(lead)
    page = text(client.get(at("resolution-answer", question)))

    assert f'value="{council.pk}"' in page
    assert f'value="{body.pk}"' not in page
