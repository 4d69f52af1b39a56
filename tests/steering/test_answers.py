"""Answers to recommendations: where they are told, and what they carry along."""

import pytest

from rooms.enums import Circle
from stakeholders.enums import BodyKind
from steering.models import Resolution, Task
from tests.factories.steering import (
    AgendaItemFactory,
    BodyFactory,
    MeetingFactory,
    ResolutionFactory,
)
from tests.pages.reading import key_in
from tests.steering.test_resolutions import EMPTY, create

from .visits import at, text

pytestmark = pytest.mark.django_db
DECIDED = EMPTY | {"kind": "beschluss", "title": "So sei es", "outcome": "abgelehnt"}


@pytest.fixture
def council(engagement):
    return BodyFactory(room=engagement.room, circle=Circle.STEERING, kind=BodyKind.COUNCIL)


def asked(engagement, circle=Circle.STEERING, **more):
    return ResolutionFactory(engagement=engagement, circle=circle, organ="Runde", **more)


@pytest.mark.parametrize("circle", [Circle.TEAM, Circle.CLIENT])
def test_words_from_further_inside_are_not_laid_before_the_group(client, lead, engagement, circle):
    question = asked(engagement, circle, title="Stille Sache", wording="Frau Kramer soll gehen.")
    client.force_login(lead)
    page = client.get(at("resolution-answer", question))

    assert "Frau Kramer" not in text(page)
    assert page.context["form"].initial["circle"] == circle


def test_a_council_from_further_inside_is_not_proposed_to_the_group(client, contact, lead, engagement):
    hidden = BodyFactory(
        room=engagement.room, circle=Circle.CLIENT, kind=BodyKind.INTEGRATION_BOARD, name="Stiller Beirat"
    )
    for user in (contact, lead):
        client.force_login(user)
        assert (
            "Stiller Beirat"
            not in client.get(f"{create(engagement)}?beirat={hidden.pk}").context["form"].initial["wording"]
        )


def test_an_answer_of_the_town_lies_where_the_question_does(client, contact, engagement):
    question = asked(engagement, Circle.CLIENT)
    client.force_login(contact)
    client.post(at("resolution-answer", question), DECIDED | {"organ": "Bürgermeister*in"})

    assert Resolution.objects.get(kind="beschluss").circle == Circle.CLIENT


def test_what_comes_out_of_an_inner_meeting_stays_as_far_inside(client, lead, engagement, body):
    meeting = MeetingFactory(engagement=engagement, body=body, circle=Circle.CLIENT)
    item = AgendaItemFactory(meeting=meeting, circle=Circle.TEAM)
    client.force_login(lead)
    for name in ("resolution-create", "task-create"):
        for query, circle in ((f"sitzung={meeting.pk}", Circle.CLIENT), (f"top={item.pk}", Circle.TEAM)):
            page = client.get(f"{at(name, engagement)}?{query}")
            assert page.context["form"].initial["circle"] == circle, (name, query)


def test_an_answer_answers_the_recommendation_it_was_opened_for(client, lead, engagement, council):
    """Whatever is sent along: neither another recommendation nor another kind."""
    question, other = asked(engagement), asked(engagement)
    client.force_login(lead)
    data = DECIDED | {"kind": "empfehlung", "answers": other.pk, "body": council.pk}
    client.post(at("resolution-answer", question), data)

    answer = Resolution.objects.get(kind="beschluss")
    assert answer.answers == question
    assert {row.pk: row.outcome for row in (question, other) if row.refresh_from_db() is None} == {
        question.pk: "abgelehnt",
        other.pk: "offen",
    }


def test_a_decision_entered_by_itself_tells_its_question_too(client, lead, engagement, council):
    question = asked(engagement)
    client.force_login(lead)
    client.post(create(engagement), DECIDED | {"answers": question.pk, "body": council.pk})
    question.refresh_from_db()
    assert question.outcome == "abgelehnt"

    answer = Resolution.objects.get(kind="beschluss")
    data = DECIDED | {"answers": question.pk, "body": council.pk, "outcome": "beschlossen", "version": answer.version}
    client.post(at("resolution-update", answer), data)
    question.refresh_from_db()
    assert question.outcome == "beschlossen"


def test_sent_twice_an_answer_is_one(client, lead, engagement, council):
    question = asked(engagement)
    client.force_login(lead)
    data = DECIDED | {"body": council.pk, "key": key_in(client.get(at("resolution-answer", question)))}
    for _time in range(2):
        assert client.post(at("resolution-answer", question), data).status_code == 302

    assert Resolution.objects.filter(kind="beschluss").count() == 1


def test_an_item_chosen_alone_brings_its_meeting_along(client, lead, engagement, meeting, item):
    row = asked(engagement)
    client.force_login(lead)
    data = EMPTY | {"organ": "Runde", "item": item.pk, "version": row.version}
    assert client.post(at("resolution-update", row), data).status_code == 302

    row.refresh_from_db()
    assert (row.item, row.meeting) == (item, meeting)


def test_whom_a_body_is_hidden_from_can_still_edit(client, contact, engagement):
    hidden = BodyFactory(room=engagement.room, circle=Circle.TEAM)
    row = ResolutionFactory(engagement=engagement, circle=Circle.CLIENT, body=hidden)
    client.force_login(contact)
    answer = client.post(at("resolution-update", row), EMPTY | {"title": "Neu", "version": row.version})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.body_id) == ("Neu", hidden.pk)


def test_votes_are_told_as_counted(client, lead, engagement):
    row = asked(engagement, votes_against=3, abstained=1)
    client.force_login(lead)

    assert "<dd>3 dagegen, 1 enthalten</dd>" in text(client.get(at("resolution-detail", row)))


def test_a_task_of_an_inner_item_stays_inside(client, lead, engagement, body):
    item = AgendaItemFactory(meeting=MeetingFactory(engagement=engagement, body=body), circle=Circle.TEAM)
    client.force_login(lead)
    page = client.get(f"{at('task-create', engagement)}?top={item.pk}")
    data = {"text": "Anrufen", "who": "Team", "item": item.pk, "circle": page.context["form"].initial["circle"]}
    client.post(at("task-create", engagement), data)

    assert Task.objects.get().circle == Circle.TEAM
