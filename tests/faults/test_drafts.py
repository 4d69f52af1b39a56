"""T24: a window killed while somebody types: at most ten seconds of it are lost, and nothing is readable."""

import random
import time

import pytest
from playwright.sync_api import expect

from rooms.models import Draft
from tests.attack.figures import note, size
from tests.browser.drafting import STORAGE, area, form, stored  # noqa: F401
from tests.browsers import CHROMIUM
from tests.chromium import MISSING

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason=MISSING)]
KILLED = size(1, 50)  # each way
LONGEST = size(4, 15)
SECONDS = 10
WORDS = ["Konflikt", "Spielplatz", "Nachbarschaft", "vertraulich", "Versammlung", "Moschee", "Protokoll"]


def typing(page, chance, seconds):
    """Type without a pause for so long; what was written, and how much of it when."""
    text, moments = "", []
    area(page).focus()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        word = chance.choice(WORDS) + " "
        page.keyboard.type(word, delay=30)
        text += word
        moments.append((time.monotonic(), len(text)))
    return text, moments


def kill(page):
    """As if the browser had been shot: not a line of the page runs any more."""
    page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": "frozen"})
    page.close(run_before_unload=False)


def come_back(context, address):
    """What the form has for the person in a new window."""
    page = context.new_page()
    page.goto(address)
    button = page.get_by_role("button", name="Weiterschreiben").first
    try:
        button.click(timeout=15_000)
    except Exception:  # noqa: BLE001 -- nothing was offered
        return ""
    finally:
        found = area(page).input_value()
        page.close(run_before_unload=False)
    return found


def lost_seconds(text, moments, killed, found):
    """For how long that was there of which the first letter is missing now."""
    assert text.startswith(found.rstrip())
    missing = [moment for moment, length in moments if length > len(found) + 1]
    return killed - missing[0] if missing else 0


def new_window(context, address):
    """A form nobody has written in."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address.partition("/beratungen/")[0] + "/impressum/")
    page.evaluate("() => { indexedDB.deleteDatabase('entwuerfe'); }")
    Draft.objects.all().delete()
    with page.expect_response("**/entwuerfe/schluessel/"):
        page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("online", [True, False], ids=["online", "offline"])
def test_killed_while_typing(page, form, online):  # noqa: F811
    chance, context, lost = random.Random(24), page.context, []
    for _ in range(KILLED):
        window = new_window(context, form)
        context.set_offline(not online)
        text, moments = typing(window, chance, chance.uniform(3, LONGEST))
        killed = time.monotonic()
        kill(window)
        context.set_offline(False)
        words = stored_words(context, form)
        found = come_back(context, form)
        lost.append(lost_seconds(text, moments, killed, found))

        assert not [word for word in WORDS if word in words]
    way, late = "mit" if online else "ohne", sum(seconds > SECONDS for seconds in lost)
    note("T24", f"Fenster beim Tippen getötet, {way} Netz (längster Verlust {max(lost):.1f} s)", KILLED, late)

    assert max(lost) <= SECONDS


def stored_words(context, address):
    page = context.new_page()
    page.goto(address.partition("/beratungen/")[0] + "/impressum/")
    words = page.evaluate(STORAGE)["words"]
    page.close()
    return words


def test_without_drafts_the_text_would_be_lost(page, form):  # noqa: F811
    """The gate, seen red: the same window, with drafts switched off."""
    page.context.route("**/js/drafts.js", lambda route: route.abort())
    page.goto(form)
    expect(area(page)).to_be_visible()
    text, moments = typing(page, random.Random(24), SECONDS + 1)
    killed = time.monotonic()
    kill(page)
    found = come_back(page.context, form)

    assert found == ""
    assert lost_seconds(text, moments, killed, found) > SECONDS


def test_without_sealing_the_words_would_be_found(page, form):  # noqa: F811
    """The gate, seen red: a device that keeps what it is given as it is."""
    page.evaluate("() => { crypto.subtle.encrypt = async (how, key, data) => data.slice().buffer; }")
    page.context.set_offline(True)
    typing(page, random.Random(24), 1)
    words = stored(page, 1)

    assert any(word in words for word in WORDS)
