"""Two people at one row: what the second one is shown, and that her text is never gone."""

import json
import re

import pytest
from django.urls import reverse

from audit import differences
from engagements.enums import ConflictTheme
from engagements.models import LogEntry
from rooms.enums import Circle
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.stakeholders import PersonFactory
from tests.faults.sent import fields_of

from .windows import signed_in

OWN = re.compile(r"(?<=\W)\w{64}(?=\W)|[0-9a-f-]{36}")  # tokens, and the address itself
WORDS = " ".join(f"Wort{number}" for number in range(200))


def kinds(before, after):
    return [(part.kind, part.text.strip()) for part in differences.parts(before, after)]


def test_a_difference_is_told_word_by_word():
    assert kinds("Der Rat tagt heute", "Der Kreistag tagt heute und morgen") == [
        ("same", "Der"),
        ("gone", "Rat"),
        ("added", "Kreistag"),
        ("same", "tagt"),
        ("gone", "heute"),
        ("added", "heute und morgen"),
    ]


def test_long_stretches_that_are_the_same_are_folded():
    found = differences.parts(f"{WORDS} alt", f"{WORDS} neu")

    assert [part.kind for part in found if part.text] == ["folded", "same", "gone", "added"]
    assert found[1].words == 200 - differences.NEAR


@pytest.mark.parametrize("word", ["a ", "a\n", "ab"])
def test_both_texts_can_be_put_together_again_from_the_parts(word):
    """Also from very long ones of one word, and from different ones."""
    before, after = word * 30_000, word * 20_000 + "Ende " + word * 9_000

    found = differences.parts(before, after)

    assert "".join(part.text for part in found if part.kind != "added") == before
    assert "".join(part.text for part in found if part.kind != "gone") == after


@pytest.fixture
def engagement(db):
    return EngagementFactory(lead=UserFactory())


@pytest.fixture
def entry(engagement):
    return LogEntryFactory(engagement=engagement, title="Alter Titel", text="Alter Text", source="Alte Quelle")


@pytest.fixture
def one(engagement):
    return signed_in(engagement.room.memberships.get().user)


@pytest.fixture
def other(engagement):
    return signed_in(MembershipFactory(room=engagement.room, user__name="Berta Zweite").user)


def opened(client, entry):
    """What a browser would send back if nothing were typed."""
    return fields_of(client.get(change(entry)).content.decode())


def change(entry):
    return reverse("engagements:log-update", args=[entry.pk])


def test_what_only_the_other_changed_is_taken_over(one, other, entry):
    mine, hers = opened(one, entry), opened(other, entry)
    other.post(change(entry), hers | {"source": "Neue Quelle", "themes": [ConflictTheme.values[0]]})

    page = one.post(change(entry), mine | {"title": "Mein Titel"})
    form = page.context["form"]

    assert [form.conflict.both, len(form.conflict.taken)] == [[], 2]
    assert "Neue Quelle" in page.content.decode()
    assert "Berta Zweite" in page.content.decode()
    assert one.post(change(entry), fields_of(page.content.decode())).status_code == 302
    entry.refresh_from_db()
    assert (entry.title, entry.source, entry.themes) == ("Mein Titel", "Neue Quelle", [ConflictTheme.values[0]])


def test_what_both_changed_is_shown_with_both_texts(one, other, entry):
    mine, hers = opened(one, entry), opened(other, entry)
    other.post(change(entry), hers | {"text": "Neuer Text von ihr"})

    page = one.post(change(entry), mine | {"text": "Neuer Text von mir"}).content.decode()

    entry.refresh_from_db()
    assert entry.text == "Neuer Text von ihr"
    assert re.search(r"<del>.*gestrichen:.*ihr</del>", page)
    assert re.search(r"<ins>.*eingefügt:.*mir</ins>", page)
    assert fields_of(page)["text"] == "Neuer Text von mir"
    assert one.post(change(entry), fields_of(page)).status_code == 302
    entry.refresh_from_db()
    assert entry.text == "Neuer Text von mir"


def test_a_third_save_meanwhile_is_a_conflict_again(one, other, entry):
    mine, hers = opened(one, entry), opened(other, entry)
    other.post(change(entry), hers | {"text": "Zwei"})
    refused = fields_of(one.post(change(entry), mine | {"text": "Eins"}).content.decode())
    other.post(change(entry), opened(other, entry) | {"text": "Drei"})

    page = one.post(change(entry), refused)

    assert [(each.stored, each.typed) for each in page.context["form"].conflict.both] == [("Drei", "Eins")]


