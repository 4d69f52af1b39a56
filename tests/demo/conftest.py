import pytest
from django.db import transaction

from tests import databases


@pytest.fixture(scope="module")
def house(kept_samples, django_db_blocker):
    """The samples, the same for all tests of a module; these only read."""
    with django_db_blocker.unblock():
        databases.remake("samples")
        with transaction.atomic():
            yield kept_samples
            transaction.set_rollback(True)
