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
def member(engagement):
    """A member of the steering group."""
    return MembershipFactory(room=engagement.room, role=Role.STEERING).user
