"""T09: a session ends when nobody sits at it, and in any case after half a day; what was typed is not lost."""

import pytest
from django.urls import reverse

from accounts.sessions import SEEN, SINCE, end_sessions
from rooms.enums import Role
from rooms.middleware import SessionEnds
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory

from .test_resume import RESUME, form_to

pytestmark = pytest.mark.django_db
PROFILE, SIGN_IN = reverse("accounts:profile"), reverse("accounts:sign-in")


def age(client, minutes, *marks):
    """Let time pass for what the web session has noted."""
    session = client.session
    for mark in marks:
        session[mark] -= round(minutes * 60)
    session.save()


def is_signed_in(client):
    return client.get(PROFILE).status_code == 200


def person(role):
    if role == "administrator":
        return UserFactory(is_network_admin=True)
    someone = UserFactory()
    if role == "former":
        MembershipFactory(room=EngagementFactory().room, user=someone, role=Role.LEAD, ends_on="2021-01-01")
    elif role:
        MembershipFactory(room=EngagementFactory().room, user=someone, role=role)
    return someone


LIMITS = {
    Role.LEAD: 30,
    Role.ADVISOR: 30,
    "administrator": 30,
    Role.CONTACT: 60,
    Role.STEERING: 60,
    "former": 60,
    "": 60,
}


def sits_too_long(client):
    """Those whose session goes on after her time, or ends before."""
    wrong = []
    for role, limit in LIMITS.items():
        someone = person(role)
        for minutes in (limit - 1, limit + 1):
            client.force_login(someone)
            age(client, minutes, SEEN)
            if is_signed_in(client) != (minutes < limit):
                wrong.append((role, minutes))
    return wrong


def test_sessions_end_when_nobody_sits_there(client):
    assert sits_too_long(client) == []


def test_endless_sessions_would_be_seen(client, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(SessionEnds, "too_long", lambda middleware, request: None)

    assert len(sits_too_long(client)) == len(LIMITS)


def test_the_old_key_opens_nothing_any_more(client, maria):
    client.force_login(maria)
    key = client.session.session_key
    age(client, 61, SEEN)
    client.get(PROFILE)
    client.cookies["sessionid"] = key

    assert not is_signed_in(client)


def test_sign_in_page_says_why(client, maria):
    client.force_login(maria)
    age(client, 61, SEEN)
    response = client.get(PROFILE + "?a=1")
    page = client.get(response["Location"]).content.decode()

    assert response["Location"] == f"{SIGN_IN}?next=/profil/%3Fa%3D1"
    assert "Es geschah länger als 60 Minuten nichts. Bitte melden Sie sich neu an." in page
    assert "länger als" not in client.get(SIGN_IN).content.decode()


def test_whoever_was_not_signed_in_reads_no_reason(client):
    page = client.get(client.get(PROFILE)["Location"]).content.decode()

    assert "melden Sie sich neu an" not in page


def test_text_sent_after_the_end_is_kept(client, maria, password):
    client.force_login(maria)
    client.get(PROFILE)
    age(client, 61, SEEN)
    asked = client.post(PROFILE, {"name": "Maria Neu", "language": "de", "theme": "geraet"})
    assert asked.status_code == 401

    fields = form_to(asked, RESUME)
    fields["username"], fields["password"] = maria.email, password
    sent = form_to(client.post(RESUME, dict(fields.lists())), PROFILE)

    assert sent["name"] == "Maria Neu"
    assert client.post(PROFILE, dict(sent.lists())).status_code == 302
    maria.refresh_from_db()
    assert maria.name == "Maria Neu"


@pytest.mark.parametrize(("hours", "goes_on"), [(11.9, True), (12.1, False)])
def test_half_a_day_is_the_end_however_busy(client, maria, hours, goes_on):
    client.force_login(maria)
    age(client, hours * 60, SINCE)
    response = client.get(PROFILE)

    assert (response.status_code == 200) == goes_on
    if not goes_on:
        assert "liegt zu lange zurück" in client.get(response["Location"]).content.decode()


def test_being_there_is_noted_once_a_minute(client, maria):
    client.force_login(maria)
    age(client, 0.5, SEEN)
    noted = client.session[SEEN]
    client.get(PROFILE)
    assert client.session[SEEN] == noted

    age(client, 1, SEEN)
    client.get(PROFILE)
    assert client.session[SEEN] > noted - 60


@pytest.mark.parametrize("value", [{}, {SEEN: 10**12, SINCE: 10**12}])
def test_odd_clocks_sign_nobody_out(client, maria, value):
    """A session from before there was a limit, and a clock that was wrong for a while."""
    client.force_login(maria)
    session = client.session
    for mark in (SINCE, SEEN):
        del session[mark]
    session.update(value)
    session.save()

    assert is_signed_in(client)
    assert client.session[SEEN] < 10**11


def test_signing_in_starts_the_clocks_anew(client, maria, password):
    client.force_login(maria)
    age(client, 600, SINCE)
    client.logout()
    client.post(SIGN_IN, {"username": maria.email, "password": password})
    age(client, 150, SINCE)

    assert is_signed_in(client)


def test_ending_somebodys_sessions_ends_all_of_hers_and_nobody_elses(client, maria, jonas):
    hers, his = [type(client)(), type(client)()], type(client)()
    for each in hers:
        each.force_login(maria)
    his.force_login(jonas)

    end_sessions(maria)

    assert [is_signed_in(each) for each in [*hers, his]] == [False, False, True]


def test_a_new_password_ends_the_sessions_of_whoever_knew_the_old_one(client, maria):
    client.force_login(maria)
    maria.set_password("neun-blaue-Kannen-stehen")
    maria.save()

    assert not is_signed_in(client)
