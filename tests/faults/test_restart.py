"""T27: the database restarts. Pages say so, what was typed is kept, and sending it again makes one row."""

import time

import pytest

from config import localdb
from tests.attack.figures import note, size
from tests.faults.house import TOKEN, Writer, done, hidden, tally, writing

pytestmark = pytest.mark.slow
SENTENCE = "Die Datenbank ist gerade nicht erreichbar"
FORGETFUL = """
from django.http import HttpResponse


class Planted:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return HttpResponse("Bitte später", status=503) if response.status_code == 503 else response
"""
TYPED = 'Frau "Ö" sagt: <b>wir</b> & die anderen,\nganz wörtlich.'


def test_a_page_says_that_the_database_is_away_and_when_to_come_again(house):
    writer = Writer(house)
    with house.without_database():
        status, page, headers = writer.get("/beratungen/")
    house.wait()

    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
    assert SENTENCE in page
    assert 'href="/beratungen/"' in page
    assert writer.get("/beratungen/")[0] == 200


def test_what_was_typed_is_on_the_page_and_is_stored_once_when_sent_again(house):
    writer = Writer(house)
    form = writer.entry("Neustart") | {"text": TYPED}
    with house.without_database():
        status, page, _headers = writer.post(writer.path, form)
    kept = hidden(page)

    assert status == 503
    assert kept == form
    assert f'action="{writer.path}"' in page
    assert "<b>wir</b>" not in page

    house.wait()
    answers = [writer.post(writer.path, kept)[0] for _time in range(2)]

    assert answers == [302, 302]
    assert house.rows("SELECT text FROM engagements_logentry WHERE title = 'Neustart'") == [(TYPED,)]


def test_a_password_is_not_shown_again(house):
    writer = Writer(house)
    with house.without_database():
        status, page, _headers = writer.post(
            "/anmelden/", {TOKEN: writer.token, "username": "a@b.example", "password": "geheim-und-lang"}
        )
    house.wait()

    assert status == 503
    assert "geheim-und-lang" not in page
    assert not hidden(page)


def test_restarts_under_load_answer_503_and_lose_nothing(house):
    writers, number = [Writer(house) for _n in range(4)], size(40, 2000)
    with writing(writers, number, "Neustart"):
        for turn in range(1, 3):
            while len(done(writers)) < number * turn // 3 and not any(writer.strange for writer in writers):
                time.sleep(0.02)
            localdb.stop(house.var)
            time.sleep(0.2)
            house.wait()
    acknowledged = done(writers)
    lost, doubled = tally(house, acknowledged)
    refused = sum(writer.refused for writer in writers)
    told = f"Einträge während zweier Neustarts der Datenbank ({refused} × 503, jedes Mal mit dem Text)"
    note("T27", told, number, len(lost + doubled))

    assert refused
    assert [writer.strange for writer in writers] == [[]] * 4
    assert (len(acknowledged), lost, doubled) == (number, [], [])


def test_a_503_that_keeps_nothing_is_found_out(house):
    """The control."""
    with house.planted(FORGETFUL):
        writer = Writer(house)
        with writing([writer], 1, "Vergessen"):
            with house.without_database():
                while not writer.strange and not writer.acknowledged:
                    time.sleep(0.1)
            house.wait()

    assert {status for status, _text in writer.strange} == {503}
