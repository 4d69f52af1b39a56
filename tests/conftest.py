"""What all tests share."""

import gc
import os
import random
from importlib import import_module
from math import ceil

import pytest
from django.template.base import Template
from django.test import TransactionTestCase

from tests import databases
from tests.attack.figures import some

# Fixtures of a session must be known once: a module that imports them gets a second one of each.
pytest_plugins = ["tests.browsers", "tests.people", "tests.worlds"]

# What is tried in a sample only (all of it with `LONG=1`) changes from run to run, the same for all processes of one.
SEED = os.environ.setdefault("SEED", str(random.randrange(10**6)))


def pytest_collection_modifyitems(config, items):
    """Of the files with slow tests `bin/test` takes a twelfth, others in each run; `bin/test --long` takes all."""
    slow = [item for item in items if item.get_closest_marker("slow")]
    files = sorted({item.path for item in slow})
    taken = some(files, ceil(len(files) / int(os.environ.get("ONE_OF", "1"))))
    left = [item for item in slow if item.path not in taken]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish(session):
    """What is there by now stays to the end: Python need not look through it again and again for what can go."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"SEED={SEED}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before anything of a test is set up, the fixtures of its module included."""
    names = set(item.fixturenames)
    asks = item.get_closest_marker("django_db") or names & {"django_db_setup", "live_server"}
    if asks and not names & {"kept_samples", "kept_world"}:  # these see to it themselves
        databases.remake()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Tests run in a copy of a migrated template, as the web role, like the product itself.

    That role may not TRUNCATE, so after a test that really commits (`transaction=True`, `live_server`) the next
    one gets a fresh copy. This also brings back the rows the migrations made.
    """
    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            databases.make()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: databases.tested())
        yield  # closed again meanwhile: a test that forgot to ask for the database must not write into it
        with django_db_blocker.unblock():
            databases.drop()


@pytest.fixture(autouse=True)
def letters_go_at_once(monkeypatch):
    """Mail goes with the commit: a thread would not see what only the transaction of the test knows."""
    letters = import_module("accounts.letters")  # later than Django's setup
    monkeypatch.setattr(letters, "wake", letters.send_due)


@pytest.fixture(autouse=True)
def standard_words():
    """What one test calls something, the next does not."""
    yield
    import_module("vocabulary.words").house.forget()


@pytest.fixture
def pages_as_served(monkeypatch):
    """For thousands of requests: Django's tests copy what every template was given, and nobody there looks at it."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))


@pytest.fixture
def owner_connection(django_db_setup):
    """A plain psycopg connection to the test database as the owner; it sees only what was committed."""
    with databases.owner() as connection:
        yield connection
