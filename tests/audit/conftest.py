import pytest

from rooms.enums import Role
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory


@pytest.fixture
def engagement():
    return EngagementFactory()


@pytest.fixture
def lead(engagement):
    return MembershipFactory(room=engagement.room, role=Role.LEAD, user__name="Lea Lead").user


@pytest.fixture
def advisor(engagement):
    return MembershipFactory(room=engagement.room, role=Role.ADVISOR, user__name="Ada Advisor").user
