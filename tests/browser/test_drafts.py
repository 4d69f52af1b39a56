"""Long texts save themselves, say honestly where they lie, and come back."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from engagements.models import LogEntry
from rooms.models import Draft

from .drafting import SLOW, TEXT, area, on_device, saved, status, stored

# A device whose clock shows another hour.
ELSEWHERE = """
  const Real = Intl.DateTimeFormat;
  Intl.DateTimeFormat = function (lang, more) { return new Real(lang, { timeZone: "America/New_York", ...more }); };
"""


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
