"""T23. Forms sent again and again, all at once: each makes one row, and other text is not swallowed."""

import random
import threading
from collections import Counter
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from engagements.models import Agreement, LogEntry
from rooms import once
from rooms.enums import Circle
from rooms.ids import own_key, uuid7
from tests.attack.crowd import Crowd
from tests.attack.figures import LONG, note, size
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.pages import house
from tests.pages.test_bad_input import pages_with_forms

from .forms import as_it_was, rows, sendings, state, tables
from .sent import fields_of
from .test_two_editors import run_all

MAKES = ("create", "copy", "repeat", "invite", "membership-add")
FORMS, TIMES = size(10, 100), size(5, 10)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def url(lead):
    return reverse("engagements:log-create", args=[EngagementFactory(lead=lead).pk])


def opened(client, url, title):
    fields = fields_of(client.get(url).content.decode())
    return fields | {"kind": "notiz", "title": title, "text": f"Text von {title}"}


def send(client, url, fields, answers):
    own = Client(raise_request_exception=False)
    own.cookies = client.cookies
    answer = own.post(url, fields)
    answers.append((answer.status_code, answer.get("Location") or answer.content.decode()))


def send_all(client, url, sendings):
    """(status, address or page) of all sendings, at the same time."""
    answers = []
    run_all([partial(send, client, url, fields, answers) for fields in sendings])
    return answers


def test_every_form_makes_one_row_however_often_it_is_sent(client, url):
    forms = [opened(client, url, f"Eintrag {number}") for number in range(FORMS)]

    answers = send_all(client, url, forms * TIMES)

    rows = Counter(LogEntry.objects.values_list("title", flat=True))
    doubles = sum(rows.values()) - len(rows)
    note("T23", "Formulare, je mehrmals zugleich gesendet", FORMS * TIMES, found=doubles)
    assert rows == {form["title"]: 1 for form in forms}
    assert {status for status, _where in answers} == {302}
    assert len({where for _status, where in answers}) == FORMS


def test_of_many_texts_by_one_form_one_is_stored_and_the_others_come_back(client, url):
    form = opened(client, url, "Eintrag")
    texts = [f"Fassung {number} vom Gespräch" for number in range(TIMES)]

    answers = send_all(client, url, [form | {"text": text} for text in texts])

    entry = LogEntry.objects.get()
    refused = [page for status, page in answers if status == 409]
    note("T23", "anderer Text mit demselben Schlüssel", TIMES, found=LogEntry.objects.count() - 1)
    assert sorted(status for status, _page in answers) == [302] + [409] * (TIMES - 1)
    assert {text for text in texts for page in refused if text in page} == set(texts) - {entry.text}


@pytest.fixture
def world():
    """Everybody and everything, committed."""
    return Crowd()


# Open for three seconds before they are sent; that they make one thing: tests/participation/test_guests_at_once.py,
# tests/participation/test_registration_again.py, tests/network/test_profiles_subscription.py.
# The last three need what the filler does not know: a source, a network of one's own, a seat at the table.
# A calendar of one's own is there already in this house: tests/steering/test_feeds.py.
OF_GUESTS = {
    "steering:feed-create",
    "participation:contribution-create",
    "network:peer-create",
    "network:pool-create",
    "participation:event-invite",  # shows the letters before it sends them: tests/participation/test_invitations.py
} | {
    "guests:contribution-create",
    "guests:question-create",
    "guests:register",
    "reports:subscription-create",
}


def creating(world, clients):
    """The forms that make something, of a few pages in every commit and of all with `--long`."""
    pages = [name for name in pages_with_forms() if name.endswith(MAKES) and name not in OF_GUESTS]
    for page in pages if LONG else random.sample(pages, 3):
        yield page, sendings(page, world, clients).get(page)


def test_every_form_of_the_house_that_makes_something_makes_it_once(world):
    clients = {role: house.client_of(getattr(world, role)) for role in house.OPENERS}
    names, doubled = tables(), {}
    for page, sending in creating(world, clients):
        if not sending:
            doubled[page] = "nicht ausgefüllt"
            continue
        client = clients[sending.role]
        with as_it_was(client):
            sending.by(client)
            once_sent = rows(state(names))
        answers = send_all(client, sending.target, [sending.data] * TIMES)
        found = rows(state(names))
        more = {name: found[name] - number for name, number in once_sent.items() if found[name] != number}
        statuses = Counter(status for status, _where in answers)
        if more or set(statuses) != {302}:
            doubled[sending.name] = more, statuses
        note("T23", "Formulare jeder Art, je mehrmals zugleich gesendet", TIMES, found=sending.name in doubled)

    assert not doubled, "\n".join(f"{name}: {what}" for name, what in doubled.items())


def test_with_a_key_by_chance_there_would_be_doubles(client, url, monkeypatch):
    """A negative control: the key of the form is forgotten."""
    monkeypatch.setattr(once, "own_key", lambda *parts: own_key(uuid7(), *parts[1:]))

    send_all(client, url, [opened(client, url, "Eintrag")] * TIMES)

    assert LogEntry.objects.count() == TIMES


def test_without_waiting_two_texts_of_one_form_would_both_be_stored(client, lead, monkeypatch):
    """The other one: nobody waits, and all have looked before the first has stored."""
    url = reverse("engagements:agreement-create", args=[EngagementFactory(lead=lead).pk])
    fields = fields_of(client.get(url).content.decode()) | {"kind": "kooperation", "circle": Circle.TEAM}
    together, look = threading.Barrier(4, timeout=30), once.Once.__init__
    monkeypatch.setattr("rooms.middleware.one_at_a_time", lambda person, path: None)

    def look_and_wait(sending, *args):
        look(sending, *args)
        together.wait()

    monkeypatch.setattr(once.Once, "__init__", look_and_wait)

    send_all(client, url, [fields | {"title": f"Fassung {number}"} for number in range(4)])

    assert Agreement.objects.count() == 4
