import pytest
from django.urls import reverse

from rooms.enums import Circle, Role
from tests.factories.accounts import UserFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import AliasFactory, OfficeFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

TEAM = {Role.LEAD, Role.ADVISOR, Role.PROCESS}


def addresses(room, circle):
    """Every page that changes something, with a row in this circle."""
    one, other = (OrganisationFactory(room=room, circle=circle) for _ in range(2))
    office = OfficeFactory(person=PersonFactory(room=room, circle=circle), organisation=one)
    pair = ["organisation", one.pk, other.pk]
    return [
        reverse("stakeholders:organisation-update", args=[one.pk]),
        reverse("stakeholders:alias-create", args=[one.pk]),
        reverse("stakeholders:person-update", args=[office.person.pk]),
        reverse("stakeholders:office-create", args=[office.person.pk]),
        reverse("stakeholders:office-update", args=[office.pk]),
        reverse("stakeholders:office-end", args=[office.pk]),
        reverse("stakeholders:office-succeed", args=[office.pk]),
        reverse("stakeholders:merge", args=pair),
    ]


def posted(room, circle):
    """Every address that changes something at once."""
    one, other = (OrganisationFactory(room=room, circle=circle) for _ in range(2))
    return [
        reverse("stakeholders:alias-delete", args=[AliasFactory(organisation=one).pk]),
        reverse("stakeholders:dismiss", args=["organisation", one.pk, other.pk]),
    ]


@pytest.mark.parametrize("role", Role)
def test_edit_is_for_the_team_and_forbidden_to_readers(client, room, role):
    client.force_login(MembershipFactory(room=room, role=role).user)

    answers = {client.get(url).status_code for url in addresses(room, Circle.STEERING)}
    answers |= {
        client.get(reverse(f"stakeholders:{name}-create", args=[room.pk])).status_code
        for name in ("organisation", "person")
    }
    answers |= {client.get(reverse("stakeholders:duplicates", args=[room.pk])).status_code}
    sent = {client.post(url).status_code for url in posted(room, Circle.STEERING)}

    assert answers == ({200} if role in TEAM else {403})
    assert sent == ({302} if role in TEAM else {403})


@pytest.mark.parametrize("role", [Role.CONTACT, Role.STEERING, Role.OBSERVER])
def test_edit_of_a_hidden_row_is_not_found(client, room, role):
    client.force_login(MembershipFactory(room=room, role=role).user)

    assert {client.get(url).status_code for url in addresses(room, Circle.TEAM)} == {404}
    assert {client.post(url).status_code for url in posted(room, Circle.TEAM)} == {404}


def test_strangers_find_no_room_and_no_row(client, room):
    client.force_login(UserFactory())
    lists = [
        reverse(f"stakeholders:{name}", args=[room.pk])
        for name in ("list", "duplicates", "organisation-create", "person-create")
    ]

    assert {client.get(url).status_code for url in [*lists, *addresses(room, Circle.CLIENT)]} == {404}
    assert {client.post(url).status_code for url in posted(room, Circle.CLIENT)} == {404}


def test_detail_shows_readers_no_way_to_edit(client, room, member):
    office = OfficeFactory(
        person=PersonFactory(room=room, circle=Circle.STEERING),
        organisation=OrganisationFactory(room=room, circle=Circle.STEERING),
    )
    AliasFactory(organisation=office.organisation)
    client.force_login(member)

    pages = [
        office.person.get_absolute_url(),
        office.organisation.get_absolute_url(),
        reverse("stakeholders:list", args=[room.pk]),
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert not any(way in text for way in ("bearbeiten/", "/neu/", "beenden/", "entfernen/", "dubletten"))
        assert "Verlauf" not in text


def test_form_offers_circles_up_to_the_writers_clearance(client, room, advisor, lead):
    url = reverse("stakeholders:organisation-create", args=[room.pk])
    for user, sealed in ((advisor, False), (lead, True)):
        client.force_login(user)
        choices = dict(client.get(url).context["form"].fields["circle"].choices)
        assert (Circle.SEALED.value in choices) is sealed
        assert Circle.TEAM.value in choices


def test_public_row_opens_to_all_but_names_no_consultation(client, engagement):
    organisation = OrganisationFactory(room=engagement.room, circle=Circle.PUBLIC)
    client.force_login(UserFactory())

    text = client.get(organisation.get_absolute_url()).content.decode()

    assert organisation.name in text
    assert engagement.title not in text
