import pytest


@pytest.fixture
def signed_in(client, advisor):
    client.force_login(advisor)
    return client
