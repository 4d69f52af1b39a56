"""Whatever somebody sends: never an error of the server, always a page that says what to do, the text still in it."""

import html
import re
import uuid

import pytest
from django.urls import NoReverseMatch, resolve, reverse

from tests.attack.figures import share, some
from tests.attack.visits import nothing_stays
from tests.doors.table import DOORS, POST_ONLY, QUERIES

from . import house
from .reading import Page

pytestmark = pytest.mark.usefixtures("pages_as_served")
ANSWERS = {200, 302, 400, 401, 403, 404, 405, 413}
SAID = "Dieser Satz 🌻 bleibt stehen"
RIGHT_TO_LEFT = "Wort \u202e مرحبا שלום 👩🏽\u200d🚒 \ud7ff\uffff\u0301\u200b ﷽"
LONG = "ä" * 300_000
TEN_MEGABYTES = "x" * 10_000_000
HUGE = {"engagements:log-create", "engagements:update", "stakeholders:organisation-create", "accounts:sign-in"}
LEAVES = {reverse("accounts:sign-out"), reverse("accounts:language"), reverse("engagements:search")}


def all_with(form, typed, chosen=None):
    """The form with this in every field a person types into, and perhaps that in all others."""
    other = {} if chosen is None else dict.fromkeys(form.chosen, [chosen])
    counts = {name: value for name, value in form.values.items() if name.endswith("_FORMS")} if typed == SAID else {}
    return form.values | other | dict.fromkeys(form.typed, [typed]) | counts


BAD = {
    "nichts": lambda form: {},
    "Nullzeichen": lambda form: all_with(form, "Wort\x00wort"),
    "Nullzeichen überall": lambda form: all_with(form, "\x00", "\x00"),
    "sehr lang": lambda form: all_with(form, LONG),
    "von rechts nach links": lambda form: all_with(form, RIGHT_TO_LEFT),
    "unbekannte Felder": lambda form: (
        form.values
        | {
            "unbekannt": "x",
            "__proto__": "x",
            "id": "1",
            "room": str(uuid.uuid4()),
            "author": "1",
            "circle": "99",
            "find": "1",
        }
    ),
    "keine Wahl": lambda form: all_with(form, SAID, "gibt-es-nicht"),
    "zu große Zahl": lambda form: all_with(form, "99999999999999999999", "99999999999999999999"),
    "kleiner als null": lambda form: all_with(form, "-1", "-1"),
    "keine Zahl": lambda form: all_with(form, "NaN", "1e309"),
    "doppelt": lambda form: {name: [*values, "zweimal"] for name, values in form.values.items()},
}


@pytest.fixture
def clients(world):
    return house.Clients(world)


def pages_with_forms():
    return [name for name, (statuses, _arguments) in DOORS.items() if 200 in statuses.values() and house.opener(name)]


def forms_of(client, url):
    """The forms of a page that send something and where each goes to; of forms alike the first."""
    response = client.get(url)
    if not house.is_page(response):
        return []
    forms = [form for form in Page(response.content).forms if form.method == "post" and not is_elsewhere(form.action)]
    sent = [(form, form.action or url) for form in forms]
    return list({(view_of(target), *form.values): (form, target) for form, target in reversed(sent)}.values())


def is_elsewhere(action):
    """Nothing of the page itself, or a pattern that leads nowhere."""
    return action in LEAVES or action.startswith("#")


def view_of(url):
    return resolve(url.partition("?")[0]).view_name


def post(client, url, data):
    """Sent as a browser would, token included."""
    with nothing_stays():
        response = client.post(url, {"csrfmiddlewaretoken": "x"} | data)
        return response, b"" if response.streaming else response.content


