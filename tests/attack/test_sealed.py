"""Sealed text in the hands of whoever has a copy of the database, or writes past our Python."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse

from accounts import keys
from engagements.models import LogEntry, Programme
from periods.fields import PeriodField
from rooms import seal, uploads
from rooms.enums import Circle
from rooms.fields import Sealable, SealableTextField
from rooms.models import File, OpenItem, Release, RoomItem, RoomKey
from stakeholders.models import Alias, Office
from tests.attack.visits import client_of
from tests.doors.world import HOME, canary
from tests.factories.engagements import LogEntryFactory

pytestmark = pytest.mark.django_db

WORD = canary(HOME, Circle.SEALED)
TEAM_WORD = canary(HOME, Circle.TEAM)


@pytest.fixture(autouse=True)
def forgetful():
    """No key is remembered from one test to the next."""
    seal._known.clear()
    seal._fresh.clear()


def everything():
    """Every row of every table as text, as a dump would hold it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (row,) in cursor.fetchall():
                yield table, row


def tables_with(word):
    return {table for table, row in everything() if word in row}


def test_a_dump_holds_no_sealed_word(world):
    Alias.objects.create(organisation=world.home.organisations[Circle.SEALED], name=f"Alias {WORD}", source=WORD)
    Office.objects.create(person=world.home.persons[Circle.SEALED], title=f"Amt {WORD}", party=WORD)

    assert tables_with(TEAM_WORD) >= {"engagements_logentry", "stakeholders_person", "rooms_file"}  # they are there
    assert tables_with(WORD) == set()
    assert LogEntry.objects.get(pk=world.home.entries[Circle.SEALED].pk).title == f"Eintrag {WORD}"


