import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def admin(db):
    return UserFactory(name="Vera Verwaltung", is_network_admin=True)


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client
