import pytest


@pytest.fixture
def signed_in(client, advisor):
    """The browser of the advisor."""
    client.force_login(advisor)
    return client
