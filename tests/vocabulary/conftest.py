import pytest

from tests.factories.accounts import UserFactory
from vocabulary.models import Term
from vocabulary.words import house


@pytest.fixture
def admin(db):
    return UserFactory(name="Vera Verwaltung", is_network_admin=True)


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def call(db):
    """Calls a term something else, or retires it, as if an administrator had."""

    def called(term, de="", en="", retired=False):
        row = {"label_de": de, "label_en": en, "is_retired": retired}
        Term.objects.update_or_create(vocabulary=term.vocabulary, term=term.value, defaults=row)
        house.load()

    return called
