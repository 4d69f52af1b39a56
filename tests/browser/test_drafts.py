"""Long texts save themselves, say honestly where they lie, and come back."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from demo.people import DOMAIN
from engagements.models import Engagement, LogEntry
from rooms.drafts import content_of, drafts_of
from rooms.models import Draft
from tests.browsers import sign_in

from .test_advisor import fill_sign_in

TEXT = "Zwei Stunden Gespräch, mitgeschrieben auf der Rückfahrt im Zug."
SLOW = {"timeout": 15_000}
# A device whose clock shows another hour.
ELSEWHERE = """
  const Real = Intl.DateTimeFormat;
  Intl.DateTimeFormat = function (lang, more) { return new Real(lang, { timeZone: "America/New_York", ...more }); };
"""
# Everything the browser has put aside for this site, as it lies there.
STORAGE = """async () => {
  const lists = await Promise.all((await indexedDB.databases()).map(({ name }) => new Promise(ok => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => {
      const all = asked.result.transaction("texte").objectStore("texte").getAll();
      all.onsuccess = () => { asked.result.close(); ok(all.result); };
    };
  })));
  const bytes = row => new TextDecoder("latin1").decode(row.data);
  const rows = lists.flat();
  return { rows: rows.length, words: rows.map(row => JSON.stringify(row) + bytes(row)).join() +
    JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + JSON.stringify(await caches.keys()) };
}"""


@pytest.fixture
def form(page, live_server, samples):
    """The form for a new entry, opened by the lead."""
    sign_in(page, live_server, "federfuehrung")
    engagement = Engagement.objects.get(title="Kommunale Konfliktberatung in Ludwigslust")
    address = f"{live_server.url}{engagement.get_absolute_url()}tagebuch/neu/"
    with page.expect_response("**/entwuerfe/schluessel/"):
        page.goto(address)
    page.wait_for_load_state("networkidle")
    return address


def area(page):
    return page.get_by_label("Was wurde gesagt")


def status(page):
    return page.locator("form .bar [role=status]")


def saved(page):
    expect(status(page)).to_have_text("Entwurf gespeichert", **SLOW)


def on_device(page):
    expect(status(page)).to_have_text("noch nicht gesendet – auf diesem Gerät gesichert", **SLOW)


def stored(page, rows):
    """What lies in the browser as soon as it holds so many copies."""
    for _ in range(100):
        found = page.evaluate(STORAGE)
        if found["rows"] == rows:
            return found["words"]
        page.wait_for_timeout(100)
    raise AssertionError(f"{found['rows']} copies")


def test_saved_while_writing_and_offered_again(page, form, axe_check):
    area(page).press_sequentially(TEXT)
    saved(page)

    expect(page.locator("form .bar")).to_contain_text(re.compile("vor \\d+ Sekunden?"))
    axe_check(page)
    stored(page, 0)
    page.goto(form)  # nothing asks: the server has it
    expect(page.get_by_text(re.compile("Es gibt einen Entwurf von heute, "))).to_be_visible()
    axe_check(page)
    page.get_by_role("button", name="Weiterschreiben").click()
    expect(area(page)).to_have_value(TEXT)
    expect(page.get_by_text("Es gibt einen Entwurf")).to_have_count(0)


def test_thrown_away_it_is_not_offered_again(page, form):
    area(page).fill(TEXT)
    saved(page)
    page.reload()
    page.get_by_role("button", name="Verwerfen").click()
    expect(page.get_by_text("Es gibt einen Entwurf")).to_have_count(0)
    area(page).fill("Etwas anderes.")
    saved(page)

    assert Draft.objects.exclude(content=b"").count() == 1
    page.reload()
    page.get_by_role("button", name="Weiterschreiben").click()
    expect(area(page)).to_have_value("Etwas anderes.")


def test_typing_on_without_choosing_puts_the_older_one_aside(page, live_server, form, axe_check):
    area(page).fill(TEXT)
    saved(page)
    page.goto(form)
    expect(page.get_by_text("Es gibt einen Entwurf")).to_be_visible()
    area(page).fill("Ein ganz neuer Eintrag.")
    saved(page)
    page.goto(f"{live_server.url}/entwuerfe/liste/")

    expect(page.get_by_role("link", name=re.compile("Eintrag schreiben"))).to_have_count(4)
    axe_check(page)
    page.get_by_role("link", name=re.compile("^Eintrag schreiben")).last.click()
    expect(page.get_by_label("Text 1")).to_have_value(TEXT)
    axe_check(page)
    page.get_by_role("link", name="Weiterschreiben").click()
    expect(area(page)).to_have_value(TEXT)
    saved(page)


def test_sent_and_forgotten_also_where_the_server_had_not_heard_of_it(page, form):
    page.route("**/entwuerfe/", lambda route: route.abort())
    page.get_by_label("Überschrift").fill("Rückfahrt")
    area(page).fill(TEXT)
    stored(page, 1)
    page.get_by_role("button", name="Eintrag ablegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rückfahrt")
    page.unroute("**/entwuerfe/")
    page.goto(form)
    stored(page, 0)

    expect(page.locator("form .notice")).to_have_count(0)
    assert LogEntry.objects.filter(title="Rückfahrt").count() == 1
    assert not Draft.objects.exclude(content=b"").exists()


def test_offline_sealed_on_the_device_and_sent_when_back(page, form, axe_check):
    page.context.set_offline(True)
    area(page).press_sequentially(TEXT)
    on_device(page)
    words = stored(page, 1)

    assert not [word for word in TEXT.split() if len(word) > 5 and word in words]
    axe_check(page)
    page.context.set_offline(False)
    saved(page)
    stored(page, 0)


def test_closed_while_offline_the_text_is_offered(page, form):
    page.context.set_offline(True)
    area(page).press_sequentially(TEXT)
    stored(page, 1)
    page.close(run_before_unload=False)
    other = page.context.new_page()
    page.context.set_offline(False)
    other.goto(form)
    expect(other.get_by_text("Auf diesem Gerät liegt ein Text")).to_be_visible(**SLOW)
    other.get_by_role("button", name="Weiterschreiben").click()

    expect(area(other)).to_have_value(TEXT)
    saved(other)
    stored(other, 0)


def test_a_copy_names_its_hour_as_the_house_counts_and_a_refused_form_is_newer(page, form):
    """The device's own zone is another one here."""
    page.route("**/entwuerfe/", lambda route: route.abort())
    area(page).fill(TEXT)
    on_device(page)
    hours = {f"{timezone.localtime():%H:}"}
    page.get_by_label("Überschrift").fill("")
    page.get_by_role("button", name="Eintrag ablegen").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.unroute("**/entwuerfe/")
    saved(page)
    expect(page.locator("form .notice")).to_have_count(0)
    expect(area(page)).to_have_value(TEXT)

    page.context.set_offline(True)
    area(page).press_sequentially(" Und mehr.")
    on_device(page)
    page.close(run_before_unload=False)
    other = page.context.new_page()
    page.context.set_offline(False)
    other.add_init_script(ELSEWHERE)
    other.goto(form)
    offer = other.get_by_text("Auf diesem Gerät liegt ein Text")
    expect(offer).to_be_visible(**SLOW)
    hours |= {f"{timezone.localtime():%H:}"}
    assert any(hour in offer.inner_text() for hour in hours)


