"""Mandates and contact persons: who writes, who reads, what is kept."""

import pytest
from django.urls import reverse

from engagements.models import Agreement, Contact, Mandate, OwnContribution
from rooms.enums import Circle, Role
from stakeholders.models import Office, Person
from tests.engagements.mandates.pages import mandate_page
from tests.factories.accounts import UserFactory
from tests.factories.engagements import PhaseFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import OfficeFactory, PersonFactory

pytestmark = pytest.mark.django_db
TEAM = {Role.LEAD, Role.ADVISOR, Role.PROCESS}


def test_mandate_with_a_new_person_in_office(client, engagement, advisor):
    client.force_login(advisor)

    client.post(
        reverse("engagements:mandate-create", args=[engagement.pk]),
        {
            "organ": "Bürgermeister", "is_head": "on", "client_name": "Stadt Musterstedt",
            "person_name": "Erich Muster", "office_title": "Bürgermeister",
            "office_party": "parteilos", "given_on": "31.06.2015",
            "services": ["ska"], "circle": Circle.STEERING,
        },
    )  # fmt: skip

    mandate = Mandate.objects.get()
    assert (mandate.given_on, mandate.is_complete, mandate.author) == ("31.06.2015", True, advisor)
    assert str(mandate.office) == "Bürgermeister Erich Muster (parteilos)"
    assert mandate.office.person.circle == Circle.STEERING
    assert mandate.client.name == "Stadt Musterstedt"


def test_half_a_person_is_refused_and_nothing_is_written(client, engagement, advisor):
    client.force_login(advisor)

    answer = client.post(
        reverse("engagements:mandate-create", args=[engagement.pk]),
        {"organ": "Bürgermeister", "person_name": "Erich Muster", "given_on": "Herbst 2015", "circle": 40},
    )

    assert "Bitte geben Sie auch das Amt an." in answer.content.decode()
    assert "Herbst 2015" in answer.content.decode()
    assert not Person.objects.exists()


def test_change_of_mayor_leaves_the_first_mandate(client, engagement, advisor):
    client.force_login(advisor)
    for name in ("Erich Alt", "Erika Neu"):
        client.post(
            reverse("engagements:mandate-create", args=[engagement.pk]),
            {"organ": "Bürgermeister*in", "person_name": name, "office_title": "Bürgermeister*in", "circle": 40},
        )

    text = client.get(mandate_page(engagement)).content.decode()
    assert "Erich Alt" in text
    assert "Erika Neu" in text


def test_person_hidden_from_the_reader_is_not_named(client, engagement, member):
    office = OfficeFactory(person=PersonFactory(room=engagement.room, name="KANARIE", circle=Circle.TEAM))
    for model, fields in ((Mandate, {"organ": "Bürgermeister"}), (Contact, {})):
        model.objects.create(
            engagement=engagement, room=engagement.room, office=office, circle=Circle.STEERING, **fields
        )
    client.force_login(member)

    text = client.get(mandate_page(engagement)).content.decode()

    assert "Bürgermeister" in text
    assert "KANARIE" not in text


def test_person_of_another_room_cannot_be_chosen(client, engagement, advisor):
    stranger = OfficeFactory()
    client.force_login(advisor)

    client.post(reverse("engagements:contact-create", args=[engagement.pk]), {"office": stranger.pk, "circle": 40})

    assert not Contact.objects.exists()


def test_contact_person_comes_and_goes_and_stays_in_the_register(client, engagement, advisor):
    client.force_login(advisor)
    client.post(
        reverse("engagements:contact-create", args=[engagement.pk]),
        {"person_name": "Sabine Roth", "office_title": "Fachdienst", "is_contact": "on", "circle": 40},
    )
    row = Contact.objects.get()

    client.get(reverse("engagements:contact-delete", args=[row.pk]))
    assert Contact.objects.exists()
    client.post(reverse("engagements:contact-delete", args=[row.pk]))

    assert not Contact.objects.exists()
    assert Office.objects.filter(person__name="Sabine Roth").exists()


def doors(engagement, paper, contribution):
    mandate = Mandate.objects.create(engagement=engagement, room=engagement.room, organ="Rat", circle=Circle.STEERING)
    PhaseFactory(engagement=engagement, code="masterplan", in_offer=False)
    return [
        reverse("engagements:mandate-create", args=[engagement.pk]),
        reverse("engagements:mandate-update", args=[mandate.pk]),
        reverse("engagements:mandate-delete", args=[mandate.pk]),
        reverse("engagements:contact-create", args=[engagement.pk]),
        reverse("engagements:agreement-create", args=[engagement.pk]),
        reverse("engagements:agreement-draft-separate", args=[engagement.pk, "masterplan"]),
        reverse("engagements:agreement-update", args=[paper.pk]),
        reverse("engagements:agreement-move", args=[paper.pk, "unterzeichnet"]),
        reverse("engagements:contribution-create", args=[engagement.pk]),
        reverse("engagements:contribution-delete", args=[contribution.pk]),
    ]


@pytest.mark.parametrize("role", Role)
def test_only_the_team_writes_the_mandate(role, client, engagement, paper, contribution):
    client.force_login(MembershipFactory(room=engagement.room, role=role).user)

    for door in doors(engagement, paper, contribution):
        assert client.get(door).status_code == (200 if role in TEAM else 403), door
        if role not in TEAM:
            assert client.post(door, {}).status_code == 403, door


def test_strangers_find_nothing(client, engagement, paper, contribution):
    client.force_login(UserFactory())
    more = [
        mandate_page(engagement),
        paper.get_absolute_url(),
        reverse("engagements:agreement-print", args=[paper.pk]),
        reverse("engagements:contribution-update", args=[contribution.pk]),
    ]

    for door in [*doors(engagement, paper, contribution), *more]:
        assert client.get(door).status_code == 404, door
        assert client.post(door, {}).status_code == 404, door


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_three_rows(count, client, engagement, advisor, django_assert_num_queries):
    for number in range(count):
        office = OfficeFactory(person=PersonFactory(room=engagement.room))
        common = {"engagement": engagement, "room": engagement.room}
        Mandate.objects.create(organ="Rat", office=office, **common)
        Contact.objects.create(office=office, **common)
        Agreement.objects.create(title="Papier", **common)
        OwnContribution.objects.create(name=f"Sache {number}", **common)
    client.force_login(advisor)

    with django_assert_num_queries(14):
        client.get(mandate_page(engagement))
