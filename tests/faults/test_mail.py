"""T30: the mail server is down, slow or refuses. Nobody waits, each mail goes once, and the page says how it is."""

import threading

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import letters
from accounts.letters import send_due
from accounts.models import Letter
from rooms.enums import Role
from rooms.models import Invitation
from tests.attack.figures import note, size
from tests.config.test_start import free_port
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.faults.mailserver import post_many, rounds, rounds_over, try_again
from tests.faults.test_two_editors import run_all

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LETTERS, KILLS = size(30, 2000), size(6, 100)
FORGOTTEN = reverse("accounts:password-forgotten")
NOT_YET, NEVER = "Die E-Mail ist noch nicht hinausgegangen", "Der Mailserver hat sie abgelehnt"
SLOW = "Zurzeit nimmt der Mailserver nichts an"


@pytest.fixture
def lead(client):
    lead = UserFactory()
    client.force_login(lead)
    client.room = EngagementFactory(lead=lead).room
    return lead


def invite(client, email):
    data = {"email": email, "name": "Karin", "role": Role.STEERING}
    return client.post(reverse("rooms:invite", args=[client.room.pk]), data).status_code


def members_page(client):
    return client.get(reverse("rooms:members", args=[client.room.pk])).content.decode()


@pytest.mark.parametrize("mood", ["away", "busy", "later", "silent", "breaks"])
def test_a_letter_waits_for_the_mail_server_and_goes_once(client, lead, server, settings, mood):
    server.mood, well = mood, settings.EMAIL_PORT
    settings.EMAIL_PORT = free_port() if mood == "away" else well
    asked = ["a@example.org", "b@example.org", "c@example.org"]

    assert [invite(client, email) for email in asked] == [302] * 3
    rounds_over()
    assert server.taken == []
    assert NOT_YET in members_page(client)
    answers = [Client().post(FORGOTTEN, {"email": email}, follow=True) for email in (lead.email, "x@example.org")]
    assert [SLOW in answer.content.decode() for answer in answers] == [True, True]

    rounds_over()
    server.release.set()
    server.mood, settings.EMAIL_PORT = "well", well
    try_again()
    try_again()
    note("T30", f"E-Mails an einen Mailserver, der {mood} war", 4, abs(4 - len(server.taken)))

    assert sorted(server.readers) == sorted([*asked, lead.email])
    assert not Letter.objects.exclude(content=b"").exists()
    assert NOT_YET not in members_page(client)
    assert SLOW not in Client().get(reverse("accounts:password-sent")).content.decode()


@pytest.mark.parametrize("mood", ["away", "later"])
def test_mail_that_is_stuck_does_not_tell_whose_address_has_an_account(client, lead, server, settings, mood):
    """Nothing else waits: what the page says must not hang on the one letter a stranger has asked for."""
    server.mood, settings.EMAIL_PORT = mood, free_port() if mood == "away" else settings.EMAIL_PORT
    told = []
    for email in ("x@example.org", lead.email):
        Client().post(FORGOTTEN, {"email": email})
        rounds_over()
        told.append(SLOW in Client().get(reverse("accounts:password-sent")).content.decode())

    assert told[0] == told[1]


def test_nobody_waits_for_a_mail_server_that_says_nothing(client, lead, server, settings):
    settings.EMAIL_TIMEOUT = 30
    server.mood = "silent"

    assert invite(client, "a@example.org") == 302
    assert server.met.wait(10)
    assert "Die E-Mail wird gerade gesendet" in members_page(client)
    assert rounds()  # answered twice, and still the sender waits


def test_sending_from_the_request_would_make_her_wait(client, lead, server, settings, monkeypatch):
    """The gate, seen red."""
    settings.EMAIL_TIMEOUT = 30
    monkeypatch.setattr(letters, "wake", send_due)
    server.mood = "silent"
    request = threading.Thread(target=lambda: (invite(client, "a@example.org"), connection.close()))
    request.start()

    assert server.met.wait(10)
    assert request.is_alive()
    server.release.set()
    request.join()


def test_an_address_that_is_refused_is_not_tried_again_and_the_page_says_so(client, lead, server):
    server.mood = "never"
    invite(client, "a@example.org")
    rounds_over()
    asked = server.asked
    try_again()

    assert NEVER in members_page(client)
    assert (server.asked, server.taken) == (asked, [])
    assert bytes(Letter.objects.get().content) == b""


def test_a_server_that_distrusts_us_gets_the_letter_when_that_is_mended(client, lead, server):
    server.mood = "distrusts"
    invite(client, "a@example.org")
    rounds_over()
    assert NEVER not in members_page(client)

    server.mood = "well"
    try_again()

    assert server.readers == ["a@example.org"]


def test_after_three_days_it_is_given_up(client, lead, server):
    server.mood = "later"
    invite(client, "a@example.org")
    rounds_over()
    Letter.objects.update(written_at=timezone.now() - letters.GIVE_UP)
    try_again()
    server.mood = "well"
    try_again()

    assert server.taken == []
    assert NEVER in members_page(client)


def test_what_is_rolled_back_sends_nothing(client, lead, server):
    with transaction.atomic():
        assert invite(client, "a@example.org") == 302
        transaction.set_rollback(True)
    rounds_over()
    send_due()

    assert (Invitation.objects.count(), Letter.objects.count(), server.asked) == (0, 0, 0)


def test_many_senders_send_each_letter_once(server, monkeypatch):
    monkeypatch.setattr(letters, "wake", lambda: None)
    post_many(LETTERS)
    run_all([send_due] * 6)
    note("T30", "E-Mails, von sechs Sendern zugleich gesendet", LETTERS, abs(LETTERS - len(server.taken)))

    assert sorted(server.readers) == sorted(f"p{each}@example.org" for each in range(LETTERS))


def test_without_holding_the_row_letters_would_go_twice(server, monkeypatch):
    """The gate, seen red: two senders look before the first of them has sent."""
    monkeypatch.setattr(letters, "wake", lambda: None)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    together, real = threading.Barrier(2, timeout=60), letters.hand_over
    monkeypatch.setattr(letters, "hand_over", lambda letter: (together.wait(), real(letter))[1])
    post_many(1)
    run_all([letters.send_next] * 2)

    assert len(server.taken) == 2