def test_rows_added_while_writing_come_back_with_their_words(page, live_server, form):
    address = f"{live_server.url}/beratungen/programme/neu/"
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.locator("button[name=mehr][value=partner]").click()
    page.locator("[name=partner-3-name]").fill("Letzte Zeile")
    page.get_by_label("Worum geht es?").fill(TEXT)
    saved(page)
    page.goto(address)
    expect(page.locator("[name=partner-3-name]")).to_have_count(0)
    page.get_by_role("button", name="Weiterschreiben").first.click()  # when it was slow, the device has a copy, too

    expect(page.locator("[name=partner-3-name]")).to_have_value("Letzte Zeile")
    expect(page.get_by_label("Worum geht es?")).to_have_value(TEXT)
    saved(page)


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


def test_two_megabytes_a_sentence_and_the_text_stays(page, form):
    area(page).evaluate(
        "area => { area.value = 'x'.repeat(2e6); area.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    expect(status(page)).to_contain_text("Dieser Text ist zu lang für einen Entwurf.", **SLOW)

    assert area(page).evaluate("area => area.value.length") == 2_000_000
    stored(page, 1)


def test_a_full_disk_and_a_clock_set_anew(page, form):
    """The device cannot write: the line says so; the server can, and no clock of the device matters."""
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('voll', 'QuotaExceededError'); }; }"
    )
    page.evaluate("() => { const real = Date.now; Date.now = () => real() + 40 * 86400e3; }")
    page.context.set_offline(True)
    area(page).fill(TEXT)
    expect(status(page)).to_have_text("noch nicht gesendet – steht nur in diesem Fenster", **SLOW)
    page.context.set_offline(False)
    saved(page)

    expect(page.locator("form .bar")).to_contain_text(re.compile("vor \\d+ Sekunden?"))
    assert area(page).input_value() == TEXT


def test_leaving_asks_while_the_server_has_not_got_it(page, form):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    area(page).press_sequentially(TEXT)
    on_device(page)
    page.route("**/entwuerfe/**", lambda route: route.fulfill(status=503))  # before it could save by itself again
    page.context.set_offline(False)
    page.get_by_role("link", name="Abbrechen").click()
    expect(area(page)).to_have_value(TEXT)

    assert asked == ["beforeunload"]
