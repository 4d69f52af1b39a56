"""T14: whatever is sent to a form, as a whole request: never an error of the server.

In every commit eight requests to a third of the forms; with `--long` until each was sent ten thousand hostile values.
"""

import json
import random
import zlib
from functools import wraps
from urllib.parse import quote_plus, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.forms import ProfileForm
from tests.attack.figures import note, share, size
from tests.attack.payloads import CORPUS, RAW
from tests.attack.visits import nothing_stays
from tests.doors.table import DOORS, QUERIES
from tests.pages import house
from tests.pages.test_bad_input import error_of, forms_of, pages_with_forms

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pages_as_served")]
REQUESTS, VALUES = size((8, 0), (500, 10_000))
FORM = "application/x-www-form-urlencoded"
VALUE = st.one_of(
    st.sampled_from(CORPUS),
    st.sampled_from(CORPUS),
    st.text(max_size=80),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.recursive(st.none() | st.text(max_size=5), lambda more: st.lists(more, max_size=3), max_leaves=5).map(
        json.dumps
    ),
)


def everywhere(form, values):
    """The same or one after the other into every field a person types into or chooses from."""
    return form.values | {name: values[number % len(values)] for number, name in enumerate(form.fields)}


def into_one(form, values):
    return form.values | {form.fields[len(values[0]) % len(form.fields)]: values[-1]}


def typed_only(form, values):
    return form.values | {name: values[number % len(values)] for number, name in enumerate(form.typed)}


def twice(form, values):
    return {name: [*values, *form.values.get(name, [])] for name in form.fields}


def half(form, values):
    """Every second field is missing."""
    return dict(list(everywhere(form, values).items())[len(values) % 2 :: 2])


def arrays(form, values):
    return {f"{name}{sign}": values[0] for name in form.typed for sign in ("[]", "[0]", ".x", "__in", "-0-id")}


def unknown(form, values):
    return form.values | {value[:50] or "x": value for value in values}


def all_at_once(form, values):
    return unknown(form, values) | arrays(form, values) | everywhere(form, values)


def texts(make):
    """A way to send fields that are texts."""

    @wraps(make)
    def send(client, url, form, values, raw):
        data = make(form, values)
        return client.post(url, data), hostile_of(data, form)

    return send


def hostile_of(data, form):
    """How many of the values sent are not what the form itself would send."""
    return sum(
        one not in form.values.get(name, ())
        for name, sent in data.items()
        for one in ([sent] if isinstance(sent, str) else sent)
    )


def as_bytes(client, url, form, values, raw):
    """Fields whose bytes are no text in any encoding."""
    fields = form.fields or ["x"]
    pairs = [quote_plus(name).encode() + b"=" + raw for name in fields]
    return client.generic("POST", url, b"&".join(pairs), FORM), len(fields)


def in_another_charset(client, url, form, values, raw):
    data = everywhere(form, values)
    body = urlencode(data, doseq=True, errors="replace").encode()
    charset = ("utf-16", "latin-1", "gibt-es-nicht", "idna", '"')[len(values) % 5]
    return client.generic("POST", url, body, f"{FORM}; charset={charset}"), hostile_of(data, form)


def as_json(client, url, form, values, raw):
    body = json.dumps(everywhere(form, values)).encode() if len(values) % 2 else raw
    return client.generic("POST", url, body, "application/json"), 1


def in_broken_parts(client, url, form, values, raw):
    """Multipart without an end, without a boundary, with a boundary of its own."""
    head = ("multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=" + "y" * 300)
    name = (form.typed or ["x"])[0].encode()
    body = b'--x\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + raw + b"\r\n--x--"
    return client.generic("POST", url, body[: -(len(values) % 7) or None], head[len(values) % 3]), 1


def as_files(client, url, form, values, raw):
    """A file where a text belongs, and everywhere else."""
    name = values[0].replace("\x00", "")[:80] or "x"
    files = {field: SimpleUploadedFile("x", raw) for field in (*form.fields, "files")}
    for file in files.values():
        file._name = name  # also one that Django itself would never give a file
    return client.post(url, files), len(files)


