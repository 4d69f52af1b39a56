"""One consultation and who stands around it; a folder or a module that needs other people says so itself."""

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
def lead(room):
    return MembershipFactory(room=room, role=Role.LEAD).user


@pytest.fixture
def advisor(room):
    return MembershipFactory(room=room, role=Role.ADVISOR).user


@pytest.fixture
def contact(room):
    """The contact person of the municipality."""
    return MembershipFactory(room=room, role=Role.CONTACT).user


@pytest.fixture
def member(room):
    """A member of the steering group."""
    return MembershipFactory(room=room, role=Role.STEERING).user


@pytest.fixture
def outsider():
    """An advisor of another consultation."""
    return MembershipFactory(room=EngagementFactory().room, role=Role.ADVISOR).user
