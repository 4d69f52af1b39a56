"""A password alone opens nothing where there is a second factor; and what was being typed is not lost."""

import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import factors, second
from accounts.models import AttemptCount, User
from accounts.sessions import CONFIRMED
from rooms.actions import token
from rooms.models import Membership
from tests.doors.table import DOORS
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import InvitationFactory

from .conftest import PASSWORD
from .test_passwords import NEW, ask, link
from .test_resume import RESUME, form_to, typed_without_session
from .test_resume import TARGET as TYPED_AT
from .test_second_factors import SEED, with_app
from .test_session_ends import age, is_signed_in

pytestmark = pytest.mark.django_db
SIGN_IN, SECOND, CONFIRM = (reverse(f"accounts:{name}") for name in ("sign-in", "second", "confirm"))
PROFILE = reverse("accounts:profile")


@pytest.fixture
def app(maria):
    return with_app(maria, now=time.time() - 600)


def code():
    return factors.app_of(SEED).generate(int(time.time())).decode()


def give_password(client, maria, password, target=""):
    return client.post(SIGN_IN, {"username": maria.email, "password": password, "next": target})


def test_password_then_code(client, app, maria, password):
    asked = give_password(client, maria, password, "/profil/?a=1")
    key = client.session.session_key
    assert asked["Location"] == f"{SECOND}?next=%2Fprofil%2F%3Fa%3D1"
    assert not is_signed_in(client)

    fields = form_to(client.get(asked["Location"]), SECOND)
    fields["code"] = code()
    response = client.post(SECOND, fields.dict())

    assert response["Location"] == "/profil/?a=1"
    assert is_signed_in(client)
    assert client.session.session_key != key
    assert second.WAITING not in client.session


def test_without_a_factor_nothing_changes(client, maria, password):
    assert give_password(client, maria, password)["Location"] == reverse("steering:start")
    assert is_signed_in(client)


def opened(client):
    """Doors of people with a session that open to whoever has only given her password."""
    found = []
    for name, (statuses, arguments) in DOORS.items():
        if arguments or statuses["lead"] != 200 or statuses["nobody"] == 200:
            continue
        for send in (client.get, client.post):
            response = send(reverse(name))
            if response.status_code == 200 or response.headers.get("Location", "").startswith(CONFIRM):
                found.append(name)
    return found


def test_the_password_alone_opens_no_page(client, app, maria, password):
    give_password(client, maria, password)

    assert opened(client) == []
    assert client.session[second.WAITING]["person"] == maria.pk
    assert "_auth_user_id" not in client.session


def test_a_second_step_nobody_asks_for_would_be_seen(client, app, maria, password, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(second, "wait_for", second.start_session)
    give_password(client, maria, password)

    assert len(opened(client)) > 5


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "Bitte geben Sie den Code ein."),
        ("000000", "Der Code stimmt nicht."),
        ("9" * 61, "Dieser Code ist zu lang."),
    ],
)
def test_a_wrong_code_says_so(client, app, given, said):
    give_password(client, app.user, PASSWORD)
    response = client.post(SECOND, {"code": given})

    assert said in response.content.decode()
    assert not is_signed_in(client)


def test_guessing_ends_soon_and_she_is_told(client, app, maria, password, django_capture_on_commit_callbacks):
    """From any number of places: ten thousand guesses would take a month."""
    statuses = []
    with django_capture_on_commit_callbacks(execute=True):
        for _place in range(2):
            there = Client()
            give_password(there, maria, password)
            statuses += [there.post(SECOND, {"code": "000000"}).status_code for _guess in range(4)]

    assert statuses == [200] * 5 + [429] * 3
    assert ["falschen Code" in letter.body for letter in mail.outbox] == [True]
    give_password(client, maria, password)
    assert client.post(SECOND, {"code": code()}).status_code == 429
    assert AttemptCount.objects.get(kind="second_factor").count == 5


def test_too_slow_begins_again(client, app, maria, password):
    give_password(client, maria, password, PROFILE)
    session = client.session
    session[second.WAITING] |= {"at": time.time() - 5 * 60 - 1}
    session.save()
    response = client.post(SECOND, {"code": code(), "ziel": PROFILE}, follow=True)

    assert response.redirect_chain[-1][0] == f"{SIGN_IN}?next=%2Fprofil%2F"
    assert "Das hat zu lange gedauert." in response.content.decode()
    assert not is_signed_in(client)


def test_whoever_has_not_given_a_password_is_sent_to_it(client, maria):
    assert client.get(SECOND)["Location"] == SIGN_IN
    assert client.post(SECOND, {"code": "123456"})["Location"] == SIGN_IN


