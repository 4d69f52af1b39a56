import pytest
from django.db import transaction
from django.test import override_settings

from demo import loader


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The samples, loaded once for all tests of a module; these only read."""
    with django_db_blocker.unblock(), override_settings(SAMPLE_MODE=True), transaction.atomic():
        yield loader.load()
        transaction.set_rollback(True)
