"""Every form that makes something makes it once, however often it is sent."""

import re
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from engagements.actions import organisation_room
from engagements.models import (
    Agreement,
    Contact,
    Engagement,
    LogEntry,
    Mandate,
    OwnContribution,
    Phase,
    ProcessTemplate,
    Programme,
)
from rooms.enums import Circle
from rooms.models import Room
from stakeholders.models import Organisation, Person
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.templates import TemplateFactory

LISTS = {
    f"{prefix}-{name}": value
    for prefix in ("partner", "angaben", "orte")
    for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
}
OFFICE = {"person_name": "Erika Muster", "office_title": "Bürgermeisterin", "circle": Circle.TEAM}
# Which page, what it makes, what is sent, and the word that makes it something else.
CREATES = {
    "mandate-create": (Mandate, OFFICE | {"organ": "Landrat"}, "organ"),
    "contact-create": (Contact, OFFICE | {"is_contact": "on"}, "person_name"),
    "agreement-create": (Agreement, {"kind": "kooperation", "title": "Eins", "circle": Circle.TEAM}, "title"),
    "contribution-create": (OwnContribution, {"name": "Saal", "state": "offen", "circle": Circle.TEAM}, "name"),
    "phase-create": (Phase, {"name": "Zwischenhalt", "criteria": "Alle sind da."}, "name"),
    "organisation-create": (Organisation, {"name": "Stadt", "circle": Circle.TEAM}, "name"),
    "person-create": (Person, {"name": "Leitung", "circle": Circle.TEAM}, "name"),
    "programme-create": (Programme, LISTS | {"title": "Programm", "circle": Circle.TEAM}, "title"),
    "create": (Engagement, {"title": "Beratung", "disclosure": "genannt"}, "title"),
    "log-create": (LogEntry, {"kind": "notiz", "when": "heute", "title": "Eins", "circle": Circle.TEAM}, "title"),
}


def address(name, engagement):
    if name in {"create", "programme-create"}:
        return reverse(f"engagements:{name}")
    if name in {"organisation-create", "person-create"}:
        return reverse(f"stakeholders:{name}", args=[engagement.room_id])
    return reverse(f"engagements:{name}", args=[engagement.pk])


def key_in(page):
    (key,) = re.findall(r'name="key" value="([^"]+)"', page.content.decode())
    return key


@pytest.fixture
def lead(client):
    user = UserFactory(organisation=OrganisationFactory())
    client.force_login(user)
    return user


@pytest.fixture
def engagement(lead):
    return EngagementFactory(lead=lead, room__organisation=lead.organisation)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CREATES)
def test_sent_twice_is_one_and_other_text_is_asked_about(client, lead, engagement, name):
    model, given, word = CREATES[name]
    if name == "create":
        given = given | {"template": template().pk}
    url, before = address(name, engagement), model.objects.count()
    key = key_in(client.get(url))

    first, again = (client.post(url, given | {"key": key}) for _time in range(2))

    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert model.objects.count() == before + 1

    other = given | {word: "Etwas anderes"}
    refused = client.post(url, other | {"key": key})
    assert refused.status_code == 409
    assert "Etwas anderes" in refused.content.decode()
    assert model.objects.count() == before + 1

    (another,) = re.findall(r'name="another" value="([^"]+)"', refused.content.decode())
    for _time in range(2):
        assert client.post(url, other | {"key": key, "another": another}).status_code == 302
    assert model.objects.count() == before + 2
    assert client.post(url, other | {word: "Noch eines", "key": key_in(client.get(url))}).status_code == 302
    assert model.objects.count() == before + 3


def template():
    return ProcessTemplate.objects.published().first() or TemplateFactory(published=True)


@pytest.mark.django_db
def test_a_consultation_sent_twice_has_one_room(client, lead):
    url, rooms = reverse("engagements:create"), Room.objects.count()
    given = CREATES["create"][1] | {"template": template().pk, "key": key_in(client.get(url))}

    for _time in range(2):
        client.post(url, given)

    assert Room.objects.count() == rooms + 1


@pytest.mark.django_db
def test_the_key_of_somebody_else_makes_a_row_of_ones_own(client, lead, engagement):
    url = address("agreement-create", engagement)
    given = {"kind": "kooperation", "title": "Eins", "circle": Circle.TEAM, "key": key_in(client.get(url))}
    client.post(url, given)
    client.force_login(EngagementFactory(lead=UserFactory()).room.memberships.get().user)
    assert client.post(url, given).status_code == 404

    client.force_login(other_of(engagement))
    client.post(url, given)

    assert engagement.agreements.count() == 2


def other_of(engagement):
    return MembershipFactory(room=engagement.room).user


@pytest.mark.django_db
def test_a_form_with_a_mistake_keeps_its_key(client, lead, engagement):
    url = address("agreement-create", engagement)
    key = key_in(client.get(url))

    page = client.post(url, {"kind": "kooperation", "title": "", "circle": Circle.TEAM, "key": key})

    assert key_in(page) == key


@pytest.mark.django_db
def test_an_organisation_has_one_room_for_its_programmes(lead):
    room = organisation_room(lead)

    with pytest.raises(ValidationError, match="schon einen Raum"):
        Room(kind=room.kind, organisation=lead.organisation).full_clean()
    assert organisation_room(UserFactory(organisation=lead.organisation)) == room


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_make_one(client, lead, engagement):
    url = address("agreement-create", engagement)
    given = {"kind": "kooperation", "title": "Eins", "circle": Circle.TEAM, "key": key_in(client.get(url))}
    start, found = threading.Barrier(4, timeout=60), []

    def send():
        own = Client()
        own.cookies = client.cookies
        start.wait()
        found.append(own.post(url, given).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [302] * 4
    assert engagement.agreements.count() == 1
