"""Tests in the Chromium of the machine; playwright downloads nothing."""

import os
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client, override_settings

from accounts.models import User
from demo import loader
from demo.people import DOMAIN
from tests import chromium, databases
from tests.doors.world import World

# Playwright's synchronous interface runs an event loop, in which Django's ORM would refuse to work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = chromium.found()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    """Marks the browser tests, and skips them where there is no browser."""
    for item in items:
        if {"page", "phone", "plain", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=chromium.MISSING))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser of the machine, without any call to the outside."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A German desktop."""
    return {
        **browser_context_args,
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page(page, live_server):
    """A page that fails its test on a CSP violation, a script error or a request that leaves our server."""
    with watched(page, live_server):
        yield page


@pytest.fixture
def phone(browser, live_server, browser_context_args):
    """The same on a telephone."""
    screen = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
    with browser.new_context(**{**browser_context_args, **screen}) as context:
        page = context.new_page()
        with watched(page, live_server):
            yield page


@contextmanager
def watched(page, live_server):
    """Collects what must not happen on a page, and complains at the end."""
    problems = []

    def on_console(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            problems.append(message.text)

    def on_request(request):
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            problems.append(f"foreign request: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on("request", on_request)
    page.set_default_timeout(5000)
    yield
    assert not problems, "\n".join(problems)


@pytest.fixture
def plain(browser, live_server, browser_context_args):
    """A browser that runs no script."""
    with browser.new_context(**browser_context_args, java_script_enabled=False) as context:
        page = context.new_page()
        with watched(page, live_server):
            yield page


@pytest.fixture
def axe_check():
    """`axe_check(page)` fails on anything axe finds, best practice included."""

    def check(page, rules=None):
        found = axe_findings(page, rules)
        assert not found, "\n".join(found)

    return check


def axe_findings(page, rules=None):
    """What axe complains about, by all our rules or only by these."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in violations for node in rule["nodes"]]


# --- houses to walk through ----------------------------------------------------------------


@pytest.fixture(scope="session")
def kept_samples(django_db_setup, django_db_blocker):
    """The samples, loaded once; what is kept is copied for each test in a moment."""
    with django_db_blocker.unblock(), override_settings(SAMPLE_MODE=True):
        return databases.keep("samples", loader.load, shared=True)


@pytest.fixture
def samples(kept_samples, transactional_db):
    """A house full of the sample cases."""
    databases.remake("samples")


@pytest.fixture(scope="session")
def kept_world(django_db_setup, django_db_blocker):
    """The world of the doors, built once."""
    with django_db_blocker.unblock():
        return databases.keep("world", World)


@pytest.fixture
def world(kept_world, transactional_db):
    """The world of the doors, for pages that only the table knows."""
    databases.remake("world")
    return kept_world


@pytest.fixture
def only_looking():
    """For tests that send no form: the next one finds the same house, with one session more."""
    databases.only_read = True


def sign_in(page, live_server, person):
    """Puts a session into the browser without the way over the form; `person` is a user or a sample account."""
    user = User.objects.get(email=f"{person}@{DOMAIN}") if isinstance(person, str) else person
    client = Client()
    client.force_login(user)
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
