import pytest

from tests.factories.accounts import UserFactory
from tests.factories.desk import desk_of
from tests.factories.network import HelpRequestFactory, NetworkFactory, PoolProfileFactory, keeper, networker
from tests.factories.profiles import Sides


@pytest.fixture
def admin(db):
    return UserFactory(name="Vera Verwaltung", is_network_admin=True)


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def desk():
    """A room that takes requests for help, with somebody on duty."""
    return desk_of()


@pytest.fixture
def network():
    return NetworkFactory()


@pytest.fixture
def kept(network, client):
    """Whoever keeps the network, signed in."""
    person = keeper(network)
    client.force_login(person)
    return person


@pytest.fixture
def profile(network):
    """Somebody of the pool."""
    return PoolProfileFactory(network=network, person=networker(network), name="Maja Mediatorin")


@pytest.fixture
def sides():
    """The two sides of a public profile."""
    return Sides()


@pytest.fixture
def asker(network):
    return networker(network, name="Frida Fragerin", email="frida@example.org")


@pytest.fixture
def helper(network):
    return networker(network, name="Hilmar Helfer", email="hilmar@example.org")


@pytest.fixture
def asked(network, asker):
    return HelpRequestFactory(network=network, author=asker, question="Wer hat einen Runden Tisch beendet?")
