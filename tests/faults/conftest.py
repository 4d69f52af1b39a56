import pytest

from accounts import letters
from accounts.letters import wake as real_wake
from tests.faults.house import House
from tests.faults.mailserver import mail_server, rounds_over


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The product with its samples, running; built once for all tests that kill, restart and restore it."""
    house = House(tmp_path_factory.mktemp("haus"))
    try:
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture
def server(settings, monkeypatch):
    """A mail server, and the product as it is in real use: a thread sends what was committed."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
        monkeypatch.setattr(letters, "wake", real_wake)
        monkeypatch.setattr(letters, "PAUSE", 0.05)
        yield server
        server.release.set()
        rounds_over()
