"""A programme and who leads its room."""

import pytest

from engagements.actions import organisation_room
from engagements.models import Programme
from tests.factories.accounts import OrganisationFactory, UserFactory


@pytest.fixture
def advisor(client):
    """Leads the room of her organisation, where the programmes lie; signed in."""
    person = UserFactory(organisation=OrganisationFactory())
    client.force_login(person)
    organisation_room(person)
    return person


@pytest.fixture
def programme(advisor):
    """A model project of the signed-in advisor's organisation, for its team."""
    return Programme.objects.create(
        room=organisation_room(advisor),
        author=advisor,
        title="Demokratieförderung in der Altmark",
        period="1.9.2017–31.12.2019",
        planned="bis 31.06.2022",
    )
