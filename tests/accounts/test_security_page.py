"""One's own second factors, codes on paper and open sessions."""

import base64
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import factors, security_views
from accounts.devices import in_words
from accounts.models import SecondFactor, Session
from accounts.sessions import CONFIRMED, public_id
from rooms.enums import Role
from rooms.middleware import SecondFactorRequired
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory

from .test_second_factors import spellings, with_app
from .test_session_ends import age, is_signed_in, person

pytestmark = pytest.mark.django_db
SECURITY, APP, CODES, END = (
    reverse(f"accounts:{name}") for name in ("security", "app-add", "recovery-codes", "session-end")
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def seed_shown(response):
    return base64.b32decode(response.context["typed_key"].replace(" ", ""))


def code_of(seed):
    return factors.app_of(seed).generate(int(time.time())).decode()


@pytest.fixture
def inside(client, maria):
    client.force_login(maria)
    return client


def test_setting_up_an_app(inside, maria, django_capture_on_commit_callbacks):
    seed = seed_shown(inside.get(APP))
    wrong = inside.post(APP, {"name": "Telefon", "code": "000000"})
    assert "Der Code stimmt nicht." in wrong.content.decode()
    assert seed_shown(wrong) == seed
    with django_capture_on_commit_callbacks(execute=True):
        done = inside.post(APP, {"name": "Telefon", "code": code_of(seed)})

    assert len(done.context["codes"]) == 10
    assert maria.factors.get().name == "Telefon"
    assert ["zweiter Schritt eingerichtet" in letter.body for letter in mail.outbox] == [True]
    assert done.context["codes"][0] not in inside.get(SECURITY).content.decode()
    assert seed_shown(inside.get(APP)) != seed


def session_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM accounts_session")
        return " ".join(
            str(Session(session_data=data).get_decoded()).lower() + data.lower() for (data,) in cursor.fetchall()
        )


def test_a_seed_on_its_way_is_sealed_in_the_session_too(inside):
    seed = seed_shown(inside.get(APP))

    assert "new_seed" in session_rows()
    assert not any(word in session_rows() for word in spellings(seed.hex().encode()) | {seed.hex()})


def test_a_seed_in_clear_in_the_session_would_be_seen(inside, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(security_views, "seal", lambda purpose, data, bound_to: data)
    seed = seed_shown(inside.get(APP))

    assert seed.hex() in session_rows()


def test_setting_up_asks_who_is_there(inside):
    age(inside, 16, CONFIRMED)
    for url in (APP, CODES, reverse("accounts:passkey-add"), reverse("accounts:factor-remove", args=[1])):
        assert inside.get(url)["Location"].startswith(reverse("accounts:confirm"))


def test_a_change_of_factors_ends_other_sessions(inside, maria):
    elsewhere = Client()
    elsewhere.force_login(maria)
    seed = seed_shown(inside.get(APP))
    inside.post(APP, {"name": "Telefon", "code": code_of(seed)})
    assert (is_signed_in(inside), is_signed_in(elsewhere)) == (True, False)

    elsewhere.force_login(maria)
    inside.post(reverse("accounts:factor-remove", args=[maria.factors.get().pk]))
    assert (is_signed_in(inside), is_signed_in(elsewhere)) == (True, False)
    assert not maria.recovery_codes.exists()


def test_nobody_removes_the_factor_of_somebody_else(inside, jonas):
    factor = with_app(jonas)

    assert inside.post(reverse("accounts:factor-remove", args=[factor.pk])).status_code == 404
    assert SecondFactor.objects.filter(pk=factor.pk).exists()


def test_the_last_one_stays_while_it_is_required(inside, maria, settings):
    settings.REQUIRE_SECOND_FACTOR = "all"
    first, second = with_app(maria), with_app(maria, seed=b"neun-blaue-kannen-12")
    inside.force_login(maria)
    assert "/entfernen/" in inside.get(SECURITY).content.decode()
    inside.post(reverse("accounts:factor-remove", args=[first.pk]))
    answer = inside.post(reverse("accounts:factor-remove", args=[second.pk]), follow=True).content.decode()

    assert "richten Sie zuerst einen anderen" in answer
    assert "/entfernen/" not in answer
    assert maria.factors.get() == second


def test_new_codes_only_with_a_factor_and_only_by_a_form(inside, maria):
    assert inside.post(CODES)["Location"] == SECURITY
    with_app(maria)
    inside.force_login(maria)
    assert "codes" not in inside.get(CODES).context
    assert len(inside.post(CODES).context["codes"]) == 10


# --- who needs one ---------------------------------------------------------------------------

ROLES = [Role.LEAD, Role.ADVISOR, "administrator", Role.CONTACT, Role.STEERING, "former", ""]
ASKED = {"none": [], "team": [Role.LEAD, Role.ADVISOR, "administrator"], "all": ROLES}


def led_to_set_up(client, settings, value):
    settings.REQUIRE_SECOND_FACTOR = value
    led = []
    for role in ROLES:
        client.force_login(person(role))
        answers = [client.get("/beratungen/"), client.post("/beratungen/neu/", {"title": "x"})]
        if all(answer.headers.get("Location") == SECURITY for answer in answers):
            led.append(role)
        else:
            assert not any(answer.headers.get("Location") == SECURITY for answer in answers)
    return led


@pytest.mark.parametrize("value", ASKED)
def test_who_needs_a_second_factor_is_led_to_it(client, settings, value):
    assert led_to_set_up(client, settings, value) == ASKED[value]


def test_a_gate_that_asks_nobody_would_be_seen(client, settings, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(SecondFactorRequired, "process_view", lambda *args: None)

    assert led_to_set_up(client, settings, "team") != ASKED["team"]


def test_the_page_says_why_and_opens_the_house_afterwards(client, settings):
    settings.REQUIRE_SECOND_FACTOR = "team"
    lead = person(Role.LEAD)
    client.force_login(lead)
    page = client.get("/", follow=True)
    assert page.redirect_chain[-1][0] == SECURITY
    assert "brauchen Sie für die Anmeldung einen zweiten Schritt" in page.content.decode()
    part = client.get("/beratungen/", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == SECURITY

    seed = seed_shown(client.get(APP))
    client.post(APP, {"name": "Telefon", "code": code_of(seed)})

    assert client.get("/beratungen/").status_code == 200
    assert "brauchen Sie für die Anmeldung" not in client.get(SECURITY).content.decode()


def test_what_stays_open_and_what_is_not_there(client, settings):
    settings.REQUIRE_SECOND_FACTOR = "all"
    client.force_login(UserFactory())

    for name in ("profile", "password-change", "security", "app-add", "imprint"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 200, name
    assert client.get(reverse("rooms:invitation", args=["x"])).status_code == 404
    assert client.get("/gibt-es-nicht/").status_code == 404
    assert client.post(reverse("accounts:sign-out"))["Location"] == reverse("accounts:sign-in")


def test_the_gate_costs_whoever_has_a_factor_no_question(client, settings, maria):
    """A session that came in with a second factor is not asked about it again."""
    settings.REQUIRE_SECOND_FACTOR = "team"
    MembershipFactory(room=EngagementFactory().room, user=maria, role=Role.LEAD)
    client.force_login(maria)
    seed = seed_shown(client.get(APP))
    client.post(APP, {"name": "Telefon", "code": code_of(seed)})
    client.get("/kommunen/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/kommunen/")

    assert not any("accounts_secondfactor" in query["sql"] for query in seen)


# --- where one is signed in ------------------------------------------------------------------


def test_own_sessions_are_listed_in_plain_words(inside, maria, jonas):
    elsewhere = Client(headers={"User-Agent": FIREFOX})
    elsewhere.post(reverse("accounts:sign-in"), {"username": maria.email, "password": "vier-zahme-Igel-lesen"})
    Client().force_login(jonas)
    response = inside.get(SECURITY)

    assert [(row["device"], row["is_this"]) for row in response.context["sessions"]] == [
        ("", True),
        ("Firefox, Linux", False),
    ]
    assert "Firefox, Linux" in response.content.decode()
    assert elsewhere.session.session_key not in response.content.decode()


def test_one_session_is_ended_by_itself(inside, maria, jonas):
    there, his = Client(), Client()
    there.force_login(maria)
    his.force_login(jonas)
    for victim, ends in [(his, False), (inside, False), (there, True)]:
        inside.post(END, {"sitzung": public_id(victim.session.session_key)})
        assert is_signed_in(victim) != ends
    inside.post(END, {"sitzung": "gibt es nicht"})
    assert is_signed_in(inside)


def test_all_others_are_ended_at_once(inside, maria, jonas):
    hers, his = [Client(), Client()], Client()
    for each in hers:
        each.force_login(maria)
    his.force_login(jonas)
    inside.post(END, {"sitzung": "andere"})

    assert [is_signed_in(each) for each in [inside, *hers, his]] == [True, False, False, True]


def test_a_changed_password_ends_other_sessions_and_is_told(
    inside, maria, password, django_capture_on_commit_callbacks
):
    elsewhere = Client()
    elsewhere.force_login(maria)
    new = "neun-blaue-Kannen-stehen"
    with django_capture_on_commit_callbacks(execute=True):
        inside.post(
            reverse("accounts:password-change"), {"old_password": password, "new_password1": new, "new_password2": new}
        )

    assert (is_signed_in(inside), is_signed_in(elsewhere)) == (True, False)
    assert maria.sessions.count() == 1
    assert ["Passwort wurde geändert" in letter.body for letter in mail.outbox] == [True]


def test_a_session_knows_whose_it_is(inside, maria):
    assert Session.objects.get(session_key=inside.session.session_key).user == maria
    inside.logout()
    assert not maria.sessions.exists()


def test_what_has_run_out_goes_with_the_next_sign_in(inside, maria, jonas):
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    Client().force_login(jonas)

    assert [row.user for row in Session.objects.all()] == [jonas]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15", "Safari, Mac"),
        ("<script>", ""),
        ("", ""),
    ],
)
def test_devices_in_words(agent, words):
    assert in_words(agent) == words
