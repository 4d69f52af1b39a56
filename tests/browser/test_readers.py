"""What others than the team find: what is shared with them, and no sign of the rest."""

import re

from playwright.sync_api import expect

from accounts.models import User
from demo.people import DOMAIN
from engagements.models import Engagement, LogEntry
from rooms.enums import Circle
from tests.browsers import sign_in

PAGES = ("", "tagebuch/", "tagebuch/druck/", "phasen/", "auftrag/")


def readable(account, engagement):
    user = User.objects.get(email=f"{account}@{DOMAIN}")
    return LogEntry.objects.visible_to(user).filter(engagement=engagement)


def test_steering_member_reads_what_is_shared_and_no_sign_of_the_rest(page, live_server, ludwigslust):
    sign_in(page, live_server, "lenkungsrunde")
    hidden = LogEntry.objects.filter(engagement=ludwigslust, circle__gt=Circle.STEERING)
    titles = [title for title in hidden.values_list("title", flat=True) if title]
    assert len(titles) > 10
    for part in PAGES:
        page.goto(live_server.url + ludwigslust.get_absolute_url() + part)
        shown = page.locator("main").inner_text()

        assert not [title for title in titles if title in shown], part
        expect(
            page.locator("main .reach").filter(has_text=re.compile("Versiegelt|Beratungsteam|Auftraggeber"))
        ).to_have_count(0)
        expect(
            page.locator("main").locator("a[href*='/neu/'], a[href*='bearbeiten'], a[href*='/stand/']")
        ).to_have_count(0)
        expect(page.locator("main form[method=post]")).to_have_count(0)


def test_steering_member_counts_her_own_entries_only(page, live_server, ludwigslust):
    """Leafing through to the end she meets what she reads, and above it stands no other number."""
    sign_in(page, live_server, "lenkungsrunde")
    page.goto(live_server.url + ludwigslust.get_absolute_url() + "tagebuch/")
    own, every = readable("lenkungsrunde", ludwigslust), LogEntry.objects.filter(engagement=ludwigslust)
    titles = page.locator("#liste h3").all_inner_texts()
    while (older := page.get_by_role("link", name="Ältere")).count():
        older.click()
        page.wait_for_load_state()
        titles += page.locator("#liste h3").all_inner_texts()

    assert own.count() < every.count()
    assert sorted(titles) == sorted(own.values_list("title", flat=True))
    page.locator("main input[name=q]").fill("Fiktiv")
    expect(page.locator("#gefunden")).to_contain_text(re.compile(r"^\d+ "))
    assert int(page.locator("#gefunden").inner_text().split()[0]) == page.locator("#liste article").count() < 20


def test_contact_person_ticks_what_the_town_brings(page, live_server, ludwigslust):
    """In place, without losing the spot; after a reload it still stands there."""
    sign_in(page, live_server, "kommune")
    page.goto(live_server.url + ludwigslust.get_absolute_url() + "auftrag/")
    page.get_by_role("button", name="Finanzieller Eigenanteil: erledigt").click()
    row = page.get_by_role("row", name=re.compile("Finanzieller Eigenanteil"))
    expect(row).to_contain_text("✓")
    page.reload()

    expect(row).to_contain_text("✓")
    assert ludwigslust.own_contributions.get(name="Finanzieller Eigenanteil").state == "erledigt"


def test_network_administrator_sees_that_there_is_something_and_no_more(page, live_server, ludwigslust):
    sign_in(page, live_server, "netzwerk")
    page.goto(live_server.url + "/netzwerk/")
    table = page.get_by_role("region", name="Alle Beratungen")
    row = table.get_by_role("row", name=re.compile("^Ludwigslust"))

    expect(row).to_contain_text("Pro Peace")
    expect(table.get_by_role("table").get_by_role("link")).to_have_count(0)
    shown = page.locator("main").inner_text()
    for engagement in Engagement.objects.exclude(title=""):
        assert engagement.title not in shown
        assert not engagement.occasion or engagement.occasion[:40] not in shown
    assert page.request.get(live_server.url + ludwigslust.get_absolute_url()).status == 404
