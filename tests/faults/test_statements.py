"""T29: a fault at every statement of every form. All of it happens or nothing; what did not happen sends no mail."""

import html
import logging
import os
import random
from contextlib import suppress

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from accounts.forms import ProfileForm
from accounts.models import User
from tests.attack.crowd import Crowd
from tests.attack.figures import LONG, note
from tests.faults.forms import PASSWORD, as_it_was, rows, sendings, state, tables
from tests.pages import house
from tests.pages.test_bad_input import pages_with_forms

pytestmark = pytest.mark.slow
PAGES = pages_with_forms()
SEED = int(os.environ.get("SEED", random.randrange(10**6)))
# In every commit a few pages, other ones each time; `SEED=… bin/test -k statements` takes the same again.
SHARE = PAGES if LONG else random.Random(SEED).sample(PAGES, 3)
FAULTS = {"40001": OperationalError, "23505": IntegrityError}  # the database gives up; a row is there already
# Doors whose forms need what no page says, and those that change nothing but who is signed in.
ELSEWHERE = {
    "accounts:app-add",
    "accounts:confirm",
    "accounts:passkey-add",
    "accounts:passkey-sign-in",
    "accounts:sign-in",
    "inquiries:ask",  # open for three seconds before it is sent: tests/network/test_inquiries.py
    "inquiries:ask-acute",
    "guests:contribution-create",
    "guests:question-create",
    "guests:register",
    "participation:event-invite",  # shows the letters before it sends them: tests/participation/test_invitations.py
    "network:logo-create",  # wants a picture: tests/network/test_logos.py
    "reports:subscription-create",
    "style",
}


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of faults are what we want; nobody needs a traceback of each."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def letters_wait(monkeypatch, letters_go_at_once):
    """What is posted is seen in its table; sending it is another matter, see test_mail.py."""
    monkeypatch.setattr("accounts.letters.wake", lambda: None)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = Crowd()
        for role in house.OPENERS[:-1]:
            person = getattr(world, role)
            person.set_password(PASSWORD)
            person.save()
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world):
    return {role: house.client_of(getattr(world, role)) for role in house.OPENERS}


class Fault:
    """Lets the statement number `at` fail, inside a transaction by PostgreSQL itself; a commit counts as one, too."""

    def __init__(self, at=0, code="40001"):
        self.at, self.code, self.count, self.outside = at, code, 0, len(connection.savepoint_ids)

    def __call__(self, execute, sql, params, many, context):
        is_outside = len(connection.savepoint_ids) == self.outside
        is_commit = is_outside and sql.startswith("RELEASE SAVEPOINT")  # of what a request is in real use
        if "SAVEPOINT" in sql and not is_commit:
            return execute(sql, params, many, context)
        self.count += 1
        if self.count != self.at:
            return execute(sql, params, many, context)
        if is_outside and not is_commit:  # in a transaction of its own: it takes nothing else along
            raise FAULTS[self.code]("planted")
        with connection.wrap_database_errors:
            return context["cursor"].cursor.execute(
                f"DO $$ BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '{self.code}'; END $$"
            )


class Trial:
    """One form, sent as it is and then with a fault at each of its statements."""

    def __init__(self, sending, client):
        self.sending, self.client, self.names = sending, client, tables()
        with as_it_was(client):
            self.before = state(self.names)
            answer, self.number = self.send()
            self.status, self.after = answer.status_code, rows(state(self.names))

    def send(self, fault=None):
        """The answer, and how many statements there were."""
        fault, mail.outbox = fault or Fault(), []
        with connection.execute_wrapper(fault):
            answer = self.sending.by(self.client)
        return answer, fault.count

    def wrong(self, at, code):
        """What is not as it should be with this fault, in words."""
        with as_it_was(self.client):
            answer, _count = self.send(Fault(at, code))
            now = state(self.names)
            nothing, everything = now == self.before, rows(now) == self.after
            if not nothing and not everything:
                yield f"halb: {sorted(name for name in now if now[name] != self.before[name])}"
            if mail.outbox:
                yield "eine E-Mail an der Tabelle vorbei"
            if nothing and 300 <= answer.status_code < 400 and rows(self.before) != self.after:
                yield f"nichts geschehen, aber {answer.status_code}"
            if answer.status_code == 503:
                yield from self.lost(answer)
            again, _count = self.send()
            if again.status_code >= 500 or (nothing and rows(state(self.names)) != self.after):
                yield f"noch einmal gesendet: {again.status_code}"

    def lost(self, answer):
        """Typed words that are not on the page of the failure."""
        page = html.unescape(answer.content.decode())
        words = [value for value in self.sending.data.values() if isinstance(value, str) and " " in value]
        if "old_password" not in self.sending.data and not all(word in page for word in words):
            yield "Getipptes fehlt auf der Seite"

    def all_wrong(self):
        found = {}
        for at in range(1, self.number + 1):
            for code in FAULTS if LONG else random.Random(SEED + at).sample(sorted(FAULTS), 1):
                if problems := list(self.wrong(at, code)):
                    found[at, code] = problems
        return found


@pytest.mark.parametrize("name", SHARE)
def test_a_fault_at_any_statement_leaves_nothing_half(name, world, clients):
    print(f"SEED={SEED}")
    wrong = {}
    for door, sending in sendings(name, world, clients).items():
        if not sending:
            assert door in ELSEWHERE or not LONG or door != name, door
            continue
        trial = Trial(sending, clients[sending.role])
        if found := trial.all_wrong():
            wrong[door] = found
        note("T29", "Formulare, die etwas ändern", 1)
        note("T29", "Fehler, an jeder ihrer Anweisungen einer", trial.number * (len(FAULTS) if LONG else 1), len(found))

    assert not wrong


# --- the gate, seen red ---------------------------------------------------------------------


@pytest.fixture
def profile(world, clients):
    return sendings("accounts:profile", world, clients)["accounts:profile"]


def found_by(sending, clients):
    """What is wrong with this form, whatever statement fails."""
    trial = Trial(sending, clients[sending.role])
    return {problem.partition(":")[0] for problems in trial.all_wrong().values() for problem in problems}


def writes_both(form):
    for name in ("eins", "zwei"):
        User.objects.create_user(f"{name}@example.org", name)
    return form.instance


def writes_what_works(form):
    """The planted bug: what fails is passed over."""
    for name in ("eins", "zwei"):
        with suppress(DatabaseError), transaction.atomic():
            User.objects.create_user(f"{name}@example.org", name)
    return form.instance


def test_half_of_it_would_be_seen(profile, clients, monkeypatch):
    monkeypatch.setattr(ProfileForm, "save", writes_both)
    assert found_by(profile, clients) == set()

    monkeypatch.setattr(ProfileForm, "save", writes_what_works)
    assert "halb" in found_by(profile, clients)


def test_a_mail_before_the_commit_would_be_seen(profile, clients, monkeypatch):
    def save(form):
        mail.send_mail("Zu früh", "", None, ["a@example.org"])
        return form.instance

    monkeypatch.setattr(ProfileForm, "save", save)

    assert found_by(profile, clients) == {"eine E-Mail an der Tabelle vorbei"}
