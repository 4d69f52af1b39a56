import pytest

from rooms.enums import Role
from tests.factories.engagements import LogEntryFactory
from tests.factories.rooms import MembershipFactory


@pytest.fixture
def lead(engagement):
    return MembershipFactory(room=engagement.room, role=Role.LEAD, user__name="Lea Lead").user


@pytest.fixture
def advisor(engagement):
    return MembershipFactory(room=engagement.room, role=Role.ADVISOR, user__name="Ada Advisor").user


@pytest.fixture
def entry(engagement, lead):
    return LogEntryFactory(
        engagement=engagement, room=engagement.room, author=lead, title="Runder Tisch", text="alt", when="2020"
    )
