import pytest
from django.urls import reverse

from accounts.models import User
from rooms.actions import token
from rooms.enums import Role
from rooms.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import InvitationFactory

pytestmark = pytest.mark.django_db
PASSWORD = "vier-zahme-Igel-lesen"
ANSWER = {"name": "Karin Kontakt", "password": PASSWORD, "promise": "on"}
CANARY = "Kanarienvogel"


@pytest.fixture
def room(db):
    engagement = EngagementFactory(title=f"{CANARY} Titel", occasion=f"{CANARY} Anlass")
    engagement.room.organisation.name = "Pro Peace"
    engagement.room.organisation.save()
    return engagement.room


@pytest.fixture
def invitation(room):
    return InvitationFactory(room=room, email="karin@example.org", role=Role.STEERING)


@pytest.fixture
def link(invitation):
    return reverse("rooms:invitation", args=[token(invitation)])


@pytest.mark.parametrize("field", ["name", "password", "promise"])
def test_every_answer_is_needed(client, invitation, link, field):
    response = client.post(link, {**ANSWER, field: ""})

    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(email=invitation.email).exists()
    assert PASSWORD not in response.content.decode()


@pytest.mark.parametrize("weak", ["kurz", "qwerty123456", "karin@example.org", "Karin Kontakt"])
def test_weak_passwords_open_nothing(client, invitation, link, weak):
    response = client.post(link, {**ANSWER, "password": weak})

    assert response.context["form"].errors["password"]
    assert not User.objects.filter(email=invitation.email).exists()


def test_known_address_shows_her_password(client, invitation, link):
    user = User.objects.create_user("karin@example.org", "Karin", PASSWORD)

    wrong = client.post(link, {**ANSWER, "password": "falsch-falsch-falsch"})
    assert wrong.context["form"].errors["password"]
    assert not Membership.objects.filter(user=user).exists()

    client.post(link, ANSWER)
    user.refresh_from_db()
    assert user.name == "Karin"
    assert Membership.objects.get(user=user).role == Role.STEERING
    assert client.session["_auth_user_id"] == str(user.pk)


def test_signed_in_person_only_promises(client, invitation, link):
    user = UserFactory(email="karin@example.org")
    client.force_login(user)

    refused = client.post(link, {})
    assert list(refused.context["form"].errors) == ["promise"]
    client.post(link, {"promise": "on"})

    assert Membership.objects.get(user=user).role == Role.STEERING


def test_account_that_never_had_a_password_gets_one(client, invitation, link):
    user = User.objects.create_user("karin@example.org", "Karin")

    assert client.post(link, {**ANSWER, "password": "kurz"}).context["form"].errors
    client.post(link, ANSWER)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Membership.objects.filter(user=user).exists()


@pytest.mark.parametrize("is_known", [True, False])
def test_another_signed_in_person_is_not_let_in(client, invitation, link, is_known):
    if is_known:
        UserFactory(email="karin@example.org")
    other = UserFactory()
    client.force_login(other)

    assert "andere" in client.get(link).content.decode()
    assert client.post(link, ANSWER).status_code == 403

    invitation.refresh_from_db()
    assert invitation.is_open
    assert not Membership.objects.filter(user=other).exists()


def test_closed_account_is_not_let_in(client, invitation, link):
    user = User.objects.create_user("karin@example.org", "Karin", PASSWORD, is_active=False)

    assert client.post(link, ANSWER).status_code == 403
    assert not Membership.objects.filter(user=user).exists()


def test_two_rooms_invite_one_new_person(client, invitation, link):
    other = InvitationFactory(email="karin@example.org", role=Role.CONTACT)
    client.post(link, ANSWER)

    client.post(reverse("rooms:invitation", args=[token(other)]), {"promise": "on"})

    user = User.objects.get(email="karin@example.org")
    assert set(user.memberships.values_list("room", flat=True)) == {invitation.room_id, other.room_id}
