"""Two people, one seat, the same moment: one gets it, one waits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from participation import registering
from participation.enums import RegistrationState
from participation.models import Event, Registration
from participation.registering import leave, register, secret_of
from rooms.acting import act_as, carry_key
from rooms.ids import uuid7
from tests.factories.events import OpenEventFactory, RegistrationFactory

MANY = 6


def absolute(path):
    return f"http://testserver{path}"


@pytest.fixture
def event(transactional_db):
    return OpenEventFactory(capacity=1)


def at_once(*deeds):
    """All of them from the same moment on, each in its own transaction; what they return."""
    gate = Barrier(len(deeds))

    def run(deed):
        try:
            with transaction.atomic():
                act_as(None)
                gate.wait(20)
                return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def coming(event, n):
    data = {"name": f"Gast {n}", "email": f"gast{n}@example.org", "organisation": "", "persons": 1}
    key = uuid7()
    return lambda: register(event, data, key=key, absolute=absolute, language="de")


def seated():
    return Registration.objects.filter(state=RegistrationState.SEATED).count()


def test_of_many_for_the_last_seat_one_gets_it(event):
    answers = at_once(*(coming(event, n) for n in range(MANY)))

    assert sorted(answers) == [RegistrationState.SEATED] + [RegistrationState.WAITING] * (MANY - 1)
    assert seated() == 1


def test_without_the_lock_there_would_be_too_many(event):
    """The planted fault: the same function, but it does not wait for who is counting seats right now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('event_register'::regproc)")
        kept = cursor.fetchone()[0]
        hasty = kept.replace("FOR UPDATE", "").replace("IF e.capacity", "PERFORM pg_sleep(0.3); IF e.capacity")
        hasty = hasty.replace(
            "INSERT INTO participation_registration",
            "PERFORM pg_sleep(0.5);\n    INSERT INTO participation_registration",
        )
        assert hasty != kept
        cursor.execute(hasty)
    try:
        at_once(coming(event, 1), coming(event, 2))
        assert seated() == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute(kept)


def test_two_who_leave_make_room_for_two_and_each_hears_it_once(event):
    Event.objects.filter(pk=event.pk).update(capacity=2)
    rows = [RegistrationFactory(event=event) for _n in range(2)]
    rows += [RegistrationFactory(event=event, state=RegistrationState.WAITING) for _n in range(3)]

    def leaving(row):
        def deed():
            carry_key(secret_of(row.pk))
            return leave(event.begins, absolute)

        return deed

    assert at_once(*(leaving(row) for row in rows[:2])) == [1, 1]
    assert seated() == 2
    assert Registration.objects.get(pk=rows[4].pk).state == RegistrationState.WAITING


def test_the_link_is_made_anew_from_the_key_alone():
    key = uuid7()

    assert registering.secret_of(key) == registering.secret_of(str(key))
    assert registering.secret_of(key) != registering.secret_of(uuid7())
