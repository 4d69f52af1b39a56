"""Registering again: another address by the same form, the same address by another, and many for one mailbox."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from participation.enums import EventState, RegistrationState
from participation.models import Registration
from tests.factories.events import OpenEventFactory
from tests.guests import opened
from tests.pages.reading import key_in

from .test_registration import come, link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(engagement):
    return OpenEventFactory(engagement=engagement, capacity=4)


def test_the_same_form_with_another_address_takes_no_further_seats(event):
    client, url = Client(), reverse("guests:register", args=[event.pk])
    key = key_in(client.get(url))
    data = {"name": "Ada", "email": "ada@tippfehler.example", "persons": 2, "key": key, "opened": opened()}
    assert client.post(url, data).status_code == 302
    again = client.post(url, data | {"email": "ada@gast.example"})

    assert again.status_code == 409
    page = again.content.decode()
    assert "wurde schon gesendet" in page
    assert "ada@gast.example" in page
    assert [(row.email, row.persons) for row in Registration.objects.all()] == [("ada@tippfehler.example", 2)]


def test_one_mailbox_is_registered_once_and_nobody_learns_that_it_is(event, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = come(event, email="ada@gast.example", persons=2)
        other = come(event, "Wer Anderes", email="ADA@gast.example")
    stranger = come(event, "Bea Gast")

    assert first.url == other.url == stranger.url
    assert Registration.objects.filter(event=event).count() == 2
    assert len(mail.outbox) == 1
    assert "Ada" not in Client().get(other.url).content.decode()


def test_who_has_cancelled_may_come_again(event):
    come(event)
    Client().post(link_of())
    come(event)

    assert sorted(row.state for row in Registration.objects.all()) == [
        RegistrationState.CANCELLED,
        RegistrationState.SEATED,
    ]


def test_once_it_was_held_nobody_leaves(event):
    come(event)
    type(event).objects.filter(pk=event.pk).update(state=EventState.HELD)
    Client().post(link_of())

    assert "absagen=1" not in Client().get(link_of()).content.decode()
    assert Registration.objects.get().state == RegistrationState.SEATED


def test_the_team_is_told_that_there_is_one(signed_in, event):
    come(event)
    url = reverse("participation:registration-create", args=[event.pk])
    page = signed_in.post(url, {"name": "Ada", "email": "ada@gast.example", "persons": 1}).content.decode()

    assert "Mit dieser Adresse gibt es schon eine Anmeldung." in page
    assert Registration.objects.count() == 1


def test_one_mailbox_gets_no_flood_of_mails(engagement, settings, django_capture_on_commit_callbacks):
    settings.LIMITS = settings.LIMITS | {"registration_mailbox": (2, 60)}
    with django_capture_on_commit_callbacks(execute=True):
        for _n in range(4):
            come(OpenEventFactory(engagement=engagement), email="dritte@person.example")
        come(OpenEventFactory(engagement=engagement), email="Dritte@Person.example")
        come(OpenEventFactory(engagement=engagement), "Bea Gast")

    assert [message.to for message in mail.outbox] == [["dritte@person.example"]] * 2 + [["bea@gast.example"]]
