"""T08: guessing is slow, for whoever guesses and however many workers answer; and nobody is shut out for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import limits
from accounts.letters import send_due
from accounts.models import AttemptCount, User
from config.attempts import attempts
from rooms.actions import token
from rooms.enums import Role
from tests.factories.rooms import InvitationFactory

pytestmark = pytest.mark.django_db
SIGN_IN, RESUME = reverse("accounts:sign-in"), reverse("accounts:resume")
FORGOTTEN, CONFIRM = reverse("accounts:password-forgotten"), reverse("accounts:confirm")
SENTENCE = "Zu viele Versuche. Bitte warten Sie 5 Minuten; Ihr Text bleibt stehen."
WRONG = "falsch-falsch-falsch"


def sign_in(client, email, password, **more):
    return client.post(SIGN_IN, {"username": email, "password": password}, **more)


def statuses(client, email, number, **more):
    return [sign_in(client, email, WRONG, **more).status_code for _each in range(number)]


def later(**time):
    AttemptCount.objects.update(window_start=F("window_start") - timedelta(**time))


def guesses_answered(client, email):
    """How many of twenty passwords somebody learns something about."""
    return statuses(client, email, 20).count(200)


def test_five_guesses_then_a_sentence(client, maria, password):
    assert guesses_answered(client, maria.email) == 5

    response = sign_in(client, maria.email, password)

    assert response.status_code == 429
    assert SENTENCE in response.content.decode()
    assert maria.email in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_without_counting_the_guesses_would_be_seen(client, maria, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(limits.Attempt, "begin", lambda attempt: 0)

    assert guesses_answered(client, maria.email) == 20


def test_another_browser_and_another_address_are_no_way_around(maria):
    answers = [
        status
        for number in range(20)
        for status in statuses(Client(), maria.email.upper(), 1, REMOTE_ADDR=f"198.51.100.{number}")
    ]

    assert answers == [200] * 5 + [429] * 15


def test_after_the_wait_the_right_password_opens(client, maria, password):
    statuses(client, maria.email, 9)
    later(minutes=4, seconds=50)
    assert "Bitte warten Sie 1 Minute;" in sign_in(client, maria.email, password).content.decode()

    later(seconds=15)  # what was refused meanwhile has not made it longer

    assert sign_in(client, maria.email, password).status_code == 302


def test_success_forgets_the_failures_of_the_account(client, maria, password):
    for _each in range(3):
        assert statuses(Client(), maria.email, 4) == [200] * 4
        assert sign_in(Client(), maria.email, password).status_code == 302

    assert AttemptCount.objects.get().count == 12  # the address; signing in itself is not held against it


def test_one_password_for_many_accounts_meets_the_limit_of_the_address(client, maria, password):
    answers = [statuses(client, f"person{number}@example.org", 1)[0] for number in range(40)]

    assert answers == [200] * 30 + [429] * 10
    assert sign_in(client, maria.email, password).status_code == 429
    assert sign_in(client, maria.email, password, REMOTE_ADDR="198.51.100.7").status_code == 302


@pytest.mark.parametrize("email", ["niemand@example.org", "maria@example.org", "still@example.org"])
def test_whoever_exists_the_refusal_is_the_same(client, maria, email):
    User.objects.create_user("still@example.org", "Still", WRONG, is_active=False)
    answers = [sign_in(client, email, WRONG + "!") for _each in range(7)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert answers[-1].context["form"].errors == {"__all__": [SENTENCE]}


def test_resuming_counts_as_signing_in_and_keeps_the_text(client, maria, password):
    data = {"ziel": "/profil/", "behalten-text": "Mein Text", "username": maria.email}
    statuses(client, maria.email, 3)
    answers = [client.post(RESUME, data | {"password": given}) for given in (WRONG, WRONG, password)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    page = answers[-1].content.decode()
    assert SENTENCE in page
    assert 'name="behalten-text" value="Mein Text"' in page


@pytest.mark.parametrize("data", [{}, {"username": "maria@example.org"}, {"username": "maria", "password": "x"}])
def test_what_is_no_attempt_is_not_counted(client, data):
    for _each in range(7):
        assert client.post(SIGN_IN, data).status_code == 200

    assert not AttemptCount.objects.exists()


def test_reset_mails_are_few_per_mailbox_and_per_address(client, maria):
    answers = [client.post(FORGOTTEN, {"email": email}).status_code for email in [maria.email, "MARIA@example.org"] * 3]
    assert answers == [302] * 3 + [429] * 3
    send_due()
    assert len(mail.outbox) == 3

    answers = [client.post(FORGOTTEN, {"email": f"p{number}@example.org"}).status_code for number in range(20)]
    assert answers == [302] * 17 + [429] * 3


def test_passwords_at_an_invitation_are_guessed_five_times(client, maria, password):
    invitation = InvitationFactory(email=maria.email, role=Role.STEERING)
    link = reverse("rooms:invitation", args=[token(invitation)])
    answers = [client.post(link, {"password": WRONG, "promise": "on"}).status_code for _each in range(7)]
    refused = client.post(link, {"password": password, "promise": "on"})

    assert answers == [200] * 5 + [429] * 2
    assert "Bitte warten Sie 15 Minuten" in refused.content.decode()
    later(minutes=15)
    assert client.post(link, {"password": password, "promise": "on"}).status_code == 302


def test_whoever_sits_at_a_foreign_session_guesses_no_more(client, maria, password):
    client.force_login(maria)
    change = {"old_password": WRONG, "new_password1": "x", "new_password2": "x"}
    answers = [client.post(CONFIRM, {"password": WRONG, "ziel": "/profil/"}).status_code for _each in range(3)]
    answers += [client.post(reverse("accounts:password-change"), change).status_code for _each in range(3)]

    assert answers == [200] * 5 + [429]
    assert client.post(CONFIRM, {"password": password, "ziel": "/profil/"}).status_code == 429
    assert sign_in(Client(), maria.email, password).status_code == 302  # she herself is not shut out


def names_somebody():
    return [row.key for row in AttemptCount.objects.all() if len(row.key) != 64 or "@" in row.key or "127.0" in row.key]


def test_rows_name_neither_account_nor_address(client, maria):
    statuses(client, maria.email, 1)

    assert AttemptCount.objects.count() == 2
    assert names_somebody() == []


def test_rows_in_clear_would_be_seen(client, maria, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(limits, "digest", lambda kind, value: value)
    statuses(client, maria.email, 1)

    assert names_somebody()


def test_old_rows_go_on_the_way(client, maria, jonas):
    statuses(client, maria.email, 1)
    later(minutes=61)
    statuses(client, jonas.email, 1, REMOTE_ADDR="198.51.100.7")

    assert AttemptCount.objects.count() == 2


@pytest.mark.parametrize(
    ("behind", "remote", "forwarded", "address"),
    [
        (False, "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (True, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "10.1.1.1, 203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (False, "2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        (False, "::ffff:198.51.100.7", "", "198.51.100.7"),
        (False, "", "", ""),
        (True, "127.0.0.1", "unknown", "unknown"),
    ],
)
def test_address_is_what_we_or_our_proxy_saw(settings, behind, remote, forwarded, address):
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert limits.address_of(request) == address


@pytest.mark.parametrize("text", ["", "5", "0/5", "5/0", "5/5/5", "fünf/5", "-1/5"])
def test_a_limit_nobody_can_read_stops_the_start(text):
    with pytest.raises(ImproperlyConfigured, match="LIMIT_"):
        attempts(text)


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_are_counted_one_after_the_other():
    """Each thread has its own connection, like the workers of the server."""
    maria = User.objects.create_user("maria@example.org", "Maria", "vier-zahme-Igel-lesen")

    def guess(_number):
        try:
            return sign_in(Client(), maria.email, WRONG).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(guess, range(16)))

    assert answers == [200] * 5 + [429] * 11
