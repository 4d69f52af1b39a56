"""What all tests share."""

import pytest
from django.test import TransactionTestCase

from tests import databases

# Fixtures of a session must be known once: a module that imports them gets a second one of each.
pytest_plugins = ["tests.browsers"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Tests run in a copy of a migrated template, as the web role, like the product itself.

    That role may not TRUNCATE, so a test that really commits (`transaction=True`, `live_server`) is
    followed by a fresh copy. This also brings back the rows the migrations made.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        databases.make()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: databases.remake())
        yield
        databases.drop()


@pytest.fixture
def owner_connection(django_db_setup):
    """A plain psycopg connection to the test database as the owner; it sees only what was committed."""
    with databases.owner() as connection:
        yield connection
