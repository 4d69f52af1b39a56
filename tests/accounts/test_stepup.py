"""Before what weighs the password is asked again, and nothing on the way is lost."""

import pytest
from django.urls import reverse

from accounts import stepup
from accounts.models import User
from accounts.sessions import CONFIRMED
from rooms.enums import Role
from rooms.models import Invitation
from tests.doors.table import DOORS
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import InvitationFactory, MembershipFactory

from .test_resume import form_to
from .test_session_ends import age

pytestmark = pytest.mark.django_db
CONFIRM = reverse("accounts:confirm")
INVITATION = {"email": "karin@example.org", "name": "Karin", "role": Role.STEERING.value}


@pytest.fixture
def room(maria):
    room = EngagementFactory().room
    MembershipFactory(room=room, user=maria, role=Role.LEAD)
    return room


@pytest.fixture
def weighty(room, maria):
    """The addresses that ask, each with somebody who may."""
    other = MembershipFactory(room=room, role=Role.STEERING)
    admin = UserFactory(is_network_admin=True)
    invitation = InvitationFactory(room=room, invited_by=maria)
    return {
        reverse("engagements:log-export", args=[room.engagement.pk, "csv"]): maria,
        reverse("rooms:invite", args=[room.pk]): maria,
        reverse("rooms:membership-add", args=[room.pk]): maria,
        reverse("rooms:membership-end", args=[room.pk, other.pk]): maria,
        reverse("rooms:invitation-withdraw", args=[room.pk, invitation.pk]): maria,
        reverse("rooms:invitation-renew", args=[room.pk, invitation.pk]): maria,
        reverse("network:person-grant-admin", args=[other.user_id]): admin,
        reverse("network:person-withdraw-admin", args=[other.user_id]): admin,
        reverse("network:person-deactivate", args=[other.user_id]): admin,
    }


@pytest.fixture
def invite(room):
    return reverse("rooms:invite", args=[room.pk])


@pytest.fixture
def stale(client, maria):
    """Maria, who gave her password a while ago."""
    client.force_login(maria)
    age(client, 16, CONFIRMED)
    return client


def opened_without_asking(client, addresses):
    opened = []
    for url, person in addresses.items():
        client.force_login(person)
        age(client, 16, CONFIRMED)
        got, sent = client.get(url), client.post(url, {"name": "x"})
        if got.status_code != 405 and not got.headers.get("Location", "").startswith(CONFIRM):
            opened.append(f"GET {url}")
        if sent.status_code != 405 and "Bestätigen" not in sent.content.decode():
            opened.append(f"POST {url}")
    return opened


def test_what_weighs_asks_for_the_password(client, weighty):
    assert opened_without_asking(client, weighty) == []


def test_a_door_that_does_not_ask_would_be_seen(client, weighty, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(stepup, "minutes_since", lambda request, mark: 0)

    assert len(opened_without_asking(client, weighty)) == 16  # the export takes no forms, renewing nothing else


def test_a_sign_in_counts_for_a_quarter_of_an_hour(client, weighty):
    for url, person in weighty.items():
        client.force_login(person)
        age(client, 14, CONFIRMED)
        assert client.get(url).status_code in {200, 405}, url


def test_asking_tells_nothing_about_what_is_there(stale, room):
    """Whoever has to confirm meets the same, whether the room is hers, another's or nobody's."""
    rooms = [room.pk, EngagementFactory().room.pk, "01890000-0000-7000-8000-000000000000"]
    answers = {stale.get(reverse("rooms:invite", args=[pk])).status_code for pk in rooms}

    assert answers == {302}


def test_confirming_leads_on(stale, invite, password):
    asked = stale.get(invite + "?a=1")
    page = stale.get(asked["Location"])
    key = stale.session.session_key
    fields = form_to(page, CONFIRM)
    fields["password"] = password
    response = stale.post(CONFIRM, dict(fields.lists()))

    assert response["Location"] == invite + "?a=1"
    assert stale.get(invite).status_code == 200
    assert stale.session.session_key != key


def test_a_form_on_its_way_is_kept_and_sent_by_the_person_herself(stale, invite, password):
    fields = form_to(stale.post(invite, INVITATION), CONFIRM)
    refused = stale.post(CONFIRM, {**fields.dict(), "password": "falsch-falsch"})
    fields = form_to(refused, CONFIRM)
    assert refused.status_code == 401
    assert "Das Passwort stimmt nicht." in refused.content.decode()
    fields["password"] = password
    response = stale.post(CONFIRM, dict(fields.lists()))
    assert not Invitation.objects.exists()

    sent = form_to(response, invite)
    stale.post(invite, dict(sent.lists()))

    assert Invitation.objects.get().email == INVITATION["email"]


def test_an_empty_form_is_kept_as_well(client, password):
    admin = User.objects.create_user("admin@example.org", "Vera", password, is_network_admin=True)
    person = UserFactory()
    url = reverse("network:person-grant-admin", args=[person.pk])
    client.force_login(admin)
    age(client, 16, CONFIRMED)
    fields = form_to(client.post(url), CONFIRM)
    fields["password"] = password
    response = client.post(CONFIRM, dict(fields.lists()))
    assert not User.objects.get(pk=person.pk).is_network_admin

    client.post(url, dict(form_to(response, url).lists()))

    assert User.objects.get(pk=person.pk).is_network_admin


def test_another_persons_password_confirms_nothing(stale, invite, jonas):
    jonas.set_password("neun-blaue-Kannen-stehen")
    stale.post(CONFIRM, {"password": "neun-blaue-Kannen-stehen", "ziel": invite})

    assert stale.get(invite).status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "", "javascript:1"])
def test_goes_on_to_paths_of_ours_only(stale, password, target):
    assert 'name="ziel" value=""' in stale.get(CONFIRM, {"next": target}).content.decode()

    response = stale.post(CONFIRM, {"password": password, "ziel": target, "gesendet": "1", "behalten-a": "b"})

    assert response["Location"] == "/"


def test_a_part_of_a_page_sends_the_whole_page_to_confirm(stale, invite):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/beratungen/"}

    assert stale.get(invite, headers=headers)["HX-Redirect"] == f"{CONFIRM}?next=%2Fberatungen%2F"


def test_sample_accounts_are_told_their_password(stale, settings):
    assert "ortsgespraech“" not in stale.get(CONFIRM).content.decode()
    settings.SAMPLE_MODE = True
    assert "„ortsgespraech“" in stale.get(CONFIRM).content.decode()


def test_the_page_itself_is_in_the_table_of_doors():
    assert "accounts:confirm" in DOORS
