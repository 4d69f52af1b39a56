"""Every page of the doors for everybody: axe in light and dark, wide and narrow, and nothing to push sideways."""

import os
import random

import pytest
from playwright.sync_api import expect

from tests.attack.figures import LONG, some
from tests.browsers import axe_findings, sign_in
from tests.doors.table import QUERIES
from tests.pages.house import SHARERS, address, doors, heavy

NO_PAGES = {
    "drafts:store",
    "engagements:log-export",
    "municipalities:search",
    "participation:event-calendar",
    "reports:event-calendar",
    "reports:event-feed",
    "reports:library-file",
    "reports:feed",
    "reports:feed-topic",
    "reports:logo",
    "reports:sitemap",
    "robots",
    "rooms:file",
    "rooms:readers-preview",
    "steering:meeting-calendar",
    "steering:plan-document",
    "steering:council-year-document",
}
WIDE, PHONE, NARROW = 1280, 360, 320
# Light or dark changes colours and nothing else; the width changes what is shown.
LOOKS = [
    (WIDE, "light", None),
    (WIDE, "dark", ["color-contrast"]),
    (PHONE, "dark", None),
    (PHONE, "light", ["color-contrast"]),
]
CHANCE = random.Random(os.environ["SEED"])


# The bar with the buttons floats over what is below it just then; a person scrolls, axe does not.
LOOSE = "() => document.querySelectorAll('.bar').forEach(bar => { bar.style.position = 'static' })"

UNFOLDED = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true })"


def looks(page):
    """All of them, or in every commit wide and light or narrow and dark."""
    return LOOKS if LONG else some(LOOKS[::2], 1, page.title())


def chosen():
    """The pages of the doors, in a run of theirs a fifth of them; as others than their openers get them, a tenth."""
    for name, role in doors():
        if name not in NO_PAGES and (LONG or not CHANCE.randrange(10 if role in SHARERS else 5)):
            yield name, role


def chunks(rows, size=12):
    """Enough pages for one database and few enough for two processes to share the work."""
    rows = sorted(rows, key=lambda row: row[1])
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def looked_at(page):
    """What is wrong with the page that is open."""
    wrong = []
    for width, scheme, rules in looks(page):
        if width == PHONE:  # once as it comes, once with every fold and menu open
            page.evaluate(UNFOLDED)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{width} {scheme} {found}" for found in axe_findings(page, rules)]
    page.set_viewport_size({"width": NARROW, "height": 640})
    needed = page.evaluate("() => document.documentElement.scrollWidth")
    return wrong + ([f"braucht {needed} statt {NARROW} Punkte Breite"] if needed > NARROW else [])


def walk(page, live_server, steps):
    """Opens one page after the other as the person it names."""
    wrong, before = [], None
    for name, person, url in steps:
        if person != before:
            sign_in(page, live_server, person) if person else page.context.clear_cookies()
            before = person
        response = page.goto(live_server.url + url)
        assert (response.status, response.url) == (200, live_server.url + url), name
        page.evaluate(LOOSE)
        wrong += [f"{name}: {what}" for what in looked_at(page)]
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("rows", chunks(chosen()), ids=lambda rows: rows[0][0])
def test_page_of_the_doors_is_accessible(page, live_server, world, only_looking, rows):
    steps = [
        (
            f"{name} ({role})",
            None if role == "nobody" else getattr(world, role),
            address(name, world) + QUERIES.get(name, ""),
        )
        for name, role in rows
    ]
    wrong = walk(page, live_server, steps)

    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("part", some(range(3), 1))
def test_full_page_of_the_samples_is_accessible(page, live_server, samples, only_looking, part):
    wrong = walk(page, live_server, list(heavy())[part::3])

    assert not wrong, "\n".join(wrong)


def test_sign_in_page_with_samples_is_accessible(page, live_server, samples, only_looking, settings):
    settings.SAMPLE_MODE = True
    wrong = walk(page, live_server, [("Anmeldung mit Beispielkonten", None, "/anmelden/")])

    expect(page.get_by_role("button", name="als Federführung")).to_be_visible()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "name", ["engagements:create", "engagements:log-create", "engagements:mandate-create", "stakeholders:office-create"]
)
def test_refused_form_says_so_first_and_leads_to_the_field(page, live_server, world, name):
    """The summary has the focus; its first link, by keyboard, goes to what is wrong; axe likes the page as before."""
    sign_in(page, live_server, world.lead)
    page.goto(live_server.url + address(name, world))
    page.locator("main form[method=post]").last.evaluate("form => form.submit()")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    page.evaluate(LOOSE)
    wrong = looked_at(page)
    link = summary.get_by_role("link").first
    target = link.get_attribute("href")
    summary.focus()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(target)).to_be_in_viewport()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("address_of", "status"), [("/gibt-es-nicht/", 404), ("/beratungen/vorlagen/{template}/kopieren/", 403)]
)
def test_page_that_is_not_given_is_accessible(page, live_server, world, address_of, status):
    sign_in(page, live_server, world.lead)
    response = page.goto(live_server.url + address_of.format(template=world.template.pk))
    wrong = looked_at(page)

    assert response.status == status
    assert not wrong, "\n".join(wrong)
