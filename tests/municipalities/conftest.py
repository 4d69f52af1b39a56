from pathlib import Path

import pytest

from municipalities.actions import take_over
from municipalities.register import parse
from tests.factories.accounts import OrganisationFactory, UserFactory

from .gv100ad import file, places

REAL_FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "GV100AD_30112025.txt"


@pytest.fixture
def real_file():
    if not REAL_FILE.exists():
        pytest.skip("Das Gemeindeverzeichnis GV100AD_30112025.txt liegt nicht unter ../shared/data.")
    return REAL_FILE


@pytest.fixture
def dozen(db):
    """The handful of places made by hand, imported."""
    return take_over(parse(file(places())))


@pytest.fixture
def advisor(db):
    return UserFactory(organisation=OrganisationFactory())


@pytest.fixture
def network_admin(db):
    return UserFactory(is_network_admin=True)
