"""T15: scripts in every text of the house, shown in a real browser: none runs, none is an element, none calls out."""

import contextlib

import pytest
from crispy_forms.layout import Fieldset
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from playwright.sync_api import Error

from periods.fields import PeriodField
from rooms import text as rooms_text
from rooms.enums import Circle
from rooms.models import Release
from steering.forms import working_groups
from steering.models import ActionField
from tests.attack.addresses import every_address
from tests.attack.crowd import Crowd, confidential, text_columns
from tests.attack.figures import LONG, note, some
from tests.attack.payloads import COMPILED, PAYLOADS, TEMPLATES
from tests.browsers import CHROMIUM, sign_in
from tests.chromium import MISSING
from tests.doors.table import DOORS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason=MISSING),
]
OTHERS_APPS = {"admin", "auth", "contenttypes", "sessions", "sites"}
# Keys, codes and addresses of mail are no free text; web addresses are checked by their form.
NOT_FREE = {"email", "password", "key", "ars", "type_code", "session_key", "session_data", "kind", "target", "action"}
ROUNDS = 3 if LONG else 1
SHORTEST = min(map(len, PAYLOADS))
HOOKS = """
    for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = (...all) => window.told(name + all);
    document.addEventListener('securitypolicyviolation', e => window.told('CSP ' + e.violatedDirective));
"""
# Elements and attributes which only a text of ours can have brought in.
LOOK = """() => [
    ...[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]
        .filter(a => /^(on|hx-on)/i.test(a.name) || /^\\s*(javascript|vbscript|data:text)/i.test(a.value)
            && /^(href|src|action|formaction|xlink:href)$/i.test(a.name))
        .map(a => e.localName + ' ' + a.name)),
    ...[...document.querySelectorAll('script:not([src]), iframe, object, embed, base, math, marquee, meta[http-equiv]')]
        .map(e => e.localName + ' ' + (e.type || '')).filter(e => !/json/.test(e)),
    ...[...document.querySelectorAll('[src], [srcset], [href]')].filter(e => /boese/.test(e.src)).map(e => e.outerHTML),
]"""


def scripts_for(field, number):
    """All of them into a long text, the next one that fits into a short."""
    if field.max_length is None or field.max_length >= 100_000:
        return "\n\n".join(PAYLOADS)
    fitting = [each for each in PAYLOADS if len(each) <= field.max_length]
    return fitting[number % len(fitting)]


def free_columns(model):
    columns = text_columns(model)
    kinds = (models.URLField, models.GeneratedField) if hasattr(models, "GeneratedField") else (models.URLField,)
    long_enough = [field for field in columns if field.max_length is None or field.max_length >= SHORTEST]
    return [field for field in long_enough if field.name not in NOT_FREE and not isinstance(field, kinds)]


def poison(shift):
    """A script into every text of every row; how many there are now."""
    count, protected = 0, set(confidential())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rooms_release DISABLE TRIGGER release_frozen")
    for model in apps.get_models():
        columns = free_columns(model) if model._meta.app_label not in OTHERS_APPS else []
        for number, row in enumerate(model.objects.order_by("pk")[:60] if columns else []):
            values = {field.name: scripts_for(field, shift + number * 7 + place) for place, field in enumerate(columns)}
            if isinstance(row, Release):
                values["content"] = [[PAYLOADS[number % len(PAYLOADS)], "\n\n".join(PAYLOADS)]]
            if model not in protected:
                values = {f.name: values[f.name] for f in columns if not isinstance(f, PeriodField)}
            if put(row, values):
                count += len(values)
            else:  # frozen, or a word of the house: what can be written is written
                count += sum(put(row, {name: value}) for name, value in values.items())
    return count


def put(row, values):
    """Writes these, and says whether the database took them."""
    with contextlib.suppress(DatabaseError), transaction.atomic():
        if type(row) in confidential():
            kept = type(row).objects.get(pk=row.pk)
            for name, value in values.items():
                setattr(kept, name, value)
            kept.save()
        else:
            type(row).objects.filter(pk=row.pk).update(**values)
        return True
    return False


NO_PAGES = {"reports:sitemap", "reports:feed"}  # XML, which the browser dresses in a style of its own


def pages(crowd):
    """Each page of the house at home, once, or with `--long` in every circle."""
    seen = set()
    for name, house, circle, url in every_address(crowd):
        wanted = LONG or circle in {None, Circle.STEERING} or name not in seen
        if name not in NO_PAGES and house in {None, "heimat"} and DOORS[name][0]["lead"] == 200 and wanted:
            seen.add(name)
            yield name, url


