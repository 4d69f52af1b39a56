import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from rooms.actions import token
from rooms.enums import Circle, Role
from rooms.models import Invitation, Membership
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import InvitationFactory, MembershipFactory

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


def invite(client, room, callbacks, **data):
    data = {"email": "Karin@Example.org", "name": "Karin Kontakt", "role": "steering", **data}
    with callbacks(execute=True):
        return client.post(reverse("rooms:invite", args=[room.pk]), data)


@pytest.mark.parametrize("role", Role)
def test_who_may_invite(client, room, role, django_capture_on_commit_callbacks):
    client.force_login(MembershipFactory(room=room, role=role).user)

    response = invite(client, room, django_capture_on_commit_callbacks)

    may = role in {Role.LEAD, Role.PROCESS}
    assert response.status_code == (302 if may else 403)
    assert Invitation.objects.count() == len(mail.outbox) == int(may)


def test_mail_names_organisation_and_role_and_nothing_of_the_case(
    client, room, lead, django_capture_on_commit_callbacks
):
    client.force_login(lead)
    invite(client, room, django_capture_on_commit_callbacks)
    message = mail.outbox[0]
    text = message.subject + message.body

    assert message.to == ["karin@example.org"]
    assert "Pro Peace" in text
    assert "Mitglied der Lenkungsrunde" in text
    assert not any(word in text for word in (CANARY, lead.name, "Karin Kontakt", str(room.pk)))
    path = re.search(r"http://testserver(/\S+)", text)[1]
    assert Client().get(path).status_code == 200


def test_mail_goes_out_only_when_the_invitation_is_kept(client, room, lead, django_capture_on_commit_callbacks):
    client.force_login(lead)
    with django_capture_on_commit_callbacks():
        client.post(
            reverse("rooms:invite", args=[room.pk]), {"email": "karin@example.org", "name": "Karin", "role": "contact"}
        )

    assert mail.outbox == []


def test_a_second_invitation_replaces_the_first(client, room, lead, django_capture_on_commit_callbacks):
    client.force_login(lead)
    for _each in range(2):
        invite(client, room, django_capture_on_commit_callbacks)

    first, second = Invitation.objects.order_by("created_at")
    assert first.withdrawn_at
    assert second.is_open


@pytest.mark.parametrize(
    "data", [{"email": "karin"}, {"email": "a\x00@b.de"}, {"name": ""}, {"role": ""}, {"role": "chef"}]
)
def test_incomplete_invitations_are_refused(client, room, lead, django_capture_on_commit_callbacks, data):
    client.force_login(lead)

    response = invite(client, room, django_capture_on_commit_callbacks, **data)

    assert list(response.context["form"].errors) == list(data)
    assert not Invitation.objects.exists()


def test_who_is_there_already_is_not_invited_again(client, room, lead, django_capture_on_commit_callbacks):
    MembershipFactory(room=room, role=Role.STEERING, user__email="karin@example.org")
    client.force_login(lead)

    response = invite(client, room, django_capture_on_commit_callbacks)

    assert response.context["form"].errors["email"] == ["Diese Person hat diese Rolle hier schon."]


def test_opening_the_link_changes_nothing(client, invitation, link):
    """Mail scanners open links, several times and with other verbs."""
    before = Invitation.objects.values().get()

    for ask in (client.get, client.head, client.get):
        assert ask(link).status_code == 200

    assert Invitation.objects.values().get() == before
    assert not User.objects.filter(email=invitation.email).exists()
    assert "_auth_user_id" not in client.session


def test_the_page_tells_nothing_of_the_case(client, link, room):
    assert CANARY not in client.get(link).content.decode()


@pytest.mark.parametrize("role", Role)
def test_accepting_makes_account_and_membership(client, room, role):
    invitation = InvitationFactory(room=room, role=role, email="karin@example.org")

    response = client.post(reverse("rooms:invitation", args=[token(invitation)]), ANSWER)

    user = User.objects.get(email="karin@example.org")
    membership = Membership.objects.get(user=user)
    assert response["Location"] == room.engagement.get_absolute_url()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.name, user.check_password(PASSWORD)) == ("Karin Kontakt", True)
    assert (membership.room, membership.role, membership.clearance) == (room, role, role.clearance)
    assert membership.starts_on == timezone.localdate()
    assert user.organisation == (room.organisation if role.clearance >= Circle.TEAM else None)
    assert Entry.objects.get(action="invitation.accepted").actor == user


