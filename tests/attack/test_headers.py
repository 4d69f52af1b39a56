"""T12: what every answer tells the browser, whatever the answer is; and cookies that travel only where they should."""

from http.cookies import SimpleCookie

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.attack.crowd import STANDS
from tests.attack.figures import note, share, size
from tests.attack.visits import address, client_of, nothing_stays
from tests.doors.table import DOORS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_as_served")]
# Header, and what must stand in it; `None` for a header that must not be there.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Content-Security-Policy": "default-src 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Access-Control-Allow-Origin": None,
    "Server": None,
    "X-Powered-By": None,
    "Set-Cookie2": None,
}
NEVER_IN_POLICY = ("unsafe", "*", "http:", "https:", "'nonce-", "blob:")
METHODS = size(("get", "post"), ("get", "head", "post", "put", "delete", "options"))
ROLES = size(("nobody", "lead"), tuple(STANDS))


@pytest.fixture
def over_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    settings.SECURE_HSTS_PRELOAD = True


def faults(response):
    """The headers which are wrong, by name."""
    found = []
    for name, value in HEADERS.items():
        given = response.headers.get(name)
        if value is None and given is not None or value is not None and value not in (given or ""):
            found.append((name, given))
    policy = response.headers.get("Content-Security-Policy", "")
    found += [("Content-Security-Policy", word) for word in NEVER_IN_POLICY if word in policy]
    return found


def cookie_faults(response):
    """Cookies which travel without https, which scripts may read, or which other houses bring along."""
    found = []
    for name, cookie in SimpleCookie(response.cookies.output(header="")).items():
        if not cookie.value:  # taken back
            continue
        if not cookie["secure"]:
            found.append((name, "secure"))
        if not cookie["httponly"] and name not in {"csrftoken", "language"}:
            found.append((name, "httponly"))
        if cookie["samesite"] not in {"Lax", "Strict"}:
            found.append((name, "samesite"))
        if cookie["domain"]:
            found.append((name, "domain"))
    return found


def asked(client, url, method):
    with nothing_stays():
        response = getattr(client, method)(url, secure=True)
        response.getvalue() if response.streaming else response.content
    return response


def crawl(crowd, role, names=DOORS, methods=METHODS):
    """Every address by every method: what is wrong, what was answered, and how many answers there were."""
    client, wrong, statuses, count = client_of(crowd, role), {}, set(), 0
    for name in names:
        for method in methods:
            response = asked(client, address(name, crowd), method)
            if name == "accounts:sign-out" and method == "post":
                client = client_of(crowd, role)
            count += 1
            statuses.add(response.status_code)
            if found := faults(response) + cookie_faults(response):
                wrong[name, method] = found
            # The public face is the same for everybody; tests/reports/test_face.py says how it may be kept.
            is_hers = role != "nobody" and not name.startswith("reports:")
            if is_hers and response.status_code == 200 and "no-store" not in response.headers["Cache-Control"]:
                wrong[name, method, "kept"] = response.headers["Cache-Control"]
    return wrong, statuses, count


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_closes_the_browser(role, crowd, over_https):
    wrong, statuses, count = crawl(crowd, role, share(DOORS))
    note("T12", "Antworten, je 12 Kopfzeilen", count, len(wrong))

    assert not wrong
    assert statuses >= {200, 302, 405}


class Breaks:
    """Stands before the views, and breaks."""

    def __init__(self, get_response):
        pass

    def __call__(self, request):
        raise RuntimeError("planted")


ODD = {
    404: ("get", "/gibt-es-nicht/", {}),
    "404 without slash": ("get", "/beratungen/x", {}),
    "foreign host": ("get", "/anmelden/", {"headers": {"host": "boese.example"}}),
    405: ("delete", "/abmelden/", {}),
    413: ("post", "/anmelden/", {"data": {f"a{number}": "" for number in range(2500)}}),
    "static": ("get", "/static/js/app.js", {}),
    "favicon": ("get", "/favicon.ico", {}),
}


@pytest.mark.parametrize("kind", ODD)
def test_answers_from_beside_the_views_as_well(kind, crowd, over_https):
    method, url, more = ODD[kind]
    client = Client(raise_request_exception=False)
    response = getattr(client, method)(url, secure=True, **more)
    found = faults(response)
    note("T12", "Antworten, je 12 Kopfzeilen", 1, len(found))

    assert not found + cookie_faults(response), response.status_code
    assert response.status_code < 500


def test_the_page_of_an_error_as_well(crowd, over_https, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Breaks"]
    response = Client(raise_request_exception=False).get("/anmelden/", secure=True)
    note("T12", "Antworten, je 12 Kopfzeilen", 1, len(faults(response)))

    assert response.status_code == 500
    assert not faults(response)
    assert b"planted" not in response.content


def test_a_form_refused_for_its_token_as_well(crowd, over_https):
    response = Client(enforce_csrf_checks=True).post("/anmelden/", secure=True)

    assert response.status_code == 403
    assert not faults(response)


def test_without_https_one_is_sent_there(crowd, over_https):
    for name in DOORS:
        response = client_of(crowd, "lead").get(address(name, crowd))

        assert response.status_code == 301, name
        assert response["Location"].startswith("https://testserver/"), name


def test_cookies_of_a_sign_in(crowd, over_https):
    """Each cookie the house sets on the way in and out."""
    with nothing_stays():
        User.objects.filter(pk=crowd.lead.pk).update(password=make_password("vier-zahme-Igel-lesen"))
        client, names = Client(), set()
        data = {"username": crowd.lead.email, "password": "vier-zahme-Igel-lesen"}
        for method, url, sent in (
            ("get", reverse("accounts:sign-in"), {}),
            ("post", reverse("accounts:sign-in"), data),
            ("get", reverse("accounts:profile"), {}),
            ("post", reverse("accounts:language"), {"language": "en"}),
            ("post", reverse("accounts:sign-out"), {}),
        ):
            response = getattr(client, method)(url, sent, secure=True)
            names |= set(response.cookies)
            assert not cookie_faults(response), url

    assert names >= {"sessionid", "csrftoken", "language"}


# --- the gate, seen red --------------------------------------------------------------------


@pytest.mark.parametrize(
    "missing",
    ["csp.middleware.CSPMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"],
)
def test_a_house_without_one_of_its_guards_would_be_seen(missing, crowd, over_https, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != missing]

    assert crawl(crowd, "lead", ["accounts:profile"], ["get"])[0]


def test_a_policy_that_lets_scripts_in_would_be_seen(crowd, over_https, settings):
    own = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = own | {"script-src": ["'self'", "'unsafe-inline'"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": loose}

    assert crawl(crowd, "nobody", ["accounts:sign-in"], ["get"])[0]


def test_a_cookie_without_its_flags_would_be_seen(crowd, over_https, settings):
    settings.CSRF_COOKIE_SECURE = False

    assert ("csrftoken", "secure") in cookie_faults(Client().get(reverse("accounts:sign-in"), secure=True))
