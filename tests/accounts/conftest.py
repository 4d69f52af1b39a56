import pytest

from accounts.models import User

PASSWORD = "vier-zahme-Igel-lesen"


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def maria():
    return User.objects.create_user("maria@example.org", "Maria Lindner", PASSWORD)


@pytest.fixture
def jonas():
    return User.objects.create_user("jonas@example.org", "Jonas Weber", PASSWORD)
