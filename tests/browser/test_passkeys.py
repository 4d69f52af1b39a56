"""Passkeys in a real browser, with a device of its own making: set up, used as second step, alone, and once more."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import passkeys
from accounts.models import SecondFactor, User
from tests.accounts.conftest import PASSWORD
from tests.browsers import sign_in

pytestmark = pytest.mark.slow


@pytest.fixture
def jonas(transactional_db):
    return User.objects.create_user("jonas@example.org", "Jonas Weber", PASSWORD)


@pytest.fixture
def devices(page):
    """Plugs devices in and out; each agrees at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")

    def plug_in(**more):
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options | more})
        return added["authenticatorId"]

    plug_in.session = session
    return plug_in


def set_up(page, live_server, person):
    sign_in(page, live_server, person)
    page.goto(live_server.url + reverse("accounts:passkey-add"))
    page.get_by_role("button", name="Passkey anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Wiederherstellungscodes")
    page.context.clear_cookies()


def give_password(page, live_server, person):
    page.goto(live_server.url + reverse("accounts:sign-in"))
    page.get_by_label("E-Mail-Adresse").fill(person.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt")


def is_inside(page, live_server, person):
    page.goto(live_server.url + reverse("accounts:profile"))
    return page.get_by_role("heading", level=1).inner_text() == "Mein Profil" and person.email in page.content()


def test_set_up_and_used_after_the_password(page, live_server, maria, devices):
    devices()
    set_up(page, live_server, maria)
    factor = maria.factors.get()
    assert factor.kind == "passkey"

    give_password(page, live_server, maria)
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page).to_have_url(re.compile("/beratungen/"))

    assert is_inside(page, live_server, maria)
    assert maria.factors.get().counter > factor.counter


def test_alone_it_opens_the_door(page, live_server, maria, devices):
    devices()
    set_up(page, live_server, maria)
    page.goto(live_server.url + reverse("accounts:sign-in") + "?next=/profil/%3Fa%3D1")
    page.get_by_role("button", name="Mit Passkey anmelden").click()

    expect(page).to_have_url(live_server.url + "/profil/?a=1")
    assert is_inside(page, live_server, maria)


def test_confirms_who_is_there(page, live_server, maria, devices):
    devices()
    set_up(page, live_server, maria)
    sign_in(page, live_server, maria)
    page.goto(live_server.url + reverse("accounts:confirm") + "?next=/profil/")
    page.get_by_role("button", name="Passkey benutzen").click()

    expect(page).to_have_url(live_server.url + "/profil/")


def test_a_device_that_checks_nobody_opens_nothing_alone(page, live_server, maria, devices):
    device = devices()
    set_up(page, live_server, maria)
    devices.session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    send_answer(page, live_server, signed_answer(page, live_server, careless=True))
    assert not is_inside(page, live_server, maria)


def test_after_the_password_touching_the_device_is_enough(page, live_server, maria, devices):
    devices(hasResidentKey=False, hasUserVerification=False, isUserVerified=False, transport="usb")
    set_up(page, live_server, maria)
    give_password(page, live_server, maria)
    page.get_by_role("button", name="Passkey benutzen").click()
    expect(page).to_have_url(re.compile("/beratungen/"))


def test_the_device_of_another_person_is_not_hers(page, live_server, maria, jonas, devices):
    devices()
    set_up(page, live_server, jonas)
    SecondFactor.objects.create(
        user=maria, kind="passkey", name="Fort", secret=jonas.factors.get().secret, credential_id=b"x"
    )
    give_password(page, live_server, maria)
    page.get_by_role("button", name="Passkey benutzen").click()

    expect(page.get_by_text("Dieser Passkey wurde nicht erkannt.")).to_be_visible()
    assert not is_inside(page, live_server, maria)


CATCH = """careless => new Promise((caught, failed) => {
    setTimeout(() => failed("the device does not answer"), 10000);
    HTMLFormElement.prototype.submit = function () { caught(this.elements.passkey.value); };
    if (careless) {
        const ask = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = question => {
            question.publicKey.userVerification = "discouraged";
            return ask(question);
        };
    }
    document.querySelector("form[data-ask] [data-passkey]").click();
})"""


def signed_answer(page, live_server, careless=False):
    """What the device signs on the sign-in page, caught before it is sent; `careless`: without looking who is there."""
    page.goto(live_server.url + reverse("accounts:sign-in"))
    return page.evaluate(CATCH, careless)


def send_answer(page, live_server, answer):
    token = page.locator("form[data-ask] input[name=csrfmiddlewaretoken]").get_attribute("value")
    return page.request.post(
        live_server.url + reverse("accounts:passkey-sign-in"),
        form={"csrfmiddlewaretoken": token, "passkey": answer, "ziel": ""},
        headers={"Referer": page.url},
    )


def test_an_answer_is_good_once_and_only_unchanged(page, live_server, maria, devices):
    devices()
    set_up(page, live_server, maria)
    answer = json.loads(signed_answer(page, live_server))
    signature = answer["response"]["signature"]
    broken = answer | {"response": answer["response"] | {"signature": "AAAA" + signature[4:]}}
    send_answer(page, live_server, json.dumps(broken))
    assert not is_inside(page, live_server, maria)

    page.goto(live_server.url + reverse("accounts:sign-in"))
    send_answer(page, live_server, json.dumps(answer))  # its question has been answered
    assert not is_inside(page, live_server, maria)

    answer = signed_answer(page, live_server)
    send_answer(page, live_server, answer)
    assert is_inside(page, live_server, maria)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", '{"rawId": 1}', '{"rawId":"AA","id":"AA","response":{}}']
)
def test_nonsense_is_refused(page, live_server, maria, devices, answer):
    devices()
    set_up(page, live_server, maria)
    signed_answer(page, live_server)
    response = send_answer(page, live_server, answer)

    assert response.status == 200
    assert ("wurde nicht erkannt" in response.text()) == bool(answer)
    assert not is_inside(page, live_server, maria)


def test_a_copied_device_is_noticed(page, live_server, maria, devices):
    devices()
    set_up(page, live_server, maria)
    maria.factors.update(counter=1000)
    send_answer(page, live_server, signed_answer(page, live_server))

    assert not is_inside(page, live_server, maria)


def test_another_origin_is_refused(page, live_server, maria, devices, monkeypatch):
    """As if the page that asked had been another one; and without the look at it the door would open."""
    devices()
    set_up(page, live_server, maria)
    answer = signed_answer(page, live_server)
    original = passkeys.server

    def elsewhere(request):
        made = original(request)
        made._verify = lambda origin: origin == "https://evil.example"
        return made

    monkeypatch.setattr(passkeys, "server", elsewhere)
    send_answer(page, live_server, answer)
    assert not is_inside(page, live_server, maria)


def test_where_the_device_knows_no_passkeys_codes_remain(page, live_server, maria):
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(live_server.url + reverse("accounts:sign-in"))
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_be_hidden()
    sign_in(page, live_server, maria)
    page.goto(live_server.url + reverse("accounts:passkey-add"))

    expect(page.get_by_text("Hier geht es leider nicht")).to_be_visible()
    expect(page.get_by_role("button", name="Passkey anlegen")).to_be_hidden()
