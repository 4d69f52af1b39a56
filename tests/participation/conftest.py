import pytest

from rooms.enums import Role
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory


@pytest.fixture
def engagement():
    return EngagementFactory()


@pytest.fixture
def lead(engagement):
    return MembershipFactory(room=engagement.room, role=Role.LEAD).user


@pytest.fixture
def advisor(engagement):
    return MembershipFactory(room=engagement.room, role=Role.ADVISOR).user


@pytest.fixture
def contact(engagement):
    """The contact person of the municipality."""
    return MembershipFactory(room=engagement.room, role=Role.CONTACT).user


@pytest.fixture
def member(engagement):
    """A member of the steering group."""
    return MembershipFactory(room=engagement.room, role=Role.STEERING).user


@pytest.fixture
def outsider():
    """An advisor of another consultation."""
    return MembershipFactory(room=EngagementFactory().room, role=Role.ADVISOR).user


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client