@pytest.mark.parametrize("change", ["password", "closed"])
def test_what_changes_meanwhile_ends_the_wait(client, app, maria, password, change):
    give_password(client, maria, password)
    if change == "password":
        maria.set_password("neun-blaue-Kannen-stehen")
    else:
        maria.is_active = False
    maria.save()

    assert client.post(SECOND, {"code": code()})["Location"] == SIGN_IN
    assert not is_signed_in(client)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_leads_on_to_paths_of_ours_only(client, app, maria, password, target):
    give_password(client, maria, password)
    response = client.post(SECOND, {"code": code(), "ziel": target})

    assert response["Location"] == reverse("steering:start")


def test_a_recovery_code_opens_and_is_told(client, app, maria, password, django_capture_on_commit_callbacks):
    paper = factors.new_recovery_codes(maria)[0]
    give_password(client, maria, password)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SECOND, {"code": paper})

    assert is_signed_in(client)
    assert ["Wiederherstellungscode benutzt" in letter.body for letter in mail.outbox] == [True]


def test_typed_text_waits_through_both_steps(client, app, maria, password):
    fields = form_to(typed_without_session(client), RESUME)
    fields["username"], fields["password"] = maria.email, password
    asked = client.post(RESUME, dict(fields.lists()))
    assert asked.status_code == 401
    assert not is_signed_in(client)

    fields = form_to(asked, SECOND)
    fields["code"] = "000000"
    again = client.post(SECOND, dict(fields.lists()))
    assert again.status_code == 401
    fields = form_to(again, SECOND)
    fields["code"] = code()
    sent = form_to(client.post(SECOND, dict(fields.lists())), TYPED_AT)

    assert is_signed_in(client)
    assert sent["title"] == "Kurz"
    assert sent.getlist("themes") == ["a", "b", ""]
    assert "code" not in sent


def test_typed_text_survives_a_slow_second_step(client, app, maria, password):
    fields = form_to(typed_without_session(client), RESUME)
    fields["username"], fields["password"] = maria.email, password
    fields = form_to(client.post(RESUME, dict(fields.lists())), SECOND)
    client.session.flush()
    fields["code"] = code()

    assert form_to(client.post(SECOND, dict(fields.lists())), RESUME)["behalten-title"] == "Kurz"


def test_another_persons_text_is_not_sent_in_her_name(client, app, maria, jonas, password):
    client.force_login(jonas)
    client.get(PROFILE)
    del client.cookies["sessionid"]
    fields = form_to(typed_without_session(client), RESUME)
    fields["username"], fields["password"] = maria.email, password
    fields = form_to(client.post(RESUME, dict(fields.lists())), SECOND)
    fields["code"] = code()
    response = client.post(SECOND, dict(fields.lists()))

    assert "Dieser Text gehört einer anderen Person" in response.content.decode()


def test_a_reset_by_mail_keeps_the_second_factor(client, app, maria, django_capture_on_commit_callbacks):
    elsewhere = Client()
    elsewhere.force_login(maria)
    ask(client, maria.email, django_capture_on_commit_callbacks)
    path = client.get(link(), follow=True).request["PATH_INFO"]
    client.post(path, {"new_password1": NEW, "new_password2": NEW})

    assert not maria.sessions.exists()
    assert not is_signed_in(elsewhere)
    assert maria.factors.count() == 1
    assert give_password(client, maria, NEW)["Location"].startswith(SECOND)
    assert not is_signed_in(client)


def test_an_invitation_is_no_way_around(client, app, maria, password):
    invitation = InvitationFactory(room=EngagementFactory().room, email=maria.email)
    url = reverse("rooms:invitation", args=[token(invitation)])
    response = client.post(url, {"password": password, "promise": "on"})

    assert Membership.objects.filter(user=maria).exists()
    assert response["Location"].startswith(SECOND)
    assert not is_signed_in(client)


def test_step_up_asks_for_the_factor_of_whoever_has_one(client, app, maria, password):
    client.force_login(maria)
    age(client, 16, CONFIRMED)
    page = client.get(CONFIRM, {"next": PROFILE})
    assert "password" not in form_to(page, CONFIRM)
    assert client.post(CONFIRM, {"password": password, "ziel": PROFILE}).status_code == 200
    assert client.post(CONFIRM, {"code": code(), "ziel": PROFILE})["Location"] == PROFILE
    assert "schon benutzt" in client.post(CONFIRM, {"code": code(), "ziel": PROFILE}).content.decode()


def test_sample_accounts_come_in_by_one_click(client, settings):
    settings.SAMPLE_MODE = True
    User.objects.create_user("beratung@beispiel.example", "Beratung", "ortsgespraech")
    client.post(reverse("accounts:sample-sign-in"), {"email": "beratung@beispiel.example"})

    assert is_signed_in(client)
