"""T22. Many people at one text at the same moment: nobody's words go under."""

import html
import re
import threading
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.forms import AuditedModelForm
from engagements.models import LogEntry
from tests.attack.figures import note, size
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory

from .sent import fields_of

EDITORS = size(20, 200)
AT_ONCE = 8  # of those who opened the same state, so many send at the same moment
PEOPLE = 5  # accounts that write; each editor is a window of its own

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entry():
    engagement = EngagementFactory(lead=UserFactory())
    for _person in range(PEOPLE):
        MembershipFactory(room=engagement.room)
    return LogEntryFactory(engagement=engagement, title="Ein Text", text="Anfang")


class Editor:
    """Opens the entry, adds a line, sends; refused, she puts her line below what is stored and sends again."""

    def __init__(self, client, url, line):
        self.client, self.url, self.line, self.refusals = client, url, line, 0
        self.fields = fields_of(client.get(url).content.decode())

    def save(self):
        text = self.fields["text"]
        while True:
            answer = self.client.post(self.url, self.fields | {"text": f"{text}\n{self.line}"})
            if answer.status_code == 302:
                return
            page = answer.content.decode()
            text, self.refusals = stored_in(page), self.refusals + 1
            self.fields = fields_of(page)


def stored_in(page):
    """What the page of the conflict says is stored."""
    return html.unescape(re.search(r'Gespeichert ist jetzt</dt>.*?class="kept">(.*?)</div>', page, re.DOTALL)[1])


def all_edit(entry, number):
    """So many editors open the same state, then send at once; the lines of the text in the end, and all refusals."""
    people = [membership.user for membership in entry.room.memberships.all()]
    clients = [Client() for _person in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    url = reverse("engagements:log-update", args=[entry.pk])
    editors = [Editor(clients[each % len(clients)], url, f"Zeile {each}") for each in range(number)]
    run_all([editor.save for editor in editors])
    return LogEntry.objects.get(pk=entry.pk).text.split("\n")[1:], sum(editor.refusals for editor in editors)


def run_all(works):
    """Every work in a thread with a connection of its own, a few at the same moment."""
    seats, problems, start = threading.Semaphore(AT_ONCE), [], threading.Event()

    def seated(work):
        start.wait()
        with seats:
            try:
                work()
            except Exception as problem:  # noqa: BLE001 - whatever it is, the test must see it
                problems.append(problem)
            finally:
                connection.close()

    threads = [threading.Thread(target=seated, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join()
    assert problems == []


def test_every_line_of_many_editors_is_in_the_text(entry):
    lines, refusals = all_edit(entry, EDITORS)

    expected = {f"Zeile {each}" for each in range(EDITORS)}
    lost = expected - set(lines)
    note("T22", "Bearbeitungen eines Textes zur selben Zeit", EDITORS, found=len(lost))
    assert lost == set()
    assert len(lines) == EDITORS
    assert refusals >= EDITORS - 1


def test_every_text_is_stored_or_back_on_the_screen_of_who_wrote_it(entry):
    """All send once, each a text of her own; nobody may have to write hers again."""
    people = [membership.user for membership in entry.room.memberships.all()]
    clients = [Client() for _person in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    url = reverse("engagements:log-update", args=[entry.pk])
    fields = fields_of(clients[0].get(url).content.decode())
    texts, answers = [f"Was Person {each} dazu <weiß>" for each in range(EDITORS)], {}

    def send(number):
        answer = clients[number % len(clients)].post(url, fields | {"text": texts[number]})
        answers[number] = answer.status_code, html.unescape(answer.content.decode())

    run_all([partial(send, number) for number in range(EDITORS)])
    stored = [number for number, (status, _page) in answers.items() if status == 302]
    lost = [number for number, (status, page) in answers.items() if status != 302 and texts[number] not in page]
    note("T22", "Texte, gespeichert oder wieder auf dem Bildschirm", EDITORS, found=len(lost))

    assert lost == []
    assert [texts[number] for number in stored] == [LogEntry.objects.get().text]
    assert LogEntry.objects.get().version == 2


def test_without_the_check_lines_would_be_lost(entry, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(AuditedModelForm, "is_outdated", lambda form, sent: False)

    lines, _refusals = all_edit(entry, 8)

    assert len(set(lines)) < 8
