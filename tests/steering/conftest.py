import pytest

from rooms.enums import Circle, Role
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeetingFactory


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
def body(engagement):
    """A steering group everybody in it may see."""
    return BodyFactory(room=engagement.room, circle=Circle.STEERING)


@pytest.fixture
def meeting(engagement, body):
    return MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, number=10)
