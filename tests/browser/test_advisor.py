"""The way of an advisor, from signing in to paper."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from demo.people import DOMAIN, PASSWORD
from engagements.models import Engagement
from tests.browsers import sign_in

TEMPLATE = "Kommunale Konfliktberatung in sieben Schritten"


class Hand:
    """Counts what a person has to do."""

    def __init__(self, page):
        self.page, self.taps, self.fields = page, 0, 0

    def tap(self, role, name):
        self.taps += 1
        self.page.get_by_role(role, name=name, exact=True).tap()

    def type(self, label, text):
        self.fields += 1
        self.page.get_by_label(label).fill(text)


def fill_sign_in(page, account="federfuehrung"):
    page.get_by_label("E-Mail-Adresse").fill(f"{account}@{DOMAIN}")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()


@pytest.fixture
def ludwigslust(samples, live_server):
    return (
        live_server.url + Engagement.objects.get(title="Kommunale Konfliktberatung in Ludwigslust").get_absolute_url()
    )


def test_from_signing_in_to_a_new_consultation(page, live_server, samples):
    """By the form and by keyboard; two places are called Kalbe, and the list tells them apart."""
    page.goto(live_server.url + "/anmelden/")
    fill_sign_in(page)
    page.get_by_role("link", name="Beratung anlegen").click()
    page.get_by_label(TEMPLATE).focus()
    page.keyboard.press("Space")
    search = page.get_by_label(re.compile("^Kommune"))
    search.focus()
    page.keyboard.type("Kalbe")
    expect(page.get_by_text("2 Orte gefunden")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", checked=True).and_(page.locator("[name=municipality]"))).to_have_count(1)
    chosen = page.locator("label.candidate", has=page.locator(":checked"))
    place = chosen.locator("b").inner_text()
    page.get_by_role("button", name="Beratung anlegen").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kommunale Konfliktberatung in {place}")
    expect(page.get_by_role("list", name="Der Weg der Beratung").get_by_role("listitem")).to_have_count(9)


def test_entry_by_phone_needs_heading_and_text_alone(phone, live_server, ludwigslust):
    """Kind, day, phase and circle are already right: two taps and one field, the text is the second."""
    sign_in(phone, live_server, "beratung")
    phone.goto(ludwigslust)
    hand = Hand(phone)
    hand.tap("link", "Eintrag schreiben")
    hand.type("Überschrift", "Anruf der Schulleiterin")
    hand.type("Was wurde gesagt", "Am Telefon: Sie lädt zum Runden Tisch ein.")
    hand.tap("button", "Eintrag ablegen")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Anruf der Schulleiterin")
    expect(phone.get_by_text("Eintrag abgelegt. Lesbar für")).to_be_visible()
    expect(phone.locator("aside .reach").first).to_contain_text("Beratungsteam")
    assert (hand.taps, hand.fields) == (2, 2)


def test_mandate_of_the_head_of_administration(page, live_server, samples):
    sign_in(page, live_server, "federfuehrung")
    engagement = new_engagement(page, live_server)
    page.get_by_role("link", name="Auftrag eintragen").click()
    page.get_by_label("Organ", exact=False).first.fill("Bürgermeisteramt")
    page.get_by_label("Das ist die Verwaltungsspitze").check()
    page.locator("[name=given_on]").fill("Frühjahr 2026")
    page.get_by_role("button", name="Auftrag speichern").click()

    page.goto(engagement)
    expect(page.get_by_role("region", name="Auftrag", exact=True)).to_contain_text("Frühjahr 2026")


def new_engagement(page, live_server):
    """A consultation without a place, made as quickly as the form allows."""
    page.goto(live_server.url + "/beratungen/neu/")
    page.get_by_label(TEMPLATE).check()
    page.get_by_role("button", name="Beratung anlegen").click()
    expect(page.get_by_role("list", name="Der Weg der Beratung")).to_be_visible()
    return page.url


def test_phase_begun_and_finished_against_what_is_open(page, live_server, samples):
    """Two reasons for going on all the same; both stay where everybody of the team sees them."""
    sign_in(page, live_server, "federfuehrung")
    engagement = new_engagement(page, live_server)
    step(page, engagement, "Beginnen", "Trotzdem beginnen|Phase beginnen", "Der Rat drängt.")
    step(page, engagement, "Abschließen", "Trotzdem abschließen", "Die Unterlagen kommen nach.")

    page.goto(engagement + "phasen/")
    override = page.locator(".overrides").first
    expect(override).to_contain_text("Abgeschlossen, obwohl:")
    expect(override).to_contain_text("Die Unterlagen kommen nach.")
    page.reload()
    expect(override).to_be_visible()


def step(page, engagement, link, button, reason):
    """One step of the first phase that offers it, with a reason if one is asked for."""
    page.goto(engagement + "phasen/")
    page.get_by_role("link", name=re.compile(rf"^{link}\s*:")).first.click()
    page.get_by_label(re.compile("Trotzdem, weil|^Grund")).fill(reason)
    page.get_by_role("button", name=re.compile(button)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der Weg der Beratung")


def test_csv_is_what_a_german_excel_opens(page, live_server, ludwigslust):
    """Byte order mark, semicolons, and no sealed word."""
    sign_in(page, live_server, "federfuehrung")
    page.goto(ludwigslust + "tagebuch/")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    content = download.value.path().read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    assert rows[0][:5] == ["Wann", "erster Tag", "letzter Tag", "Art", "Überschrift"]
    assert len(rows) > 20
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "Versiegelt" not in {row[rows[0].index("Lesbar für")] for row in rows[1:]}


def test_paper_has_the_texts_and_no_buttons(page, live_server, ludwigslust):
    sign_in(page, live_server, "federfuehrung")
    page.goto(ludwigslust + "tagebuch/")
    page.get_by_role("link", name="Auf Papier").click()
    page.emulate_media(media="print")

    expect(page.get_by_text("Vertraulich", exact=True)).to_be_visible()
    expect(page.get_by_text("Leitbild", exact=False).first).to_be_visible()
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("footer.foot")).to_be_hidden()