@pytest.mark.parametrize("name", share(pages_with_forms()))
def test_no_form_breaks(name, world, clients):
    """Every form of the page, filled in every wrong way."""
    client, url = clients[house.opener(name)], house.address(name, world) + QUERIES.get(name, "")
    broken = []
    for form, target in forms_of(client, url):
        for way, fill in ways(name, target):
            response, content = post(client, target, fill(form))
            if response.status_code not in ANSWERS:
                broken.append(f"{target} {way}: {response.status_code} {error_of(response)}")
            elif way == "keine Wahl":
                broken += [f"{target} {way}: {what}" for what in unhelpful(form, response, content)]
            elif way == "nichts" and response.status_code == 200 and form.typed and not says_what_is_wrong(content):
                broken.append(f"{target} {way}: sagt nicht, was fehlt")
    assert not broken, "\n".join(broken)


def ways(*of):
    """How a form is filled in wrongly; what it says then, and whether the text stays, is asked of every form."""
    always = {"nichts", "keine Wahl"}
    others = some([way for way in BAD if way not in always], 1, of)
    return [(way, fill) for way, fill in BAD.items() if way in always or way in others]


def error_of(response):
    return repr(response.exc_info[1])[:200] if getattr(response, "exc_info", None) else ""


def says_what_is_wrong(content):
    return b"data-error-summary" in content or b'role="alert"' in content


def unhelpful(form, response, content):
    """What a refused form fails to do: say in German what is wrong, and keep what was typed."""
    if response.status_code != 200 or not form.typed:
        return
    text = html.unescape(content.decode())
    if not says_what_is_wrong(content):
        yield "sagt nicht, was falsch ist"
    lost = len(form.typed) - text.count(SAID)
    if lost > 0:
        yield f"{lost} von {len(form.typed)} Texten sind weg ({form.typed})"
    if re.search(r"(?:Select a valid|This field|Enter a valid|Ensure )", text):
        yield "englische Fehlermeldung"


@pytest.mark.parametrize("name", sorted(HUGE))
def test_ten_megabytes_are_refused_with_a_sentence(name, world, clients):
    client, url = clients[house.opener(name)], house.address(name, world)
    for form, target in forms_of(client, url):
        for field in form.typed[:4]:
            response, content = post(client, target, form.values | {field: TEN_MEGABYTES})
            assert response.status_code in ANSWERS - {302}, (target, field, error_of(response))
            assert response.status_code != 200 or says_what_is_wrong(content), (target, field)


# --- addresses -----------------------------------------------------------------------------

SAME_FOR_ALL = {"accounts:password-new"}  # a link nobody knows says so on a page of its own


def unknown(argument):
    """Arguments of the same shape that lead nowhere."""
    if isinstance(argument, uuid.UUID):
        return [uuid.UUID(int=0), uuid.uuid4()]
    if isinstance(argument, int):
        return [0, 987_654_321, 99_999_999_999_999_999_999]
    return ["gibt-es-nicht", "0", "9" * 40]


@pytest.mark.parametrize("name", share((name for name, (_statuses, arguments) in DOORS.items() if arguments), of=10))
def test_unknown_addresses_are_not_there(name, world, clients):
    """One argument after the other leads nowhere: 404, also for forms sent there."""
    if name in SAME_FOR_ALL:
        return
    arguments, wrong = DOORS[name][1](world), []
    for place, argument in enumerate(arguments):
        for other in some(unknown(argument), 2, (name, place)):
            for url in reversed_or_none(name, [*arguments[:place], other, *arguments[place + 1 :]]):
                wrong += refused_otherwise(clients, name, url)
    assert not wrong, "\n".join(wrong)


def reversed_or_none(name, arguments):
    """No address at all is as good as one that leads nowhere."""
    try:
        return [reverse(name, args=arguments)]
    except NoReverseMatch:
        return []


def refused_otherwise(clients, name, url):
    is_post_only = DOORS[name][0] == POST_ONLY
    for role in ("lead", "administrator"):
        got = None if is_post_only else clients[role].get(url)
        sent, _content = post(clients[role], url, {})
        for method, response in (("GET", got), ("POST", sent)):
            if response is not None and response.status_code not in {404, 403, 405}:
                yield f"{role} {method} {url}: {response.status_code} {error_of(response)}"


