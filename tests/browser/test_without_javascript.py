"""The same with scripts switched off: signing in, a consultation, an entry, a filter."""

import re

from playwright.sync_api import expect

from engagements.models import LogEntry

from .test_advisor import TEMPLATE, fill_sign_in


def test_everything_works_without_javascript(plain, live_server, samples):
    plain.goto(live_server.url + "/anmelden/")
    fill_sign_in(plain)
    open_consultation(plain)
    for heading in ("Gespräch mit dem Ordnungsamt", "Anruf der Schule"):
        plain.get_by_role("link", name="Eintrag schreiben").first.click()
        plain.get_by_label("Überschrift").fill(heading)
        plain.get_by_role("button", name="Eintrag ablegen").click()
        expect(plain.get_by_role("heading", level=1)).to_have_text(heading)
        plain.get_by_role("link", name="Prozesstagebuch").click()
    plain.locator("main input[name=q]").fill("Ordnungsamt")
    plain.get_by_role("main").get_by_role("button", name="Suchen").click()

    expect(plain.locator("#liste article")).to_have_count(1)
    expect(plain).to_have_url(re.compile("q=Ordnungsamt"))
    assert LogEntry.objects.filter(title="Anruf der Schule").count() == 1


def open_consultation(page):
    """The picker as two steps: send the search, then choose."""
    page.get_by_role("link", name="Beratung anlegen").click()
    page.get_by_label(TEMPLATE).check()
    page.get_by_label(re.compile("^Kommune")).fill("Kalbe")
    page.get_by_role("main").get_by_role("button", name="Suchen").click()
    expect(page.get_by_label(TEMPLATE)).to_be_checked()
    page.get_by_role("radio", name=re.compile(r"Kalbe \(Milde\)")).check()
    page.get_by_role("button", name="Beratung anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kommunale Konfliktberatung in Kalbe (Milde)")
