"""Whom and what the tests in a browser share."""

import pytest

from accounts.models import User
from engagements.models import Engagement
from tests.accounts.conftest import PASSWORD
from tests.browser.drafting import form

__all__ = ["form"]


@pytest.fixture
def maria(transactional_db):
    return User.objects.create_user("maria@example.org", "Maria Lindner", PASSWORD)


@pytest.fixture
def ludwigslust(samples):
    return Engagement.objects.get(title="Kommunale Konfliktberatung in Ludwigslust")
