"""T08: a thousand guesses, from one address and from a hundred; who has an account, nobody learns."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import limits
from accounts.models import AttemptCount, User
from tests.attack.figures import note, size

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SIGN_IN, FORGOTTEN = reverse("accounts:sign-in"), reverse("accounts:password-forgotten")
RIGHT = "vier-zahme-Igel-lesen"
TRIES = size(150, 1000)
HEADERS = (
    "x-forwarded-for",
    "x-real-ip",
    "forwarded",
    "client-ip",
    "x-client-ip",
    "cf-connecting-ip",
    "true-client-ip",
)


@pytest.fixture
def maria():
    return User.objects.create_user("maria@example.org", "Maria", RIGHT)


def guess(email, password, number=0, addresses=1, **more):
    """One attempt in a browser of its own; whether it was looked at, and whether it opened."""
    address = f"198.51.{number % addresses // 250}.{number % addresses % 250 + 1}"
    response = Client().post(SIGN_IN, {"username": email, "password": password}, REMOTE_ADDR=address, **more)
    return response.status_code


def looked_at(statuses):
    """How many guesses somebody learned something from."""
    return sum(status != 429 for status in statuses)


@pytest.mark.parametrize("addresses", [1, 100])
def test_of_a_thousand_passwords_five_are_looked_at(maria, addresses):
    """Among them the right one, too late; and five minutes later its owner comes in."""
    passwords = [f"falsch-{number}" for number in range(TRIES - 1)]
    passwords.insert(TRIES // 2, RIGHT)
    statuses = [guess(maria.email, password, n, addresses) for n, password in enumerate(passwords)]
    note("T08", f"Passwörter an einem Konto, {addresses} Adresse(n)", len(statuses), statuses.count(302))

    assert looked_at(statuses) == 5
    assert 302 not in statuses
    for row in AttemptCount.objects.all():
        AttemptCount.objects.filter(pk=row.pk).update(window_start=row.window_start - limits.window(row.kind))
    assert guess(maria.email, RIGHT) == 302


def test_one_password_at_a_thousand_accounts_meets_the_limit_of_the_address():
    people = [f"person{number}@example.org" for number in range(TRIES)]
    for email in people[::2]:  # every second one exists
        User.objects.create(email=email, name="x", password="!")
    statuses = [guess(email, "Sommer2026!!") for email in people]
    note("T08", "Konten mit einem Passwort, eine Adresse", len(statuses), statuses.count(302))

    assert looked_at(statuses) == 30


@pytest.mark.parametrize("header", HEADERS)
def test_an_address_one_only_claims_counts_for_nothing(maria, header):
    statuses = [
        guess(f"p{number}@example.org", "x" * 12, headers={header: f"203.0.113.{number}"}) for number in range(40)
    ]
    note("T08", "vorgetäuschte Adressen", len(statuses))

    assert looked_at(statuses) == 30


def test_behind_the_proxy_only_its_own_word_counts(maria, settings):
    """What the client writes stands left of what the proxy saw."""
    settings.BEHIND_PROXY = True
    statuses = [
        guess(f"p{number}@example.org", "x" * 12, headers={"x-forwarded-for": f"10.0.{number}.1, 203.0.113.9"})
        for number in range(40)
    ]
    note("T08", "vorgetäuschte Adressen", len(statuses))

    assert looked_at(statuses) == 30


WAYS = {
    "sign-in": lambda email, number: Client().post(
        SIGN_IN, {"username": email, "password": "falsch-falsch"}, REMOTE_ADDR=f"203.0.113.{number}"
    ),
    "forgotten": lambda email, number: Client().post(FORGOTTEN, {"email": email}, REMOTE_ADDR=f"203.0.113.{number}"),
}


def told(way, email, number):
    """Everything an answer tells: status, headers, text, names of cookies, and how much work it was."""
    with CaptureQueriesContext(connection) as queries:
        response = WAYS[way](email, number)
    text = response.content.decode().replace(email, "…")
    for cookie in response.cookies.values():
        text = text.replace(cookie.value, "")
    body = re.sub(r"[A-Za-z0-9]{64}", "", text)  # the token of the form
    heads = {name: value for name, value in response.headers.items() if name not in {"Expires", "Content-Length"}}
    return response.status_code, heads, tuple(response.cookies), body, len(queries)


def differences(way, emails):
    """The accounts whose answer is another than that for nobody."""
    told(way, "zuerst@example.org", 1)  # the first request of a process loads what the others find
    usual = told(way, "niemand-hier@example.org", 2)
    return [email for number, email in enumerate(emails) if told(way, email, 3 + number) != usual]


@pytest.fixture
def people(maria):
    """Everybody an account can be: usual, without a password, deactivated, an administrator, written otherwise."""
    User.objects.create_user("still@example.org", "Still", RIGHT, is_active=False)
    User.objects.create_user("neu@example.org", "Neu")
    User.objects.create_user("amt@example.org", "Amt", RIGHT, is_network_admin=True)
    return ["maria@example.org", "still@example.org", "neu@example.org", "amt@example.org", "gibt-es-nicht@example.org"]


@pytest.mark.parametrize("way", WAYS)
def test_nobody_learns_who_has_an_account(way, people):
    found = differences(way, people)
    note("T08", "Vergleiche bekannter mit unbekannten Konten", len(people), len(found))

    assert found == []
    assert {address for message in mail.outbox for address in message.to} <= set(people[:4])


# --- the gate, seen red --------------------------------------------------------------------


def test_without_counting_the_right_password_would_be_found(maria, monkeypatch):
    monkeypatch.setattr(limits.Attempt, "begin", lambda attempt: 0)
    statuses = [guess(maria.email, password) for password in ["falsch"] * 9 + [RIGHT]]

    assert statuses[-1] == 302
    assert looked_at(statuses) == 10


def test_an_address_taken_from_the_client_would_be_seen(maria, settings, monkeypatch):
    monkeypatch.setattr(
        "accounts.forms.address_of", lambda request: request.headers.get("X-Forwarded-For", "").partition(",")[0]
    )
    statuses = [
        guess(f"p{number}@example.org", "x" * 12, headers={"x-forwarded-for": f"10.0.{number}.1"})
        for number in range(40)
    ]

    assert looked_at(statuses) == 40


def test_an_answer_that_knows_somebody_would_be_seen(people, monkeypatch):
    """Not by a word, only by one statement more."""
    real = User.check_password

    def looks_something_up(user, raw):
        User.objects.filter(pk=user.pk).exists()
        return real(user, raw)

    monkeypatch.setattr(User, "check_password", looks_something_up)

    assert set(differences("sign-in", people)) == set(people[:4])
