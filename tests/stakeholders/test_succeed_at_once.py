"""Two people let one body grow into another at the same moment: there is one successor, with everybody in it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from rooms.enums import Circle
from stakeholders import bodies
from stakeholders.models import Body
from tests.factories.steering import BodyFactory, TermFactory

pytestmark = pytest.mark.django_db(transaction=True)
TWO = 2


@pytest.fixture
def body(room):
    return TermFactory(body=BodyFactory(room=room, circle=Circle.STEERING), period="seit 2018").body


def both_at_once(body, monkeypatch):
    """Whoever has looked at the terms waits a moment for the other; how many got through."""
    together, going_along = Barrier(TWO, timeout=60), bodies.going_along

    def look_and_wait(*args):
        found = going_along(*args)
        with suppress(BrokenBarrierError):
            together.wait(timeout=1)
        return found

    def run(n):
        new = Body(room=body.room, name=f"Neu {n}", circle=Circle.STEERING, predecessor=body)
        try:
            bodies.succeed(Body.objects.get(pk=body.pk), new, by=None, when="2024")
        except bodies.AlreadyEnded:
            return 0
        finally:
            connection.close()
        return 1

    monkeypatch.setattr(bodies, "going_along", look_and_wait)
    with ThreadPoolExecutor(TWO) as pool:
        return sum(pool.map(run, range(TWO)))


def test_two_at_once_make_one_successor(body, monkeypatch):
    assert both_at_once(body, monkeypatch) == 1
    assert Body.objects.get(predecessor=body).terms.count() == 1


def test_without_the_lock_there_would_be_two(body, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(type(Body.objects.all()), "select_for_update", lambda rows, **_of: rows)

    assert both_at_once(body, monkeypatch) == TWO
