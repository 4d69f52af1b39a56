"""Forms that need something to be there before they change anything: the filler finds it (T23, T29)."""

import pytest

from tests.attack.crowd import Crowd
from tests.faults.forms import sendings
from tests.pages import house

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize(
    "page",
    [
        "stakeholders:council-ended",
        "steering:council-fill",
        "network:vocabulary-edit",
        "network:help-create",
        "network:help-offer",
    ],
)
def test_the_form_is_filled_so_that_it_changes_something(page):
    world = Crowd()
    clients = {role: house.client_of(getattr(world, role)) for role in house.OPENERS}

    assert sendings(page, world, clients)[page]
