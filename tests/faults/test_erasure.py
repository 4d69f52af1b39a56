"""T41: planted words in every table, file, version, draft and release of a consultation long over; then it goes."""

import datetime as dt
import json
import re

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Entry
from retention import sql as statements
from retention import transitions
from retention.due import calendar, figures
from retention.enums import Group
from retention.models import LedgerEntry, Tombstone
from retention.replay import replay
from rooms import seal
from rooms.acting import act_as
from rooms.models import RoomKey
from tests.attack.figures import note
from tests.faults.erasure import CASE, KEPT, TALK, as_owner, hits, places
from tests.walls import sql

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PLACES = {
    "audit_entry",
    "audit_version",
    "engagements_logentry",
    "engagements_agreement",
    "engagements_mandate",
    "engagements_owncontribution",
    "engagements_phasestep",
    "rooms_draft",
    "rooms_file",
    "rooms_release",
    "stakeholders_office",
    "stakeholders_organisation",
    "stakeholders_person",
}


def test_the_words_are_everywhere_before(closed, folder):
    found = hits(folder)

    assert places(found[TALK]) >= PLACES - {"engagements_phasestep"} | {"files", "rooms_unlock"}
    assert places(found[CASE]) >= PLACES | {"files", "rooms_invitation", "engagements_engagement", "engagements_phase"}
    assert found[KEPT]


def test_talks_go_first_and_leave_no_word(closed, folder, delete):
    before = hits(folder)
    delete(Group.TALKS)
    after = hits(folder)

    assert after[TALK] == {}
    assert after[CASE].items() >= {place: n for place, n in before[CASE].items() if place != "audit_version"}.items()
    assert after[KEPT] == before[KEPT]


def test_the_rest_goes_later_and_leaves_no_word(closed, folder, delete):
    before = hits(folder)
    delete(Group.TALKS)
    delete(Group.CASE)
    after = hits(folder)
    there, left = (sum(sum(found[word].values()) for word in (TALK, CASE)) for found in (before, after))
    note("T41", "Stellen mit gepflanzten Wörtern, in Tabellen, Fassungen, Entwürfen und Dateien", there, left)

    assert after[TALK] == {}
    assert after[CASE] == {}
    assert after[KEPT] == before[KEPT]
    act_as(closed.lead.pk)
    assert not any(due.total for due in calendar(closed.room))


def test_each_group_waits_for_its_day(closed, folder, delete):
    Entry.objects.filter(action="engagement.status").update(at=timezone.now() - dt.timedelta(days=300))
    delete(Group.TALKS)
    before = hits(folder)
    with pytest.raises(transitions.DeletionRefused, match="nichts fällig"):
        delete(Group.CASE)
    as_owner()

    assert hits(folder) == before


def test_the_key_of_the_room_goes_with_the_last_sealed_text(closed, delete):
    assert RoomKey.objects.filter(room=closed.room).exists()
    delete(Group.TALKS)

    assert not RoomKey.objects.filter(room=closed.room).exists()
    assert RoomKey.objects.filter(room=closed.away.room).exists()


def test_the_statistics_stay_right_and_the_ledger_knows_no_content(closed, delete):
    act_as(closed.lead.pk)
    before = figures(closed.room)
    as_owner()
    keys = set(map(str, sql("SELECT key FROM retention_rows_of(%s)", [closed.room.pk])))
    talks, case = delete(Group.TALKS), delete(Group.CASE)
    act_as(closed.lead.pk)

    assert before
    assert figures(closed.room) == before
    assert {row.shown for row in before if row.n < 5} == {"weniger als 5"}
    as_owner()
    assert Tombstone.objects.filter(room=closed.room).exclude(sector="").exists()
    assert LedgerEntry.objects.count() == talks.total + case.total
    ledger = " ".join(row for (row,) in sql("SELECT l::text FROM retention_ledgerentry l"))
    assert not any(re.search(word, ledger) for word in [TALK, CASE, KEPT, str(closed.lead.name)])
    assert not any(key.strip("()',UID") in ledger for key in keys)


def test_a_restore_does_not_bring_it_back(closed, folder, delete, django_capture_on_commit_callbacks):
    """An older backup is put back, and the ledger from outside is played over it."""
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    backup = transaction.savepoint()
    delete(Group.TALKS)
    delete(Group.CASE)
    clean = hits(folder)
    ledger = [json.loads(entry) for (entry,) in sql("SELECT to_jsonb(l)::text FROM retention_ledgerentry l")]
    transaction.savepoint_rollback(backup)
    for path, content in kept.items():
        path.write_bytes(content)
    seal._known.clear()
    back = hits(folder)
    with django_capture_on_commit_callbacks(execute=True):
        replay(ledger)
    after = hits(folder)

    assert back[TALK]  # it had come back
    assert back[CASE]
    assert (after[TALK], after[CASE]) == ({}, {})
    assert after[KEPT] == clean[KEPT]
    assert not RoomKey.objects.filter(room=closed.room).exists()
    assert LedgerEntry.objects.count() == len(ledger)
    act_as(closed.lead.pk)
    assert sum(row.n for row in figures(closed.room)) > 0


# --- the gate, seen red ---------------------------------------------------------------------


def plant(broken):
    """A function of the database with something left out."""
    with connection.cursor() as cursor:
        cursor.execute(broken)


def without(label):
    body = re.sub(rf"SELECT '{label}', id, circle = 50 FROM \w+ WHERE room_id = \$1 UNION ALL ", "", statements.ROWS)
    assert body != statements.ROWS
    return (
        'CREATE OR REPLACE FUNCTION retention_rows_of(room uuid) RETURNS TABLE ("group" text, label text, key uuid)'
        f" LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $body$ {body} $body$"
    )


def remove_without(line):
    assert line in statements.REMOVE
    return statements.REMOVE.replace(line, "").replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


HISTORY = "DELETE FROM audit_entry a WHERE a.target = label AND a.target_key = ANY (keys);"


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (without("engagements.agreement"), "engagements_agreement"),
        (remove_without("DELETE FROM audit_version v WHERE v.key = ANY (keys::uuid[]);"), "audit_version"),
        (
            remove_without(HISTORY),
            "audit_entry",
        ),
    ],
    ids=["table", "versions", "history"],
)
def test_something_left_out_would_be_found(closed, folder, delete, fault, place):
    plant(fault)
    delete(Group.TALKS)

    assert place in hits(folder)[TALK]


def test_files_left_behind_would_be_found(closed, folder, delete, monkeypatch):
    monkeypatch.setattr(transitions, "forget_files", lambda names: None)
    delete(Group.TALKS)

    assert "files" in places(hits(folder)[TALK])
