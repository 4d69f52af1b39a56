"""Two browsers at one entry, and a form that is sent a second time with other words."""

import re

import pytest
from playwright.sync_api import expect

from engagements.models import LogEntry
from tests.browsers import sign_in, watched
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.slow


@pytest.fixture
def other(browser, live_server, browser_context_args):
    """A second person's browser, on a telephone."""
    with browser.new_context(**browser_context_args | {"viewport": {"width": 360, "height": 800}}) as context:
        page = context.new_page()
        with watched(page, live_server):
            yield page


@pytest.fixture
def entry(transactional_db):
    engagement = EngagementFactory(lead=UserFactory(name="Anna Erste"))
    MembershipFactory(room=engagement.room, user__name="Berta Zweite")
    return LogEntryFactory(engagement=engagement, title="Runder Tisch", text="Der Rat lädt ein.", source="Protokoll")


def open_both(page, other, live_server, entry):
    for each, name in ((page, "Anna Erste"), (other, "Berta Zweite")):
        sign_in(each, live_server, entry.room.memberships.get(user__name=name).user)
        each.goto(live_server.url + entry.get_absolute_url())
        each.get_by_role("link", name="Ändern").first.click()


def text_of(page):
    return page.get_by_role("textbox", name=re.compile("Was wurde gesagt"))


def keep(page):
    page.get_by_role("button", name="Änderungen ablegen").click()


def test_two_change_one_text_and_the_second_decides(page, other, live_server, entry, axe_check):
    open_both(page, other, live_server, entry)
    text_of(page).fill("Der Kreistag lädt ein.")
    page.get_by_label("Quelle").fill("Notiz")
    keep(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Runder Tisch")

    text_of(other).fill("Der Rat lädt alle ein.")
    keep(other)

    box = other.get_by_role("region", name="Zwei haben hier geschrieben")
    expect(box).to_contain_text("Zuletzt gespeichert: Anna Erste")
    expect(box.locator("del")).to_contain_text("gestrichen: Kreistag")
    expect(box.locator("ins").first).to_contain_text("eingefügt: Rat")
    expect(other.get_by_label("Quelle")).to_have_value("Notiz")
    expect(text_of(other)).to_have_value("Der Rat lädt alle ein.")
    assert other.evaluate("document.documentElement.scrollWidth") <= 360
    axe_check(other)

    box.get_by_role("button", name="Mein Text gilt").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Runder Tisch")
    entry.refresh_from_db()
    assert (entry.text, entry.source) == ("Der Rat lädt alle ein.", "Notiz")


def test_the_second_takes_what_is_stored(page, other, live_server, entry):
    open_both(page, other, live_server, entry)
    text_of(page).fill("Der Kreistag lädt ein.")
    keep(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Runder Tisch")
    text_of(other).fill("Etwas anderes")
    keep(other)

    other.get_by_role("link", name="Den gespeicherten Stand nehmen").click()

    expect(text_of(other)).to_have_value("Der Kreistag lädt ein.")
    expect(other.get_by_text("Zwei haben hier geschrieben")).to_have_count(0)


def test_a_form_sent_before_asks_whether_to_change_or_to_add(page, live_server, entry, axe_check):
    sign_in(page, live_server, entry.room.memberships.get(user__name="Anna Erste").user)
    page.goto(f"{live_server.url}{entry.engagement.get_absolute_url()}tagebuch/neu/")
    key = page.locator("input[name=key]").input_value()
    write(page, "Anruf", "Erste Fassung")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anruf")

    # A browser that brings the old page back from its memory sends the old key.
    page.goto(f"{live_server.url}{entry.engagement.get_absolute_url()}tagebuch/neu/")
    page.evaluate("key => { document.querySelector('input[name=key]').value = key }", key)
    write(page, "Anruf", "Zweite Fassung")

    expect(text_of(page)).to_have_value("Zweite Fassung")
    axe_check(page)
    page.get_by_role("button", name="Eintrag ändern").click()
    expect(page.get_by_role("region", name="Zwei haben hier geschrieben")).to_contain_text("Erste Fassung")
    page.get_by_role("button", name="Mein Text gilt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anruf")
    assert LogEntry.objects.get(title="Anruf").text == "Zweite Fassung"


def write(page, title, text):
    page.get_by_label("Überschrift").fill(title)
    text_of(page).fill(text)
    page.get_by_role("button", name="Eintrag ablegen").click()
