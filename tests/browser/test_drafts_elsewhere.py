"""A text in two windows, at a shared computer, after the sign-in ended, beside a colleague: not lost, not told."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from demo.people import DOMAIN
from rooms.drafts import content_of, drafts_of
from rooms.models import Draft
from tests.browsers import sign_in

from .drafting import SLOW, STORAGE, TEXT, area, saved, status, stored
from .test_advisor import fill_sign_in

pytestmark = pytest.mark.slow


def test_session_over_sign_in_in_another_window_and_go_on(page, form, live_server, axe_check):
    page.context.clear_cookies()
    area(page).fill(TEXT)
    expect(status(page)).to_contain_text("Anmeldung abgelaufen – der Text bleibt hier", **SLOW)
    axe_check(page)
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Anmelden (neues Fenster)").click()
    fill_sign_in(opening.value)
    expect(opening.value.get_by_role("heading", level=1)).to_have_text("Meine Beratungen")
    opening.value.close()
    page.bring_to_front()
    saved(page)

    expect(area(page)).to_have_value(TEXT)
    page.get_by_label("Überschrift").fill("Rückfahrt")
    page.get_by_role("button", name="Eintrag ablegen").click()  # with the new token
    expect(page.get_by_role("heading", level=1)).to_have_text("Rückfahrt")


def test_a_colleague_signs_in_and_neither_sends_nor_finds_it(page, form, live_server):
    page.context.set_offline(True)
    area(page).fill(TEXT)
    stored(page, 1)
    sign_in(page, live_server, "beratung")
    page.context.set_offline(False)
    area(page).press_sequentially(" Und noch etwas.")
    expect(status(page)).to_contain_text("Angemeldet ist jetzt jemand anderes", **SLOW)
    other = page.context.new_page()
    other.goto(form)
    expect(other.locator("form.form > [role=status]")).to_be_attached()
    other.wait_for_load_state("networkidle")

    expect(other.locator("form .notice")).to_have_count(0)
    assert not Draft.objects.exists()


def test_two_windows_and_both_choices(page, form, axe_check):
    other = page.context.new_page()
    other.goto(form)
    other.wait_for_load_state("networkidle")
    area(page).fill("Aus dem ersten Fenster.")
    saved(page)
    area(other).fill("Aus dem zweiten Fenster.")
    expect(other.get_by_text("In einem anderen Fenster wurde dieser Text weitergeschrieben")).to_be_visible(**SLOW)
    axe_check(other)
    other.get_by_role("button", name="Anderen Stand laden").click()
    expect(area(other)).to_have_value("Aus dem ersten Fenster.")
    other.get_by_role("button", name="Meinen Stand zurückholen").click()
    expect(area(other)).to_have_value("Aus dem zweiten Fenster.")
    saved(other)
    area(page).fill("Wieder aus dem ersten.")
    page.get_by_role("button", name="Meinen Stand behalten").click(**SLOW)
    saved(page)

    person = User.objects.get(email=f"federfuehrung@{DOMAIN}")
    texts = [dict(row.fields)["text"] for row in contents(person)]
    assert sorted(texts) == ["Aus dem zweiten Fenster.", "Wieder aus dem ersten."]


def contents(person):
    return [content_of(row) for row in drafts_of(person)]


def test_a_shared_computer_keeps_nothing(page, live_server, form):
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/anmelden/")
    page.get_by_label("Diesen Rechner benutzen auch andere").check()
    fill_sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Beratungen")
    page.goto(form)
    page.wait_for_load_state("networkidle")
    area(page).fill(TEXT)
    expect(status(page)).to_have_text("Entwurf gespeichert, nur auf dem Server", **SLOW)
    page.context.set_offline(True)
    area(page).fill(TEXT + " Und mehr.")
    expect(status(page)).to_have_text("noch nicht gesendet – steht nur in diesem Fenster", **SLOW)

    assert page.evaluate(STORAGE)["rows"] == 0