def test_unknown_is_404_for_those_who_might(world, clients):
    """403 above is for those who may not do this at all; whoever may, reads 404."""
    for name, role in (("engagements:detail", "lead"), ("engagements:log-detail", "lead"), ("rooms:members", "lead")):
        assert clients[role].get(reverse(name, args=[uuid.uuid4()])).status_code == 404
    assert clients["administrator"].get(reverse("network:person-detail", args=[987_654_321])).status_code == 404


@pytest.mark.parametrize("url", ["/gibt-es-nicht/", "/favicon.ico", "/beratungen/%00/", "/%ff", "/" + "a" * 9000])
def test_paths_nobody_has_drawn_are_not_there(world, clients, url):
    """Also for those signed in, whose pages carry the menu; for the others a sign-in page gives nothing away."""
    for role in ("lead", "administrator", "nobody"):
        assert clients[role].get(url).status_code == 404, role


# --- questions -----------------------------------------------------------------------------

USUAL = ("page", "seite", "vor", "nach", "ab", "q", "phase", "land", "circle", "name", "next", "muster", "o", "sort")
ODD = ["abc", "\x00", "99999999999999999999", "-1", "🌻\u202e", "a" * 5000, "31.06.2022", "%", "'\")--"]


@pytest.mark.parametrize("name", share(pages_with_forms(), of=10))
def test_no_question_breaks_a_page(name, world, clients):
    """Every parameter the page knows, and the usual ones, with every odd value; known filters one by one as well."""
    client, url = clients[house.opener(name)], house.address(name, world)
    response = client.get(url + QUERIES.get(name, ""))
    forms = Page(response.content).forms if house.is_page(response) else []
    known = {field for form in forms if form.method == "get" for field in (*form.typed, *form.chosen)} - {"q"}
    questions = [dict.fromkeys((*known, *USUAL), odd) for odd in (ODD if known else ODD[:3])]
    one_by_one = [{field: odd} for field in (*sorted(known), *USUAL[2:4]) for odd in ODD[:5] if known]
    questions += some(one_by_one, 6, name)
    broken = []
    for question in questions:
        with nothing_stays():
            response = client.get(url, question)
            if response.status_code not in ANSWERS:
                broken.append(f"{question}: {response.status_code} {error_of(response)}"[:300])
    assert not broken, "\n".join(broken)


def test_broken_question_marks(world, clients):
    """What no browser would send: half an escape, twice the same, nothing but signs."""
    log = house.address("engagements:log-list", world)
    for question in (
        "?page=abc",
        "?vor=%00",
        "?phase=xyz",
        "?land=99999999999999999999",
        "?q=%ff%fe",
        "?%",
        "?&&=",
        "?q=a&q=b",
    ):
        for url in (log, reverse("municipalities:list"), reverse("engagements:list"), reverse("engagements:search")):
            assert clients["lead"].get(url + question).status_code in ANSWERS, (url, question)


ODD_REQUESTS = [
    ("head", {}),
    ("options", {}),
    ("put", {}),
    ("delete", {}),
    ("get", {"HX-Request": "true", "HX-Current-URL": "http://[::bad", "HX-Target": "\x7f"}),
    ("get", {"Accept": "application/json", "Accept-Language": "xx-YY,;q=9", "Cookie": "language=klingonisch"}),
]


@pytest.mark.parametrize("name", share(DOORS, of=10))
def test_no_odd_request_breaks(name, world, clients):
    """Other methods, a part of a page asked for out of place, headers nobody understands."""
    url, broken = house.address(name, world), []
    for role in some(house.OPENERS, 3, name):
        client = clients[role]
        for method, headers in some(ODD_REQUESTS, 1, (name, role)):
            with nothing_stays():
                response = getattr(client, method)(url, headers=headers)
                if response.status_code not in ANSWERS | {204}:
                    broken.append(f"{role} {method} {headers}: {response.status_code} {error_of(response)}")
    assert not broken, "\n".join(broken)
