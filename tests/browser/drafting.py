"""What the tests of drafts in a browser share."""

import pytest
from playwright.sync_api import expect

from engagements.models import Engagement
from tests.browsers import sign_in

TEXT = "Zwei Stunden Gespräch, mitgeschrieben auf der Rückfahrt im Zug."
SLOW = {"timeout": 15_000}
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
