"""Every form of the house, filled in so that it is taken: what T23 sends ten times over and T29 lets fail."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from secrets import token_hex
from urllib.parse import urljoin

from django.db import connection
from django.test import TestCase
from django.urls import resolve

from tests.attack.visits import nothing_stays
from tests.doors.table import QUERIES
from tests.pages import house
from tests.pages.test_bad_input import forms_of

PASSWORD, NEW_PASSWORD = "vier-zahme-Igel-lesen", "neun-blaue-Kannen-stehen"
# What also changes where nothing was done: who is signed in, who has tried, who has looked.
ASIDE = {"accounts_session", "accounts_attemptcount", "audit_read", "rooms_draft"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
CHOICE = re.compile(r'<input[^>]*?type="(?:radio|checkbox)"[^>]*>|<select[^>]*>.*?</select>', re.DOTALL)
FILLED = {  # what a field wants that does not take any words; by the end of its name
    **dict.fromkeys(("website", "url", "source_url", "ris", "online"), "https://www.example.org/"),
    **dict.fromkeys(("value", "value_eur", "number", "head_count", "months_min", "months_max"), "3"),
    **dict.fromkeys(("months",), "12"),
    **dict.fromkeys(("cost_eur", "votes_for", "votes_against", "abstained"), "3"),
    **dict.fromkeys(("due", "gone_on"), "2027-01-15"),
    **dict.fromkeys(("minutes",), "70"),
    **dict.fromkeys(("notice_days", "sittings_per_year", "count", "target_percent"), "5"),
    "armut-label_de": "Knappe Kassen",  # of a vocabulary: one term is renamed, the others stay as they are
    **dict.fromkeys(("label_de", "label_en"), ""),
    "seats": "12",
    "_suche": "",  # of a picker; what is chosen stays
    **dict.fromkeys(("-key", "client_name", "person_name", "office_title", "office_party"), ""),  # chosen
    **dict.fromkeys(("as_of", "given_on", "handed_on", "asked_on", "reviewed_on"), "2026-01-15"),
    **dict.fromkeys(("persons", "capacity", "n0", "n1", "n2", "n3"), "3"),
    "own": "",
    "not_before": "",
    "population": "3",
    "begins": "17:00",
    "first": "2027-01-15",
    "next_contact": "2027-01-15",
    "ends": "19:00",
    **dict.fromkeys(("_on", "day", "date", "until", "starts"), "2027-01-15"),
    **dict.fromkeys(("when", "period", "since"), "2019"),
}

OF_ANOTHER = {"item"}  # a choice that depends on another one


@dataclass
class Sending:
    """One form as one person sends it."""

    name: str
    role: str
    target: str
    data: dict

    def by(self, client):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return client.post(self.target, self.data)


def options(page, wanted):
    """The last choice of every field that has none yet: the first often means 'nothing'."""
    found = {}
    for part in CHOICE.findall(page):
        name = re.search(r'\bname="([^"]*)"', part)
        values = [unescape(value) for value in re.findall(r'\bvalue="([^"]+)"', part)]
        if name and values and unescape(name[1]) in wanted - OF_ANOTHER:
            found[unescape(name[1])] = values[-1]
    return found


def fillings(form, page):
    """A few ways to fill in a form, the fullest first."""
    words = dict.fromkeys(form.typed, "2019 Neu")
    new, email = f"{token_hex(4)} {token_hex(4)}", f"{token_hex(4)}@example.org"  # like nothing that is there already
    filled = FILLED | {"email": email}
    fitting = {name: next((filled[end] for end in filled if name.endswith(end)), new) for name in form.typed}
    fitting |= {"on": "2027-01-15"} if "on" in fitting else {}
    if "registration_until" in fitting:  # an event, with moments
        fitting |= {"begins": "2027-01-16T17:00", "ends": "2027-01-16T19:00"}
    fitting |= {"starts": "17:00"} if "material" in fitting else {}
    fitting |= {"agreed": "on"} if "agreed" in form.chosen else {}  # of a photograph: a box without a value of its own
    choices = options(page, {name for name in form.chosen if form.values.get(name, [""]) == [""]})
    everything = options(page, set(form.chosen) - {"version", "begun", "key"})
    secret = dict.fromkeys(("password", "old_password"), PASSWORD) if 'type="password"' in page else {}
    secret |= dict.fromkeys(("new_password1", "new_password2"), NEW_PASSWORD) if secret else {}
    secret |= {"csrfmiddlewaretoken": TOKEN.search(page)[1]}  # by it a form that arrives twice is known
    button = dict(one for one in form.buttons[:1] if one[0] not in {"mehr", "look"})  # those save nothing
    full = {name: value or new for name, value in fitting.items()}
    for typed in (
        fitting,
        full,
        words,
        {name: form.values[name] for name in form.typed if form.values.get(name, [""])[0]},
    ):
        for chosen in (choices, everything):
            yield form.values | chosen | typed | secret | button
    for one in form.buttons[1:]:
        yield form.values | choices | fitting | secret | dict([one])


def tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall() if name not in ASIDE]


def state(names):
    """table -> number of rows and a digest of every word in them."""
    digest = "md5(string_agg(t::text, '' ORDER BY t::text))"
    parts = [f"SELECT '{name}', count(*), {digest} FROM {name} t" for name in names]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {name: (rows, digest) for name, rows, digest in cursor.fetchall()}


def rows(found):
    return {name: number for name, (number, _digest) in found.items()}


@contextmanager
def as_it_was(client):
    """Whatever is done in here is undone, with the database and in the browser."""
    cookies = client.cookies.output(header="")
    with nothing_stays():
        yield
    client.cookies.clear()
    client.cookies.load(cookies)


def sendings(name, world, clients):
    """door -> a form on this page that changes something there; nothing where none does."""
    names, found, client = tables(), {}, clients[house.opener(name)]
    url = house.address(name, world) + QUERIES.get(name, "")
    page = client.get(url).content.decode(errors="replace")  # a file has no forms
    for form, action in forms_of(client, url):
        target = urljoin(url, action)
        door = resolve(target.partition("?")[0]).view_name
        if found.get(door):
            continue
        tried = (Sending(door, house.opener(name), target, data) for data in fillings(form, page))
        found[door] = next((sending for sending in tried if changes(sending, client, names)), None)
    return found


def changes(sending, client, names):
    with as_it_was(client):
        before = state(names)
        return sending.by(client).status_code < 400 and state(names) != before
