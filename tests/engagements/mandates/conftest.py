"""What a consultation was asked to do: a paper, and what the town brings."""

import pytest

from engagements.models import Agreement, OwnContribution
from rooms.enums import Circle, Role
from tests.factories.rooms import MembershipFactory


@pytest.fixture
def contact(engagement):
    return MembershipFactory(room=engagement.room, role=Role.CONTACT).user


@pytest.fixture
def contribution(engagement):
    return OwnContribution.objects.create(
        engagement=engagement, room=engagement.room, name="Räume", circle=Circle.STEERING
    )


@pytest.fixture
def paper(engagement):
    return Agreement.objects.create(
        engagement=engagement,
        room=engagement.room,
        title="Kooperationsvereinbarung",
        circle=Circle.STEERING,
        text="# Auftrag\n\nAlt\n\n# Vertraulichkeit\n\nNotizen bleiben beim Team.\n\n# Eigenleistungen\n\n- Räume",
    )
