import pytest

from tests.factories.participation import MissionStatementFactory, StatementVersionFactory


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def statement(engagement):
    return MissionStatementFactory(engagement=engagement)


@pytest.fixture
def version(statement):
    """A draft with two aims."""
    return StatementVersionFactory(statement=statement, texts=["Alle reden mit.", "Niemand wird bedroht."])
