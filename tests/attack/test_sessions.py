"""T09: a session belongs to one browser, is new at every door, and leaves nothing behind that could be used again."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.attack.figures import note
from tests.attack.visits import address
from tests.doors.table import DOORS, SIGNED_IN

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_OUT, PROFILE = (reverse(f"accounts:{name}") for name in ("sign-in", "sign-out", "profile"))
PASSWORD, NEW = "vier-zahme-Igel-lesen", "neun-blaue-Kannen-stehen"


@pytest.fixture
def maria():
    return User.objects.create_user("maria@example.org", "Maria", PASSWORD)


def signed_in(maria, key=None):
    """A browser in which she came in by the form, with a session somebody may have put there before."""
    client = Client()
    if key:
        client.cookies["sessionid"] = key
    assert client.post(SIGN_IN, {"username": maria.email, "password": PASSWORD}).status_code == 302
    return client


def with_key(key):
    client = Client()
    client.cookies["sessionid"] = key
    return client


def is_open(client):
    return client.get(PROFILE).status_code == 200


def key_of(client):
    return client.cookies["sessionid"].value


def test_a_session_put_there_before_is_not_the_one_she_signs_in_with(maria):
    """Fixation: keys made up, keys of a visitor, keys of a session that has ended."""
    visitor = Client()
    visitor.get(PROFILE)
    session = visitor.session
    session["x"] = 1
    session.save()
    old = signed_in(maria)
    ended = key_of(old)
    old.post(SIGN_OUT)
    planted = ["a" * 32, session.session_key, ended, "0", "../../etc/passwd", "%00"]
    for key in planted:
        client = signed_in(maria, key)
        note("T09", "untergeschobene Sitzungen", 1, is_open(with_key(key)))

        assert key_of(client) != key
        assert not is_open(with_key(key))


def test_another_person_in_the_same_browser_gets_a_session_of_her_own(maria):
    jonas = User.objects.create_user("jonas@example.org", "Jonas", PASSWORD)
    client = signed_in(maria)
    before = key_of(client)
    client.post(SIGN_OUT)
    client.post(SIGN_IN, {"username": jonas.email, "password": PASSWORD})

    assert key_of(client) != before
    assert not is_open(with_key(before))
    assert "Jonas" in client.get(PROFILE).content.decode()


def test_after_signing_out_no_page_opens_with_the_old_key(maria, world):
    """The back button asks again, since no page is kept; and the key is worth nothing."""
    client = signed_in(maria)
    key = key_of(client)
    assert "no-store" in client.get(PROFILE)["Cache-Control"]
    client.post(SIGN_OUT)
    thief = with_key(key)
    for name, (statuses, _arguments) in DOORS.items():
        if statuses == SIGNED_IN:
            note("T09", "Adressen mit altem Schlüssel", 1)

            assert thief.get(address(name, world)).status_code == 302, name


def test_signing_out_here_leaves_the_other_browser_alone(maria):
    first, second = signed_in(maria), signed_in(maria)
    first.post(SIGN_OUT)

    assert key_of(second)
    assert is_open(second)


def test_a_new_password_closes_every_other_browser(maria):
    """Changed on the page: the one she sits at goes on, under a new key."""
    mine, others = signed_in(maria), [signed_in(maria) for _browser in range(5)]
    key = key_of(mine)
    data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert mine.post(reverse("accounts:password-change"), data).status_code == 302
    note("T09", "Sitzungen nach neuem Passwort", 6, sum(map(is_open, others)))

    assert is_open(mine)
    assert key_of(mine) != key
    assert not is_open(with_key(key))
    assert [is_open(other) for other in others] == [False] * 5


def test_a_deactivated_person_is_out_everywhere_and_stays_out(maria):
    client = signed_in(maria)
    User.objects.update(is_active=False)

    assert not is_open(client)


@pytest.mark.parametrize("way", ["get", "head", "put", "options"])
def test_nobody_is_signed_out_by_a_link(maria, way):
    client = signed_in(maria)
    getattr(client, way)(SIGN_OUT)

    assert is_open(client)


def test_a_session_is_more_than_its_key_in_an_address(maria):
    """Neither an address nor a form nor another header opens a session."""
    key = key_of(signed_in(maria))
    for attempt in (
        Client().get(f"{PROFILE}?sessionid={key}"),
        Client().get(f"{PROFILE};sessionid={key}"),
        Client().post(PROFILE, {"sessionid": key}),
        Client().get(PROFILE, headers={"authorization": f"Bearer {key}", "x-session-id": key}),
    ):
        assert attempt.status_code in {302, 401, 404}


# --- the gate, seen red --------------------------------------------------------------------


def test_a_key_that_stays_the_same_would_be_seen(maria, monkeypatch):
    """The planted bug: signing in goes on with the session that is there."""
    store = "django.contrib.sessions.backends.base.SessionBase"
    monkeypatch.setattr(f"{store}.cycle_key", lambda session: None)
    monkeypatch.setattr(f"{store}.flush", lambda session: None)
    visitor = Client()
    session = visitor.session
    session["x"] = 1
    session.save()
    visitor.cookies["sessionid"] = session.session_key
    visitor.post(SIGN_IN, {"username": maria.email, "password": PASSWORD})

    assert is_open(with_key(session.session_key))


def test_a_sign_out_that_only_forgets_the_cookie_would_be_seen(maria, monkeypatch):
    client = signed_in(maria)
    key = key_of(client)
    monkeypatch.setattr("django.contrib.sessions.backends.base.SessionBase.flush", lambda session: None)
    client.post(SIGN_OUT)

    assert is_open(with_key(key))
