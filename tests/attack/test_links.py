"""T07: an invitation lets in whoever it asks, once; scanners, thieves and crowds stay outside."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import signing
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import Session, User
from rooms.actions import token
from rooms.enums import Role
from rooms.models import Invitation, Membership
from tests.attack.figures import note
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import InvitationFactory

pytestmark = pytest.mark.django_db
ADDRESS = "karin@example.org"
ANSWER = {"name": "Karin Kontakt", "password": "vier-zahme-Igel-lesen", "promise": "on"}
AGENTS = [
    "Mozilla/5.0 (compatible; Microsoft Office; SafeLinks)",
    "Mozilla/5.0 (compatible; Barracuda Sentinel)",
    "Mozilla/5.0 (compatible; Mimecast URL Protect)",
    "Proofpoint URL Defense",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "facebookexternalhit/1.1",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
    "curl/8.5.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) HeadlessChrome/130.0.0.0 Safari/537.36",
    "",
]


@pytest.fixture
def invitation():
    return InvitationFactory(email=ADDRESS, role=Role.STEERING)


def link_of(invitation):
    return reverse("rooms:invitation", args=[token(invitation)])


def let_in():
    """How many have come in by links: memberships, accounts of the address, sessions."""
    members = Membership.objects.filter(role=Role.STEERING).count()
    return members, User.objects.filter(email=ADDRESS).count(), Session.objects.count()


@pytest.mark.parametrize("agent", AGENTS)
def test_scanners_open_the_link_and_nothing_happens(invitation, agent):
    client, before = Client(headers={"user-agent": agent}), Invitation.objects.values().get()
    for method in ("head", "get", "get", "options", "head"):
        assert getattr(client, method)(link_of(invitation)).status_code == 200
    client.get(link_of(invitation) + "?utm_source=mail&submit=1&promise=on")

    assert let_in() == (0, 0, 0)
    assert "sessionid" not in client.cookies
    assert Invitation.objects.values().get() == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_scanner_that_presses_the_button_lets_nobody_in(invitation, method):
    """Some send the form as they find it: without an answer, or with everything ticked."""
    for data in ({}, {"promise": "on"}, {"promise": "on", "name": "x", "password": ""}):
        kind = {} if method == "post" else {"content_type": "application/json"}
        getattr(Client(), method)(link_of(invitation), data, **kind)

        assert let_in() == (0, 0, 0)
    assert Invitation.objects.get().is_open


CLOSED = {
    "expired": {"expires_at": timezone.now() - dt.timedelta(seconds=1)},
    "withdrawn": {"withdrawn_at": timezone.now()},
    "used": {"used_at": timezone.now()},
}


@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_link_opens_nothing(invitation, state):
    Invitation.objects.update(**CLOSED[state])
    for method in ("head", "get", "post"):
        assert getattr(Client(), method)(link_of(invitation), ANSWER).status_code == 410

    assert let_in() == (0, 0, 0)


def test_reuse_neither_signs_in_nor_changes_the_password(invitation):
    assert Client().post(link_of(invitation), ANSWER).status_code == 302
    thief = Client()
    answers = [
        thief.post(link_of(invitation), ANSWER | {"password": "ein-anderes-Passwort"}).status_code for _ in "123"
    ]

    assert answers == [410, 410, 410]
    assert let_in() == (1, 1, 1)
    assert User.objects.get(email=ADDRESS).check_password(ANSWER["password"])


@pytest.mark.parametrize("is_known", [True, False])
def test_a_forwarded_link_does_not_let_another_person_in(invitation, is_known):
    if is_known:
        UserFactory(email=ADDRESS)
    other, client = UserFactory(), Client()
    client.force_login(other)

    assert client.post(link_of(invitation), ANSWER).status_code == 403
    assert not Membership.objects.filter(user=other).exists()
    assert User.objects.filter(email=ADDRESS).count() == is_known
    assert Invitation.objects.get().is_open


def test_whoever_has_the_link_of_a_known_person_still_needs_her_password(invitation):
    User.objects.create_user(ADDRESS, "Karin", "ihr-eigenes-Passwort")

    assert Client().post(link_of(invitation), ANSWER).status_code == 200
    assert let_in() == (0, 1, 0)


def test_the_link_opens_its_own_room_and_role_only(invitation):
    other = InvitationFactory(role=Role.LEAD)
    hostile = {"role": "lead", "clearance": 50, "room": other.room_id, "email": other.email, "is_network_admin": "on"}
    Client().post(link_of(invitation), ANSWER | hostile)
    member = Membership.objects.get()

    assert (member.room_id, member.role, member.clearance) == (invitation.room_id, "steering", 20)
    assert (member.user.email, member.user.is_network_admin, member.user.organisation) == (ADDRESS, False, None)


def press(link, times=50):
    """So many at the same moment, each over a connection of its own; some from browsers that were there before."""
    start = Barrier(times, timeout=60)

    def once(number):
        client = Client(headers={"user-agent": AGENTS[number % len(AGENTS)]}, REMOTE_ADDR=f"198.51.100.{number}")
        start.wait(60)
        try:
            return client.post(link, ANSWER).status_code, "sessionid" in client.cookies
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_one_membership_and_one_session():
    answers = press(link_of(InvitationFactory(email=ADDRESS, role=Role.STEERING)))
    note("T07", "gleichzeitige Einlösungen", len(answers), let_in()[0] - 1)

    assert let_in() == (1, 1, 1)
    assert [session for _status, session in answers].count(True) == 1
    assert {status for status, _session in answers} <= {302, 410, 200}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_crowd_would_be_seen(monkeypatch):
    """The gate, seen red: nobody looks again whether the invitation is still open."""
    monkeypatch.setattr(Invitation, "is_open", True)
    User.objects.create_user(ADDRESS, "Karin", ANSWER["password"])
    press(link_of(InvitationFactory(email=ADDRESS, role=Role.STEERING)), times=5)

    assert let_in()[2] > 1


@pytest.fixture
def other_house():
    """A house of another organisation, led by somebody who knows the link."""
    other = EngagementFactory(lead=UserFactory(organisation=OrganisationFactory()))
    return other, other.room.memberships.get().user


def test_a_lead_of_another_house_can_neither_use_nor_manage_the_link(invitation, other_house):
    other, lead = other_house
    client, before = Client(), Invitation.objects.values().get()
    client.force_login(lead)
    key = token(invitation)
    tried = [client.post(reverse("rooms:invitation", args=[key]), ANSWER | {"room": other.room_id}).status_code]
    for name in ("invitation-withdraw", "invitation-renew"):
        for room in (other.room_id, invitation.room_id):
            tried.append(client.post(reverse(f"rooms:{name}", args=[room, invitation.pk])).status_code)
    note("T07", "Versuche aus einem anderen Haus", len(tried), sum(status < 400 for status in tried))

    assert tried[0] == 403
    assert set(tried) <= {403, 404}
    assert not Membership.objects.filter(room=invitation.room).exists()
    assert Invitation.objects.values().get() == before


def test_a_link_made_elsewhere_or_changed_is_none(invitation):
    """Another key, another purpose, a letter more or less, the bare number of the invitation."""
    key = token(invitation)
    odd = [
        str(invitation.pk),
        key[:-1],
        key + "a",
        key.swapcase(),
        key.replace(":", ":x", 1),
        signing.dumps(str(invitation.pk)),
        signing.dumps(str(invitation.pk), salt="last-person"),
        signing.dumps(str(invitation.pk), salt="invitation", key="another-house" * 5),
    ]
    note("T07", "verfälschte Links", len(odd))
    for each in odd:
        url = reverse("rooms:invitation", args=[each])
        assert {Client().get(url).status_code, Client().post(url, ANSWER).status_code} <= {404, 410}

    assert let_in() == (0, 0, 0)


def test_whoever_signs_in_on_the_way_with_a_forwarded_link_stays_outside(invitation):
    """The link is opened first, then somebody else signs in in this browser and presses the button."""
    other = User.objects.create_user("andere@example.org", "Andere", ANSWER["password"])
    client = Client()
    client.get(link_of(invitation))
    client.post(reverse("accounts:sign-in"), {"username": other.email, "password": ANSWER["password"]})

    assert client.post(link_of(invitation), ANSWER).status_code == 403
    assert not Membership.objects.filter(user=other).exists()
    assert Invitation.objects.get().is_open


class TakesLooksForForms:
    """The planted bug: whoever opens a page is taken to have sent its form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.method, request.POST = "POST", QueryDict(urlencode(ANSWER))
        return self.get_response(request)


def test_a_link_that_signs_in_when_opened_would_be_seen(invitation, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.TakesLooksForForms"]
    Client().get(link_of(invitation))

    assert let_in() == (1, 1, 1)
