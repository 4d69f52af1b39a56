"""How heavy a page may be, and what it must not carry; on every page of the doors and the full ones of the samples."""

import gzip
from collections import defaultdict
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests.doors.table import DOORS

SAME = {
    "engagements:agreement-draft-separate": "engagements:agreement-create",  # the same form, already begun
    "network:inquiry-open": "engagements:create",  # the same form, filled with what was asked
    "reports:statement-version": "reports:statement",  # the same text by two addresses, as long as it is the latest
    "reports:text": "accounts:imprint",  # the same text, for everybody
}
HTML, CSS, JS, JS_EDITOR, REQUESTS = 20_000, 12_000, 20_000, 25_000, 6


def packed(content):
    return len(gzip.compress(content, 9))


@cache
def packed_file(url):
    path = finders.find(urlsplit(url).path.removeprefix("/static/"))
    return packed(Path(path).read_bytes())


def styles(page):
    return {link["href"] for link in page.all("link") if link.get("rel") == "stylesheet"}


def icons(page):
    return {link["href"] for link in page.all("link") if "icon" in link.get("rel", "")}


def scripts(page):
    return {script.get("src", "") for script in page.all("script")}


def pictures(page):
    return {image.get("src", "") for image in page.all("img", "iframe", "object", "video", "audio", "source")}


@pytest.mark.slow
def test_every_page_is_light(seen):
    heavy = []
    for each in seen:
        code = sum(map(packed_file, scripts(each.page)))
        limit = JS_EDITOR if any("mdedit" in url for url in scripts(each.page)) else JS
        measured = {
            "HTML": (packed(each.content), HTML),
            "CSS": (sum(map(packed_file, styles(each.page))), CSS),
            "JS": (code, limit),
            "Abrufe": (1 + len(styles(each.page) | scripts(each.page) | icons(each.page)), REQUESTS),
        }
        heavy += [f"{each}: {what} {size} > {most}" for what, (size, most) in measured.items() if size > most]
    assert not heavy


def test_style_sheet_brings_no_font_and_no_foreign_file():
    css = Path(finders.find("css/app.css")).read_text(encoding="utf-8")
    assert "@font-face" not in css
    assert "@import" not in css
    assert "http" not in css.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.slow
def test_no_page_asks_another_host(seen):
    foreign = []
    for each in seen:
        asked = styles(each.page) | scripts(each.page) | icons(each.page) | pictures(each.page)
        foreign += [f"{each}: {url}" for url in asked if urlsplit(url).netloc]
        foreign += [f"{each}: {form.action}" for form in each.page.forms if urlsplit(form.action).netloc]
    assert not foreign


@pytest.mark.slow
def test_no_page_carries_code_or_style_in_itself(seen):
    inline = []
    for each in seen:
        for tag, attributes in each.page.tags:
            found = [name for name in attributes if name.startswith("on") or name == "style"]
            found += [
                f"javascript: in {name}"
                for name, value in attributes.items()
                if (value or "").startswith("javascript:")
            ]
            if tag == "style" or (tag == "script" and not attributes.get("src")):
                found.append(f"<{tag}>")
            inline += [f"{each}: {tag} {what}" for what in found]
    assert not inline


@pytest.mark.slow
def test_every_page_has_one_heading_a_language_and_a_title(seen):
    wrong = []
    for each in seen:
        if len(each.page.all("h1")) != 1:
            wrong.append(f"{each}: {len(each.page.all('h1'))} h1")
        if [html.get("lang") for html in each.page.all("html")] != ["de"]:
            wrong.append(f"{each}: lang")
        if not each.page.title.removesuffix("– Ortsgespräch").strip():
            wrong.append(f"{each}: Titel fehlt")
    assert not wrong


@pytest.mark.slow
def test_headings_leave_out_no_level(seen):
    wrong = set()
    for each in seen:
        levels = [int(tag[1]) for tag, _attributes in each.page.tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        if any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False)):
            wrong.add(f"{each}: {levels}")
    assert not wrong


@pytest.mark.slow
def test_no_id_stands_twice(seen):
    wrong = []
    for each in seen:
        ids = [attributes["id"] for _tag, attributes in each.page.tags if attributes.get("id")]
        wrong += [f"{each}: {twice}" for twice in {one for one in ids if ids.count(one) > 1}]
    assert not wrong


def test_title_tells_which_page_this_is(doors_seen):
    """Two doors never show the same title: in the list of open tabs it is all a person has."""
    names = defaultdict(set)
    for each in doors_seen:
        names[each.page.title].add(SAME.get(each.name, each.name))
    assert not {title: found for title, found in names.items() if len(found) > 1}


def test_the_gate_looks_at_all_pages(doors_seen):
    """Nothing slips through: what has no page here is a file, a part of a page, or a way elsewhere."""
    without = {name for name, (statuses, _arguments) in DOORS.items() if 200 in statuses.values()}
    assert without - {each.name for each in doors_seen} == {
        "drafts:store",
        "engagements:log-export",
        "municipalities:search",
        "rooms:file",
        "rooms:readers-preview",
        "participation:event-calendar",
        "reports:event-calendar",
        "reports:event-feed",
        "reports:library-file",
        "reports:feed",
        "reports:feed-topic",
        "reports:logo",
        "reports:sitemap",
        "robots",
        "steering:meeting-calendar",
        "steering:plan-document",
        "steering:council-year-document",
    }
