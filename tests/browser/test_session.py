"""Nothing typed is lost, and the address always says where one is."""

import re

import pytest
from playwright.sync_api import expect

from engagements.models import Engagement, LogEntry
from tests.browsers import sign_in

from .test_advisor import fill_sign_in

TEXT = "Zwei Stunden Gespräch, mitgeschrieben auf der Rückfahrt im Zug."


@pytest.fixture
def log(page, live_server, samples):
    """The diary of Ludwigslust, opened by the lead."""
    sign_in(page, live_server, "federfuehrung")
    engagement = Engagement.objects.get(title="Kommunale Konfliktberatung in Ludwigslust")
    address = f"{live_server.url}{engagement.get_absolute_url()}tagebuch/"
    page.goto(address)
    return address


def write(page, log):
    page.goto(log + "neu/")
    page.get_by_label("Überschrift").press_sequentially("Rückfahrt")
    page.get_by_label("Was wurde gesagt").fill(TEXT)


def test_session_ended_while_typing_and_the_text_is_stored_once(page, log):
    write(page, log)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Eintrag ablegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bitte melden Sie sich kurz noch einmal an")
    fill_sign_in(page)
    form = page.locator("main form")
    sent = form.evaluate("form => [form.action, Object.fromEntries(new FormData(form))]")
    page.get_by_role("button", name="Weiter: Text jetzt absenden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rückfahrt")
    again = page.request.post(sent[0], form=sent[1], headers={"Referer": page.url})  # as after „Formular erneut senden“

    assert again.url == page.url
    assert [entry.text for entry in LogEntry.objects.filter(title="Rückfahrt")] == [TEXT]


def test_leaving_with_unsaved_text_asks(page, log):
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.route("**/entwuerfe/**", lambda route: None)  # on a slow machine the draft would be saved by now
    write(page, log)
    page.get_by_role("link", name="Abbrechen").click()

    expect(page.get_by_label("Was wurde gesagt")).to_have_value(TEXT)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Eintrag ablegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rückfahrt")
    assert asked == ["beforeunload"]


def test_filter_changes_the_address_and_back_keeps_it(page, log):
    everything = page.locator("#gefunden").inner_text()
    page.get_by_label("Suche im Tagebuch").fill("Leitbild")
    expect(page).to_have_url(re.compile(r"\?.*q=Leitbild"))
    expect(page.locator("#gefunden")).not_to_have_text(everything)
    found = page.locator("#gefunden").inner_text()
    page.locator("#liste article a").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Prozesstagebuch")
    page.go_back()

    expect(page).to_have_url(re.compile(r"\?.*q=Leitbild"))
    expect(page.locator("main input[name=q]")).to_have_value("Leitbild")
    expect(page.locator("#gefunden")).to_have_text(found)
    page.reload()
    expect(page.locator("#gefunden")).to_have_text(found)


def test_part_of_a_page_after_the_session_ended_sends_all_of_it_to_sign_in(page, log):
    """And back to the page the person sat at."""
    page.context.clear_cookies(name="sessionid")
    page.locator("main input[name=q]").fill("Leitbild")

    expect(page).to_have_url(re.compile(r"/anmelden/\?next="))
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    fill_sign_in(page)
    expect(page).to_have_url(re.compile("/tagebuch/"))


def test_no_answer_is_said_in_words(page, log):
    """The line breaks while a filter is typed: a sentence, and the field keeps its text."""
    page.context.set_offline(True)
    page.locator("main input[name=q]").fill("Leitbild")

    expect(page.get_by_role("alert")).to_contain_text("Der Server hat nicht geantwortet")
    expect(page.locator("main input[name=q]")).to_have_value("Leitbild")
