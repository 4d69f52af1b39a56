"""Questions at registration: each is answered to those it names, and to nobody else."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from participation.enums import EventState, QuestionReaders
from participation.models import Answer, Registration
from participation.registering import secret_of
from rooms.acting import act_as
from rooms.enums import Circle, Role
from tests.factories.events import (
    EventFactory,
    OpenEventFactory,
    QuestionFactory,
)
from tests.factories.rooms import MembershipFactory

from .test_registration import come

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(engagement, lead):
    """An event with one answer to a question for the team and one for whoever cooks."""
    event = OpenEventFactory(engagement=engagement)
    team = QuestionFactory(event=event, text="Was soll zur Sprache kommen?")
    food = QuestionFactory(event=event, text="Was essen Sie nicht?", readers=QuestionReaders.CATERING)
    come(event, **{f"q{team.pk}": "Die Halle", f"q{food.pk}": "Nüsse"})
    return event


def reads(person, event):
    client = Client()
    client.force_login(person)
    response = client.get(reverse("participation:event-answers", args=[event.pk]))
    return {word for word in ("Die Halle", "Nüsse", "Ada Gast") if word in response.content.decode()}


def test_each_question_is_answered_to_those_it_names(asked, engagement, lead):
    cook = MembershipFactory(room=engagement.room, role=Role.CONTACT).user
    host = MembershipFactory(room=engagement.room, role=Role.CONTACT).user
    type(asked).objects.filter(pk=asked.pk).update(circle=Circle.STEERING)
    asked.duties.create(person=cook, duty="verpflegung")
    asked.duties.create(person=host, duty="gastgeber")

    assert reads(lead, asked) == {"Die Halle", "Ada Gast"}
    assert reads(cook, asked) == {"Nüsse"}
    assert reads(host, asked) == set()


def test_the_database_keeps_answers_from_the_others(asked, engagement, lead):
    helper = MembershipFactory(room=engagement.room, role=Role.CONTACT).user
    found = {}
    for person in (None, lead, helper):
        with transaction.atomic():
            act_as(person and person.pk)
            found[person] = set(Answer.objects.values_list("text", flat=True))
            transaction.set_rollback(True)

    assert found == {None: set(), lead: {"Die Halle"}, helper: set()}


def test_who_cancels_takes_her_answers_along(asked):
    row = Registration.objects.get(event=asked)
    Client().post(reverse("guests:registration", args=[secret_of(row.pk)]))

    assert not Answer.objects.exists()


def test_it_is_said_who_reads_also_who_gets_the_duty_later(engagement):
    event = OpenEventFactory(engagement=engagement)
    QuestionFactory(event=event, readers=QuestionReaders.CATERING)
    QuestionFactory(event=event, readers=QuestionReaders.TEAM)
    page = Client().get(reverse("guests:register", args=[event.pk])).content.decode()

    assert "Das liest nur: Verpflegung, und wem das Team diese Aufgabe gibt." in page
    assert "Das liest nur: Beratungsteam. Nach" in page


def test_questions_stand_once_the_registration_was_open(engagement, lead, client):
    client.force_login(lead)
    event = EventFactory(engagement=engagement)
    url = reverse("participation:question-create", args=[event.pk])
    assert client.post(url, {"text": "Essen?", "readers": "verpflegung"}).status_code == 302
    assert event.questions.count() == 1
    type(event).objects.filter(pk=event.pk).update(state=EventState.OPEN)
    client.post(url, {"text": "Noch etwas?", "readers": "team"})

    assert event.questions.count() == 1