def test_second_press_does_nothing_twice(client, invitation, link):
    client.post(link, ANSWER)
    again = client.post(link, ANSWER)
    elsewhere = Client().post(link, {**ANSWER, "password": "ganz-anderes-Passwort"})

    assert again.status_code == 302
    assert elsewhere.status_code == 410
    assert "schon angenommen" in elsewhere.content.decode()
    assert User.objects.get(email=invitation.email).check_password(PASSWORD)
    assert Membership.objects.filter(user__email=invitation.email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_let_in_once():
    invitation = InvitationFactory(email="karin@example.org")
    link = reverse("rooms:invitation", args=[token(invitation)])
    start = Barrier(8, timeout=60)

    def press(_number):
        client = Client()
        start.wait()
        try:
            return client.post(link, ANSWER).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(8)))

    assert set(answers) <= {302, 410, 200}
    assert User.objects.filter(email="karin@example.org").count() == 1
    assert Membership.objects.filter(user__email="karin@example.org").count() == 1
    assert Entry.objects.filter(action="invitation.accepted").count() == 1


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"expires_at": timezone.now() - dt.timedelta(minutes=1)}, "Diese Einladung ist abgelaufen"),
        ({"withdrawn_at": timezone.now()}, "Diese Einladung wurde zurückgezogen"),
        ({"used_at": timezone.now()}, "Diese Einladung ist schon angenommen"),
    ],
)
def test_closed_invitations_say_so(client, invitation, link, state, sentence):
    Invitation.objects.filter(pk=invitation.pk).update(**state)

    for response in (client.get(link), client.post(link, ANSWER)):
        assert response.status_code == 410
        assert sentence in response.content.decode()
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_invitation_is_good_for_seven_days(invitation):
    assert abs(invitation.expires_at - timezone.now() - dt.timedelta(days=7)) < dt.timedelta(minutes=1)


def test_only_our_signature_opens(client, invitation):
    for key in (
        str(invitation.pk),
        signing.dumps(str(invitation.pk)),  # without the purpose
        signing.dumps("kein-schluessel", salt="invitation"),
        signing.dumps(17, salt="invitation"),
        token(invitation)[:-1] + "_",
        "x",
    ):
        path = reverse("rooms:invitation", args=[key])
        assert client.get(path).status_code == client.post(path, ANSWER).status_code == 404


def test_withdrawing_closes_the_link(client, room, lead, invitation, link):
    client.force_login(lead)
    path = reverse("rooms:invitation-withdraw", args=[room.pk, invitation.pk])

    assert client.get(path).status_code == 200
    invitation.refresh_from_db()
    assert invitation.is_open
    client.post(path)
    client.post(path)  # a second press is told so

    assert Client().get(link).status_code == 410
    assert Entry.objects.filter(action="invitation.withdrawn").count() == 1


def test_renewing_opens_what_ran_out(client, lead, invitation, link, django_capture_on_commit_callbacks):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    client.force_login(lead)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("rooms:invitation-renew", args=[invitation.room_id, invitation.pk]))

    assert len(mail.outbox) == 1
    assert Client().get(link).status_code == 200


def test_renewing_a_used_invitation_sends_nothing(client, room, lead, invitation, django_capture_on_commit_callbacks):
    Invitation.objects.update(used_at=timezone.now())
    client.force_login(lead)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("rooms:invitation-renew", args=[room.pk, invitation.pk]))

    assert mail.outbox == []


def test_a_process_manager_does_not_withdraw_the_invitation_of_a_lead(client, room, lead):
    manager = MembershipFactory(room=room, role=Role.PROCESS).user
    of_lead = InvitationFactory(room=room, role=Role.LEAD)
    client.force_login(manager)

    response = client.post(reverse("rooms:invitation-withdraw", args=[room.pk, of_lead.pk]))

    assert response.status_code == 403
    assert Invitation.objects.get().withdrawn_at is None


def test_a_membership_planned_for_later_begins_when_the_invitation_is_accepted(client, room, link):
    person = User.objects.create_user("karin@example.org", "Karin Kontakt", PASSWORD)
    later = timezone.localdate() + dt.timedelta(days=30)
    MembershipFactory(room=room, user=person, role=Role.STEERING, starts_on=later)

    client.post(link, {"password": PASSWORD, "promise": "on"})

    assert Membership.objects.get(user=person).starts_on == timezone.localdate()
