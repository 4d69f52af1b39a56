"""Proposals of an event: numbered, handed over, asked about once after four weeks, answered, released."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from participation.enums import ProposalState
from participation.models import Event, Proposal, ProposalAnswer, ProposalContact
from participation.proposals import ask_all
from rooms.enums import Circle
from tests.factories.events import EventFactory, OpenEventFactory, ProposalFactory
from tests.pages.reading import key_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2030, 3, 1)


def absolute(path):
    return f"http://testserver{path}"


@pytest.fixture
def event(engagement):
    return OpenEventFactory(engagement=engagement)


def with_contact(event, email="bauamt@stadt.example", **fields):
    row = ProposalFactory(event=event, **fields)
    ProposalContact.objects.create(proposal=row, room=row.room, email=email)
    return row


def test_numbers_are_given_once(signed_in, event):
    url = reverse("participation:proposal-create", args=[event.pk])
    day = timezone.localdate().isoformat()
    for words in ("Erster", "Zweiter"):
        data = {"text": words, "addressee": "Bauamt", "handed_on": day, "circle": 20, "email": "bauamt@stadt.example"}
        data["key"] = key_in(signed_in.get(url))
        for _twice in range(2):
            assert signed_in.post(url, data).status_code == 302
    assert list(Proposal.objects.values_list("number", "text")) == [(1, "Erster"), (2, "Zweiter")]
    assert ProposalContact.objects.count() == 2


def test_each_is_asked_about_once_however_the_days_go(event, django_capture_on_commit_callbacks):
    """Sixty days, with gaps and doubles: one letter, on the first day the command runs after four weeks."""
    row = with_contact(event, handed_on=TODAY)
    asked = []
    with django_capture_on_commit_callbacks(execute=True):
        for n in range(60):
            if n in {28, 29, 40}:  # the machine was off
                continue
            for _twice in range(2):
                if ask_all(TODAY + dt.timedelta(days=n), absolute):
                    asked.append(n)
    row.refresh_from_db()

    assert asked == [30]
    assert row.state == ProposalState.ASKED
    assert [message.to for message in mail.outbox] == [["bauamt@stadt.example"]]
    assert row.text not in mail.outbox[0].body
    assert "http" not in mail.outbox[0].body  # nothing of it has been released


def test_nobody_is_asked_who_has_answered_has_no_address_or_is_long_past(event):
    with_contact(event, handed_on=TODAY, state=ProposalState.ANSWERED)
    ProposalFactory(event=event, handed_on=TODAY)
    with_contact(event, handed_on=TODAY - dt.timedelta(days=365))

    assert ask_all(TODAY + dt.timedelta(days=30), absolute) == 0


def test_the_command_asks(event, django_capture_on_commit_callbacks):
    row = with_contact(event, handed_on=timezone.localdate() - dt.timedelta(days=28), circle=Circle.PUBLIC)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("ask_proposals")

    assert reverse("reports:event-proposal", args=[row.pk]) in mail.outbox[0].body


def test_the_answer_is_public_when_it_is_released(client, lead, event):
    row = ProposalFactory(event=event, text="Bänke am Markt", circle=Circle.PUBLIC)
    client.force_login(lead)
    url = reverse("participation:proposal-answer", args=[row.pk])
    data = {"text": "Zwei Bänke kommen im Mai", "given_by": "Bauamt", "given_on": timezone.localdate().isoformat()}
    assert client.post(url, data | {"circle": 20, "key": key_in(client.get(url))}).status_code == 302
    row.refresh_from_db()
    assert row.state == ProposalState.ANSWERED
    client.logout()
    page = reverse("reports:event-proposal", args=[row.pk])

    assert "Bänke am Markt" in client.get(page).content.decode()
    assert "Zwei Bänke" not in client.get(page).content.decode()
    ProposalAnswer.objects.update(circle=Circle.PUBLIC)
    assert "Zwei Bänke" in client.get(page).content.decode()


def test_without_a_release_there_is_no_page(client, event):
    row = ProposalFactory(event=event)

    assert client.get(reverse("reports:event-proposal", args=[row.pk])).status_code == 404
    assert row.text not in client.get(reverse("reports:event", args=[event.pk])).content.decode()


def test_a_proposal_goes_with_its_event(client, event):
    row = ProposalFactory(event=event, circle=Circle.PUBLIC)
    page = reverse("reports:event-proposal", args=[row.pk])
    assert client.get(page).status_code == 200
    Event.objects.filter(pk=event.pk).update(circle=Circle.TEAM)

    assert client.get(page).status_code == 404


def test_where_somebody_is_asked_stays_with_the_team(client, member, engagement):
    event = EventFactory(engagement=engagement, circle=20)
    row = with_contact(event, circle=20)
    client.force_login(member)
    page = client.get(row.get_absolute_url()).content.decode()

    assert row.text in page
    assert "bauamt@stadt.example" not in page
