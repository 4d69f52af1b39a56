import pytest

from rooms.enums import Role
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory


@pytest.fixture
def engagement():
    return EngagementFactory()


@pytest.fixture
def room(engagement):
    return engagement.room


@pytest.fixture
def advisor(room):
    return MembershipFactory(room=room, role=Role.ADVISOR).user


@pytest.fixture
def lead(room):
    return MembershipFactory(room=room, role=Role.LEAD).user


@pytest.fixture
def member(room):
    """A member of the steering group."""
    return MembershipFactory(room=room, role=Role.STEERING).user


@pytest.fixture
def signed_in(client, advisor):
    """The browser of the advisor."""
    client.force_login(advisor)
    return client
