"""A room with everybody in it, and something to release."""

import pytest

from rooms.enums import Role
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.rooms.releases.desk import TEXT, person


@pytest.fixture
def room(db):
    engagement = EngagementFactory()
    for role in ("lead", "advisor", "contact", "steering"):
        MembershipFactory(room=engagement.room, role=Role(role), user__name=f"Rolle {role}")
    return engagement.room


@pytest.fixture
def entry(room):
    return LogEntryFactory(
        engagement=room.engagement, author=person(room, "advisor"), title="Gespräch am Platz", text=TEXT, head_count=3
    )
