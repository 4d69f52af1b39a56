"""The world that is attacked."""

import logging

import pytest
from django.db import connection, transaction

from tests.attack import figures
from tests.attack.crowd import Crowd
from tests.attack.visits import Watch


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refusals are what we want; nobody needs a line about each."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(own_world):
    """Two consultations and everybody around them."""
    return own_world


@pytest.fixture
def watch(world):
    """Sees what is written in that world from here on."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return Watch()


@pytest.fixture(scope="module")
def guarded_crowd(django_db_setup, django_db_blocker):
    """Everybody in three houses, and the watch over them; each test leaves both as they were."""
    with django_db_blocker.unblock(), transaction.atomic():
        watch, crowd = Watch(), Crowd()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        watch.written()
        yield crowd, watch
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def crowd_alone(django_db_setup, django_db_blocker):
    """The same without the watch, for those who only look at answers."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Crowd()
        transaction.set_rollback(True)


@pytest.fixture
def crowd(guarded_crowd):
    return guarded_crowd[0]


@pytest.fixture
def no_wall(monkeypatch):
    """The planted bug every other one needs: the request stays the owner, whom the wall lets pass."""
    monkeypatch.setattr("rooms.middleware.act_as", lambda user_id: None)


def pytest_terminal_summary(terminalreporter):
    """The figures, where the attacks ran in this very process; `bin/test` prints them in any case."""
    if figures.sums():
        terminalreporter.write_sep("-", "Angriffe")
        for line in figures.printed():
            terminalreporter.write_line(line)