def shown(page, live_server, urls):
    """What ran, what was refused, what was called, on all these pages; and how many there were."""
    found, calls, count = {}, [], 0
    page.on("dialog", lambda dialog: (calls.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: calls.append(request.url) if is_foreign(request.url, live_server) else None)
    page.expose_function("told", lambda what: calls.append(what))  # noqa: PLW0108 -- playwright wants a function of ours
    page.add_init_script(HOOKS)
    for name, url in urls:
        calls.clear()
        with contextlib.suppress(Error):  # a file is downloaded and shows nothing; a planted page may lead away
            answer = page.goto(live_server.url + url, wait_until="load")
            # A page that a planted text has led elsewhere has no answer of its own.
            is_page = answer is not None and answer.status == 200 and "html" in answer.headers.get("content-type", "")
            count += is_page
            calls += page.evaluate(LOOK) if is_page else []
            if answer is not None and (answer.status >= 500 or is_page and COMPILED in page.content()):
                calls.append(f"als Vorlage gelesen ({answer.status})")
        if calls:
            found[name] = sorted(set(calls))[:30]
    return found, count


def is_foreign(url, live_server):
    return not url.startswith((live_server.url, "data:image", "about:"))


@pytest.fixture
def house(transactional_db, browser, live_server, browser_context_args):
    """Everybody, in a house whose every text is a script, and the lead in her browser."""
    crowd = Crowd()
    with browser.new_context(**browser_context_args) as context:
        page = context.new_page()
        page.set_default_timeout(8000)
        yield crowd, page, live_server


def test_there_are_more_than_a_hundred():
    assert len(PAYLOADS) >= 100


def test_no_script_in_any_text_runs(house):
    crowd, page, live_server = house
    for shift in range(ROUNDS):
        texts = poison(shift * 13)
        for role in ("lead", "administrator", "steering") if LONG else ("lead",):
            sign_in(page, live_server, getattr(crowd, role))
            with page.context.new_page() as tab:
                found, count = shown(tab, live_server, some(pages(crowd), 80, role))
            note("T15", "Seiten im Browser", count, len(found))

            assert not found, role
            assert count > (60 if role == "lead" else 10)
        note("T15", "Texte mit Skripten", texts)
    note("T15", "verschiedene Skripte", len(PAYLOADS))


# --- the gate, seen red --------------------------------------------------------------------


def diary(crowd):
    return [(name, url) for name, url in pages(crowd) if name in {"engagements:log-detail", "engagements:log-print"}]


def unclean(monkeypatch):
    monkeypatch.setattr(rooms_text.nh3, "clean", lambda html, **rules: html)
    for name in ("MARKDOWN", "MARKDOWN_FOR_MASSES"):
        parser = rooms_text.markdown()
        parser.options["html"] = True
        monkeypatch.setattr(rooms_text, name, parser)


def test_a_text_shown_as_it_is_would_be_seen_though_the_policy_stops_it(house, monkeypatch):
    crowd, page, live_server = house
    poison(0)
    unclean(monkeypatch)
    sign_in(page, live_server, crowd.lead)
    found = shown(page, live_server, diary(crowd))[0]

    assert any("CSP" in what for what in found["engagements:log-detail"])


def test_without_the_policy_it_would_run(house, monkeypatch, settings):
    crowd, page, live_server = house
    poison(0)
    unclean(monkeypatch)
    settings.CONTENT_SECURITY_POLICY = None
    monkeypatch.setattr("csp.middleware.CSPMiddleware.process_response", lambda middleware, request, response: response)
    sign_in(page, live_server, crowd.lead)

    assert any("alert1" in what for what in shown(page, live_server, diary(crowd))[0]["engagements:log-detail"])


def test_a_name_that_becomes_a_template_would_be_seen(house, monkeypatch):
    crowd, page, live_server = house
    poison(0)
    row = ActionField.objects.order_by("pk").first()
    row.name = "".join(TEMPLATES[:1])
    monkeypatch.setattr(working_groups, "Fieldset", lambda _name, *parts: Fieldset(str(row), *parts))
    sign_in(page, live_server, crowd.lead)
    url = [(name, url) for name, url in pages(crowd) if name == "steering:working-groups"]

    assert "als Vorlage gelesen (200)" in shown(page, live_server, url)[0]["steering:working-groups"]
