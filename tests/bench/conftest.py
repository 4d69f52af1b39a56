"""The people of the consultations' tests, here too."""

from tests.engagements.conftest import advisor, engagement, lead

__all__ = ["advisor", "engagement", "lead"]
