"""A phase and what is open in it."""

import pytest

from engagements.models import Criterion
from tests.factories.engagements import PhaseFactory


@pytest.fixture
def phase(engagement):
    return PhaseFactory(engagement=engagement, name="Gespräche", code="gespraeche")


@pytest.fixture
def criterion(phase):
    return Criterion.objects.create(phase=phase, room=phase.engagement.room, text="Alle sind gehört")