def test_a_dump_would_be_read_without_encryption(world, monkeypatch):
    """The gate, seen red: fields that do not seal, and no constraint that notices."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE engagements_logentry DROP CONSTRAINT engagements_logentry_sealed")
    monkeypatch.setattr(seal, "seal_text", lambda room, text: text)
    LogEntryFactory(engagement=world.home.engagement, title=WORD, circle=Circle.SEALED)

    assert tables_with(WORD) == {"engagements_logentry"}


def test_the_key_of_a_room_lies_locked_in_the_dump(world):
    row = RoomKey.objects.get(room=world.home.room)
    key = keys.open_sealed(seal.PURPOSE, bytes(row.wrapped), str(row.room_id))

    assert key not in bytes(row.wrapped)
    with pytest.raises(keys.CannotOpen):
        keys.open_sealed(seal.PURPOSE, bytes(row.wrapped), str(world.away.room.pk))


def test_without_the_master_key_nothing_opens(world, settings):
    settings.MASTER_KEYS = ["c29tZWJvZHktZWxzZS1oYXMtYW5vdGhlci1rZXkhISE="]
    with pytest.raises(keys.CannotOpen):
        LogEntry.objects.get(pk=world.home.entries[Circle.SEALED].pk)


def test_a_key_once_lost_makes_its_texts_unreadable(world):
    """Whoever deletes the key of a room deletes all its sealed texts, also those in old backups of the tables."""
    RoomKey.objects.filter(room=world.home.room).delete()

    with pytest.raises(seal.SealBroken):
        LogEntry.objects.get(pk=world.home.entries[Circle.SEALED].pk)


def test_changed_or_moved_ciphertext_does_not_open(world):
    stored = raw("title", world.home.entries[Circle.SEALED])
    foreign = raw("title", world.away.entries[Circle.SEALED])
    for broken in (stored[:-4] + ("AAA=" if stored[-4:] != "AAA=" else "BBB="), foreign_room(stored, foreign)):
        with pytest.raises(seal.SealBroken):
            seal.open_text(broken)


def raw(column, row):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM engagements_logentry WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def foreign_room(stored, foreign):
    """The text of one room under the name of the other."""
    mine, theirs = (seal.b64decode(text.removeprefix(seal.MARK)) for text in (stored, foreign))
    return seal.MARK + seal.b64encode(theirs[:16] + mine[16:]).decode()


def test_no_way_past_the_fields_leaves_a_readable_sealed_text(world):
    """`update()`, bulk writing and plain SQL do not seal: the table refuses them."""
    entry = world.home.entries[Circle.TEAM]
    for write in (
        lambda: LogEntry.objects.filter(pk=entry.pk).update(circle=Circle.SEALED),
        lambda: LogEntry.objects.filter(pk=world.home.entries[Circle.SEALED].pk).update(title="offen"),
        lambda: LogEntry.objects.filter(pk=world.home.entries[Circle.SEALED].pk).update(circle=Circle.TEAM),
    ):
        with pytest.raises(IntegrityError, match="engagements_logentry_sealed"), transaction.atomic():
            write()


def test_sealing_and_opening_again_keeps_every_sign(world):
    entry = LogEntry.objects.get(pk=world.home.entries[Circle.TEAM].pk)
    entry.text = "Ä ß 😀\n" * 2000
    entry.save()
    for circle in (Circle.SEALED, Circle.TEAM):
        entry.circle = circle
        entry.save(update_fields=["circle"])
        entry = LogEntry.objects.get(pk=entry.pk)

        assert entry.text == "Ä ß 😀\n" * 2000
        assert seal.is_sealed(raw("text", entry)) is (circle == Circle.SEALED)
        assert (raw("search", entry) is None) is (circle == Circle.SEALED)


def test_what_hangs_on_a_row_is_sealed_with_it(world):
    person = world.home.persons[Circle.TEAM]
    assert tables_with(f"Amt {TEAM_WORD}") == {"stakeholders_office"}
    person.circle = Circle.SEALED
    person.save(update_fields=["circle"])

    assert tables_with(f"Amt {TEAM_WORD}") == set()
    assert Office.objects.get(person=person).title == f"Amt {TEAM_WORD}"


def test_nobody_types_a_sealed_text(world):
    """The mark is taken out of what people type, so that no text can pretend to be encrypted."""
    entry = LogEntryFactory(engagement=world.home.engagement, title=f"{seal.MARK}AAAA")
    entry.refresh_from_db()

    assert entry.title == "siegel1AAAA"


def test_a_rolled_back_key_is_not_used_again(world):
    """A text must never be stored with a key that was not."""
    RoomKey.objects.filter(room=world.away.room).delete()
    seal._known.clear()
    with transaction.atomic():
        seal.seal_text(world.away.room.pk, "eins")
        transaction.set_rollback(True)
    stored = seal.seal_text(world.away.room.pk, "zwei")

    assert RoomKey.objects.filter(room=world.away.room).exists()
    assert seal.open_text(stored) == "zwei"


def test_every_free_text_of_a_row_with_a_circle_can_be_sealed():
    """The models say which columns there are; dates in words stay readable, since rows are sorted by them."""
    open_columns = set()
    for model in apps.get_models():
        never_sealed = issubclass(model, OpenItem) or model in {Programme, Release}
        if not issubclass(model, RoomItem) or never_sealed:
            continue
        periods = {field.name for field in model._meta.concrete_fields if isinstance(field, PeriodField)}
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, (models.CharField, models.TextField)) and not isinstance(field, PeriodField)
            derived = any(field.name.startswith(f"{name}_") for name in periods)
            if is_text and not field.choices and not derived and not isinstance(field, (Sealable, models.FileField)):
                open_columns.add(f"{model._meta.label}.{field.name}")

    assert open_columns == {"rooms.File.content_type"}
    assert isinstance(LogEntry._meta.get_field("text"), SealableTextField)


def stored_bytes(file):
    with file.content.storage.open(file.content.name) as content:
        return content.read()


def test_files_of_a_sealed_entry_are_unreadable_in_the_store(world):
    """Also when the entry is sealed later, and readable again once it is open."""
    entry = world.home.entries[Circle.TEAM]
    file = uploads.store(SimpleUploadedFile("Protokoll.txt", WORD.encode()), "text/plain", entry)
    assert WORD.encode() in stored_bytes(file)
    before = file.content.name

    for circle in (Circle.SEALED, Circle.TEAM):
        entry.circle = circle
        uploads.follow([file], entry)
        file = File.objects.get(pk=file.pk)
        assert (WORD.encode() in stored_bytes(file)) is (circle == Circle.TEAM)
        with uploads.opened(file) as content:
            assert content.read() == WORD.encode()
        assert file.content.name != before


def test_a_sealed_download_is_the_file_itself(world):
    file = uploads.store(
        SimpleUploadedFile("Notiz.txt", WORD.encode()), "text/plain", world.home.entries[Circle.SEALED]
    )
    answer = client_of(world, "lead").get(reverse("rooms:file", args=[file.pk]))

    assert WORD.encode() not in stored_bytes(file)
    assert answer.getvalue() == WORD.encode()
    assert client_of(world, "advisor").get(reverse("rooms:file", args=[file.pk])).status_code == 404
