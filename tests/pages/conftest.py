import pytest
from django.db import transaction
from django.test import override_settings

from demo import loader
from tests.doors.world import World

from . import house


@pytest.fixture(scope="session")
def doors_seen(django_db_setup, django_db_blocker):
    """Every page of the doors table, fetched once."""
    with django_db_blocker.unblock(), transaction.atomic():
        seen = list(house.pages_of(World()))
        transaction.set_rollback(True)
    return seen


@pytest.fixture(scope="session")
def samples_seen(django_db_setup, django_db_blocker):
    """The heavy pages of the samples, fetched once."""
    with django_db_blocker.unblock(), override_settings(SAMPLE_MODE=True), transaction.atomic():
        seen = loader.load() and list(house.heavy_pages())
        transaction.set_rollback(True)
    return seen


@pytest.fixture(scope="session")
def seen(doors_seen, samples_seen):
    return [*doors_seen, *samples_seen]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of the doors for all tests of a module; each must leave it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
