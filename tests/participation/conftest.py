import pytest

from rooms.enums import Role
from tests.factories.participation import MissionStatementFactory, StatementVersionFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory
from tests.factories.steering import BodyFactory, TermFactory


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def statement(engagement):
    return MissionStatementFactory(engagement=engagement)


@pytest.fixture
def version(statement):
    """A draft with two aims."""
    return StatementVersionFactory(statement=statement, texts=["Alle reden mit.", "Niemand wird bedroht."])


@pytest.fixture
def known(engagement):
    """A body with somebody who has an account, somebody in the register, and somebody nobody can write to."""
    room = engagement.room
    body = BodyFactory(room=room, name="Arbeitsgruppe Jugend")
    account = MembershipFactory(room=room, role=Role.STEERING).user
    person = PersonFactory(room=room, name="Leitung Jugendhaus", contact_email="jugendhaus@stadt.example")
    TermFactory(body=body, name="Mitglied mit Konto", account=account)
    TermFactory(body=body, name="Mitglied im Register", person=person)
    TermFactory(body=body, name="Mitglied ohne Adresse")
    OrganisationFactory(room=room, name="Feuerwehr", contact_email="wehr@stadt.example")
    PersonFactory(room=room, name="Ortsvorsteher", contact_phone="03874 000")
    return {"body": body, "account": account, "person": person}
