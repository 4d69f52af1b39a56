"""What is no draft, or too much of one, is refused with a sentence; what is kept stays."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from rooms import drafts
from rooms.models import Draft
from tests.rooms.drafts.kept import JSON, URL, WORD, data, offered, save

pytestmark = pytest.mark.django_db


def test_two_megabytes_are_refused_with_a_sentence_and_the_kept_one_stays(client, writer, slot):
    save(client, writer, slot)
    refused = save(client, writer, slot, text="x" * 2_000_000, base=1)

    assert refused.status_code == 413
    assert "zu lang" in refused.json()["error"]
    assert offered(client, slot)["drafts"][0]["fields"][1][1] == WORD


def test_a_database_that_takes_no_more_is_said_and_the_kept_one_stays(client, writer, slot):
    """As on a full disk: the script keeps its copy on the device and tries again."""
    save(client, writer, slot)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE rooms_draft ADD CONSTRAINT full_disk CHECK (version < 2) NOT VALID")
    refused = save(client, writer, slot, text="mehr", base=1)

    assert refused.status_code == 503
    assert "gerade nicht speichern" in refused.json()["error"]
    assert offered(client, slot)["drafts"][0]["fields"][1][1] == WORD


@pytest.mark.parametrize(
    "change",
    [
        {"fields": "text"},
        {"fields": [["text"]]},
        {"fields": [["text", 7]]},
        {"fields": [["a", "b"]] * 2001},
        {"slot": "https://anderswo.example/"},
        {"slot": "/" + "x" * 400},
        {"slot": "/a#b"},
        {"slot": "/a\x00b"},
        {"base": -1},
        {"base": 10**12},
        {"base": "1"},
        {"person": None},
        {"room": "kein Raum"},
        {"tab": None},
    ],
    ids=str,
)
def test_what_our_script_does_not_send_is_refused(client, writer, slot, change):
    answer = client.post(URL, json.dumps(data(writer, slot) | change), **JSON)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "1", "[" * 100_000], ids=lambda body: body[:5])
def test_no_json_is_refused(client, writer, body):
    assert client.post(URL, body, **JSON).status_code == 400
    assert client.post(URL, {"person": "1"}).status_code == 400


def test_null_and_half_characters_are_text(client, writer, slot):
    answer = client.post(URL, json.dumps(data(writer, slot, text="a\x00b \ud800 🌻 c")), **JSON)

    assert answer.status_code == 200
    assert client.get(reverse("drafts:detail", args=[Draft.objects.get().pk])).status_code == 200


def test_two_hundred_and_no_more(client, writer, slot, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 2)
    answers = [save(client, writer, f"/{n}/").status_code for n in range(3)]

    assert answers == [200, 200, 413]
    assert save(client, writer, "/0/", base=1).status_code == 200
