"""T30, the other half: senders that die, occasions posted twice, and what lies in the table meanwhile."""

import os
import random
import signal
import time

import pytest
from django.conf import settings as configured
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from accounts import letters
from accounts.letters import post, send_due
from accounts.models import Letter
from config import local, localdb, provision, start
from rooms.acting import act_as
from tests import databases
from tests.attack.figures import note, size
from tests.faults.mailserver import post_many, rounds_over, try_again
from tests.faults.test_two_editors import run_all

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LETTERS, KILLS = size(30, 2000), size(6, 100)
# A process with other threads at work is no good parent; `bin/test` runs these once more by themselves.
forks = pytest.mark.skipif("PYTEST_XDIST_WORKER" in os.environ, reason="Gabelt sich; läuft danach für sich allein.")


# --- kill -9 --------------------------------------------------------------------------------


def sender():
    """A process that sends what is due, as the web role; its number."""
    connections.close_all()
    if child := os.fork():
        return child
    try:  # nothing of pytest may run on in here
        with connection.cursor() as cursor:
            cursor.execute(f'SET ROLE "{configured.DATABASE_WEB_ROLE}"')
        send_due()
    finally:
        os._exit(0)


def shoot(child):
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@forks
def test_kill_9_at_random_moments_loses_no_letter(server, monkeypatch):
    monkeypatch.setattr(letters, "wake", lambda: None)
    post_many(LETTERS)
    chance = random.Random(30)
    for _turn in range(KILLS):
        child = sender()
        server.met.clear()
        server.met.wait(5)
        time.sleep(chance.uniform(0, 0.05))
        shoot(child)
    os.waitpid(sender(), 0)
    doubles = len(server.marks) - len(set(server.marks))
    note("T30", f"E-Mails unter {KILLS} × kill -9 des Senders, verloren", LETTERS, LETTERS - len(set(server.marks)))
    note("T30", "davon zweimal angenommen, mit derselben Message-ID", doubles)

    assert set(server.readers) == {f"p{each}@example.org" for each in range(LETTERS)}
    assert len(set(server.marks)) == LETTERS
    assert doubles <= KILLS
    assert not Letter.objects.open().exists()


@forks
def test_killed_before_the_server_has_taken_it_a_letter_goes_once(server, monkeypatch):
    monkeypatch.setattr(letters, "wake", lambda: None)
    post_many(1)
    server.mood = "silent"
    child = sender()
    assert server.met.wait(20)
    shoot(child)
    server.mood = "well"
    send_due()

    assert len(server.taken) == 1


def test_taken_but_never_confirmed_it_goes_again_under_the_same_mark(server, monkeypatch):
    """The one thing nobody can prevent, see decision 22: the mailbox can tell that it is the same mail."""
    monkeypatch.setattr(letters, "wake", lambda: None)
    post_many(1)
    server.mood = "forgets"
    send_due()
    server.mood = "well"
    try_again()

    assert len(server.taken) == 2
    assert len(set(server.marks)) == 1


def test_bin_start_sends_what_was_left_over_as_the_web_role(server, monkeypatch):
    monkeypatch.setattr(letters, "wake", lambda: None)
    monkeypatch.setattr(start, "MINUTE", 0)
    address = f"postgresql://{{}}@/{databases.NAME}?host={localdb.socket_directory(databases.VAR)}"
    for name, value in {
        "DATABASE_URL": address.format(provision.WEB),
        "DATABASE_OWNER_URL": address.format(provision.OWNER),
        "DATABASE_ROLE": "web",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }.items():
        monkeypatch.setenv(name, value)
    post_many(2)
    start.look_after_letters(0)
    until = time.monotonic() + 120
    while Letter.objects.open().exists() and time.monotonic() < until:
        time.sleep(0.1)

    assert sorted(server.readers) == ["p0@example.org", "p1@example.org"]
    assert not local.letters_wait()


# --- once -----------------------------------------------------------------------------------


def test_a_second_letter_of_the_same_occasion_is_never_posted(server, monkeypatch):
    def remind():
        with transaction.atomic():
            post("reminder", "a@example.org", "Betreff", "Worte", once="reminder:7:2026-12-01")

    run_all([remind] * 12)
    rounds_over()
    send_due()
    run_all([remind] * 4)
    rounds_over()
    send_due()
    note("T30", "dieselbe Erinnerung, zugleich und später noch einmal bestellt", 16, len(server.taken) - 1)

    assert server.readers == ["a@example.org"]


def test_without_a_mark_each_would_be_a_letter_of_its_own(server):
    """The gate, seen red."""
    for _time in range(3):
        post("reminder", "a@example.org", "Betreff", "Worte")
    rounds_over()
    send_due()

    assert len(server.taken) == 3
    assert not Letter.objects.exists()


# --- what lies in the table -----------------------------------------------------------------


@pytest.mark.django_db
def test_the_table_shows_neither_address_nor_words(server, monkeypatch):
    monkeypatch.setattr(letters, "wake", lambda: None)
    post("test", "karin@example.org", "Geheimer Betreff", "http://testserver/geheim")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text || encode(content, 'escape') FROM accounts_letter t")
        seen = cursor.fetchone()[0]

    assert "test" in seen
    assert not [word for word in ("karin", "example", "Geheim", "geheim") if word in seen]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["once = 'anderes'", "occasion = 'anderes'", "written_at = now()"])
def test_the_web_role_cannot_make_another_letter_of_one(server, monkeypatch, change):
    monkeypatch.setattr(letters, "wake", lambda: None)
    post_many(1)
    act_as(None)
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute(f"UPDATE accounts_letter SET {change}")


@pytest.mark.django_db
def test_a_letter_nobody_can_open_does_not_keep_others_waiting(server, monkeypatch):
    monkeypatch.setattr(letters, "wake", lambda: None)
    post_many(2)
    Letter.objects.filter(once="test:0").update(content=b"zerstoert")
    send_due()

    assert server.readers == ["p1@example.org"]
    assert Letter.objects.open().get().tries == 1
