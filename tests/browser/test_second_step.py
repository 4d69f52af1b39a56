"""The pages only somebody with a second factor meets: without script, accessible, and nothing to push sideways."""

import base64
import time

from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts import factors
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_second_factors import SEED, with_app
from tests.browsers import sign_in

from .test_accessible import looked_at


def code(seed=SEED):
    return factors.app_of(seed).generate(int(time.time())).decode()


def give_password(page, live_server):
    page.goto(live_server.url + reverse("accounts:sign-in"))
    page.get_by_label("E-Mail-Adresse").fill("maria@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt")


def test_pages_around_the_second_step_are_accessible(page, live_server, maria):
    wrong = []
    sign_in(page, live_server, maria)
    page.goto(live_server.url + reverse("accounts:app-add"))
    page.get_by_text("Schlüssel abtippen").click()
    seed = base64.b32decode(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("Code, den die App jetzt zeigt").fill("000000")
    page.get_by_role("button", name="App einrichten").click()
    expect(page.get_by_text("Der Code stimmt nicht.").first).to_be_visible()
    wrong += looked_at(page)
    page.get_by_label("Code, den die App jetzt zeigt").fill(code(seed))
    page.get_by_role("button", name="App einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Wiederherstellungscodes")
    paper = page.locator("code").first.inner_text()
    wrong += looked_at(page)
    Client(headers={"User-Agent": "Firefox/140.0 Linux"}).force_login(maria)
    page.get_by_role("link", name="Ich habe die Codes").click()
    wrong += looked_at(page)
    page.goto(live_server.url + reverse("accounts:factor-remove", args=[maria.factors.get().pk]))
    wrong += looked_at(page)
    page.goto(live_server.url + reverse("accounts:confirm"))
    wrong += looked_at(page)
    page.context.clear_cookies()
    give_password(page, live_server)
    wrong += looked_at(page)
    page.get_by_label("Code aus Ihrer App").fill("12")
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_text("Ein Code aus der App hat sechs Ziffern").first).to_be_visible()
    wrong += looked_at(page)
    page.get_by_label("Code aus Ihrer App").fill(paper)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Beratungen")

    assert wrong == []


def test_codes_work_without_javascript(plain, live_server, maria):
    with_app(maria, now=time.time() - 600)
    give_password(plain, live_server)
    plain.get_by_label("Code aus Ihrer App").fill(code())
    plain.get_by_role("button", name="Anmelden").click()

    expect(plain.get_by_role("heading", level=1)).to_have_text("Meine Beratungen")