def test_a_form_without_its_version_overwrites_nothing(one, entry):
    sent = opened(one, entry) | {"text": "Ohne Stand"}
    page = one.post(change(entry), {name: value for name, value in sent.items() if name != "version"})

    entry.refresh_from_db()
    assert (page.status_code, entry.text) == (200, "Alter Text")


@pytest.mark.parametrize("odd", ["", "x", "[]", "{}", '{"text": 1}', '{"text": []}', "[" * 5000, '{"text": {"a": 1}}'])
def test_odd_beginnings_only_mean_that_more_is_shown(one, entry, odd):
    sent = opened(one, entry) | {"text": "Meins", "begun": odd, "version": "0"}

    page = one.post(change(entry), sent)

    assert ("Alter Text", "Meins") in [(each.stored, each.typed) for each in page.context["form"].conflict.both]


def test_people_hidden_from_the_second_are_not_in_the_comparison(one, other, entry, engagement):
    hidden = PersonFactory(room=engagement.room, circle=Circle.SEALED, name="Geheime Zeugin", author=UserFactory())
    known = PersonFactory(room=engagement.room, name="Bekannte Zeugin")
    mine = opened(other, entry)
    entry.persons.add(hidden, known)
    LogEntry.objects.filter(pk=entry.pk).update(version=7)

    page = other.post(change(entry), mine | {"persons": []}).content.decode()

    assert "Geheime Zeugin" not in page
    assert "Bekannte Zeugin" in page


def seal(entry):
    entry.circle, entry.text = Circle.SEALED, "Geheim"
    entry.save()


@pytest.mark.parametrize("what", ["deleted", "sealed", "left"])
def test_who_loses_sight_of_the_row_keeps_her_text(one, other, entry, what):
    mine, url = opened(other, entry) | {"text": "Mein <b>langer</b> Text", "title": "Titel"}, change(entry)
    if what == "deleted":
        entry.delete()
    elif what == "sealed":
        seal(entry)
    else:
        entry.room.memberships.filter(user__name="Berta Zweite").delete()

    answer = other.post(url, mine)
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "Mein &lt;b&gt;langer&lt;/b&gt; Text" in page
    assert "Überschrift" in page
    assert "für Sie nicht mehr lesbar oder gelöscht" in page
    assert "Geheim" not in page


SINGLE = {"title": "Rathaus", "partner-0-note": "Gern", "email": "a@beispiel.example"}
NOT_WRITTEN = {
    "kind": "einzelgespraech",
    "key": "0198c1de-2a86-7547-ac88-d8f53c16db4b",
    "csrfmiddlewaretoken": "Marke",
    "version": "71",
    "what": "drucken",
    "code": "424 242",
    "old_password": "korrekt pferd batterie",
    "circle": "40",
    "unbekannt": "Wort",
    "partner-TOTAL_FORMS": "17",
}


def test_one_word_is_kept_where_people_write_and_nothing_else_of_a_form(other, entry):
    gone = reverse("engagements:log-update", args=[entry.room_id])
    answer = other.post(gone, SINGLE | NOT_WRITTEN)

    assert answer.status_code == 404
    assert [text for _label, text in answer.context["texts"]] == list(SINGLE.values())
    assert "Diese Seite gibt es nicht" in other.post(gone, NOT_WRITTEN).content.decode()


def test_hidden_and_missing_are_answered_alike(other, entry, engagement):
    """Also to who sends a text along: the answer tells nothing about what is there."""
    seal(entry)
    sent = {"title": "Ein Titel", "text": "Ein Text", "version": "1", "begun": json.dumps({"text": ["", "Text"]})}
    missing = reverse("engagements:log-update", args=[engagement.pk])

    pages = [other.post(url, sent).content.decode() for url in (change(entry), missing)]

    assert "Ein Text" in pages[0]
    assert OWN.sub("", pages[0]) == OWN.sub("", pages[1])


def test_a_page_that_is_not_there_is_the_usual_one_without_a_text(other, entry):
    missing = reverse("engagements:log-update", args=[entry.room_id])

    assert "Diese Seite gibt es nicht" in other.post(missing, {"title": "", "kind": "notiz"}).content.decode()
    assert "Diese Seite gibt es nicht" in other.get(missing).content.decode()