def very_many(client, url, form, values, raw):
    return client.generic("POST", url, b"&".join(b"a%d=1" % number for number in range(2500)), FORM), 1


RAWLY = [as_bytes, in_another_charset, as_json, in_broken_parts, as_files]
WAYS = [
    *map(texts, (everywhere, everywhere, into_one, into_one, typed_only, twice, half, arrays, unknown)),
    *RAWLY,
]
TO_A_BUTTON = [texts(unknown), *RAWLY]  # a form without a field


class Attack:
    """One form, and what broke."""

    def __init__(self, client, url, form):
        self.client, self.url, self.form = client, url, form
        self.cookies = client.cookies.output(header="")
        self.broken, self.requests, self.values = {}, 0, 0
        self.ways, self.at_once = (WAYS, 8) if form.fields else (TO_A_BUTTON, 80)
        self.chance = random.Random(zlib.crc32(url.encode()))

    def send(self, way, values, raw):
        self.client.cookies.clear()  # some forms sign in, or change who sits here
        self.client.cookies.load(self.cookies)
        with nothing_stays():
            response, held = way(self.client, self.url, self.form, values, raw)
        self.requests += 1
        self.values += held
        if response.status_code >= 500:
            self.broken[error_of(response)] = way.__name__, [value[:60] for value in values]

    def by_the_list(self, number):
        """Every way in turn, with the next values of the corpus."""
        for count in range(number):
            values = self.chance.sample(CORPUS, self.at_once)[: 1 + count % self.at_once]
            way = self.ways[(count + self.chance.randint(0, 1)) % len(self.ways)]
            self.send(way, values, self.chance.choice(RAW))

    def until(self, values):
        """The list again, in every name at once, until so many hostile values were sent."""
        while self.values < values:
            self.send(texts(all_at_once), self.chance.sample(CORPUS, self.at_once), b"")

    def by_chance(self, number):
        """What Hypothesis thinks of."""

        @settings(
            max_examples=number,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(self.ways), st.lists(VALUE, min_size=1, max_size=6), st.sampled_from(RAW))
        def once(way, values, raw):
            self.send(way, values, raw)

        once()

    def everything(self, requests=REQUESTS, values=VALUES):
        """So many requests, half of them by chance; and on until so many hostile values were sent."""
        self.send(very_many, [""], b"")
        self.by_chance(requests - requests // 2)
        self.by_the_list(requests // 2)
        self.until(values)
        return self.broken


@pytest.fixture
def clients(crowd_alone):
    """Signed in anew for each page: at length hours pass, and what asks for a fresh password would be closed."""
    return house.Clients(crowd_alone)


@pytest.mark.parametrize("name", share(pages_with_forms()))
def test_no_form_breaks(name, crowd_alone, clients):
    client, url = clients[house.opener(name)], house.address(name, crowd_alone) + QUERIES.get(name, "")

    assert client.get(url).status_code == 200  # else there would be no form to attack
    for form, target in forms_of(client, url):
        attack = Attack(client, target, form)
        broken = attack.everything()
        note("T14", "Formulare", 1)
        note("T14", "Anfragen an Formulare", attack.requests, len(broken))
        note("T14", "feindliche Werte darin", attack.values)

        assert not broken, target


def test_the_corpus_is_there():
    assert len(set(CORPUS)) > 120
    assert set(pages_with_forms()) <= set(DOORS)


def test_a_form_that_breaks_would_be_seen(crowd_alone, clients, monkeypatch):
    """The gate, seen red: a profile that takes every name for a number."""
    monkeypatch.setattr(ProfileForm, "clean_name", lambda form: int(form.cleaned_data["name"]), raising=False)
    url = house.address("accounts:profile", crowd_alone)
    form = next(form for form, target in forms_of(clients["lead"], url) if target == url)

    assert Attack(clients["lead"], url, form).everything(24, 0)
