"""T41: planted words in every table, file, version, draft and release of a consultation long over; then it goes."""

import datetime as dt
import json
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from audit.models import Entry
from engagements.models import Engagement
from retention import sql as statements
from retention import transitions
from retention.due import calendar, figures
from retention.enums import Group, PlanState
from retention.models import DeletionPlan, Hold, LedgerEntry, Tombstone
from retention.replay import replay
from rooms import seal
from rooms.acting import act_as
from rooms.models import RoomKey
from tests.faults.erasure import CASE, KEPT, TALK, Closed, as_owner, hits, sql

pytestmark = pytest.mark.django_db

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


@pytest.fixture(autouse=True)
def forgetful():
    seal._known.clear()
    seal._fresh.clear()


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def closed(db, folder):
    return Closed()


@pytest.fixture
def delete(closed, django_capture_on_commit_callbacks):
    """Both people do their part, each as the web role behind the wall; the files go with the commit."""

    def run(group, room=None):
        act_as(closed.lead.pk)
        plan = transitions.propose(room or closed.room, group, by=closed.lead)
        act_as(closed.advisor.pk)
        with django_capture_on_commit_callbacks(execute=True):
            done = transitions.confirm(plan, by=closed.advisor)
        as_owner()
        return done

    return run


def places(found):
    return {"files" if place.startswith("files/") else place for place in found}


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


# --- what stands in the way -----------------------------------------------------------------


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_hold_blocks(closed, folder, delete, is_confirmed):
    """Said by one person it stands for two weeks, confirmed until its end."""
    until = timezone.localdate() + dt.timedelta(days=90)
    hold = Hold.objects.create(room=closed.room, reason="Rechtsstreit", until=until, author=closed.lead)
    if is_confirmed:
        Hold.objects.update(confirmed_by=closed.advisor, created_at=F("created_at") - dt.timedelta(days=60))
    before = hits(folder)
    with pytest.raises(transitions.DeletionRefused, match="Löschstopp"):
        delete(Group.TALKS)
    plan = DeletionPlan.objects.get()
    with pytest.raises(DatabaseError, match="a hold stands"), transaction.atomic():
        sql("SELECT retention_delete(%s)", [plan.pk])
    as_owner()

    assert hits(folder) == before
    act_as(closed.advisor.pk)
    transitions.end_hold(hold, by=closed.advisor, reason="Der Streit ist zu Ende")
    transitions.confirm(plan, by=closed.advisor)
    as_owner()
    assert places(hits(folder)[TALK]) <= {"files"}  # these go with the commit


def test_a_hold_that_nobody_confirmed_ends(closed, delete):
    until = timezone.localdate() + dt.timedelta(days=90)
    long_ago = timezone.now() - dt.timedelta(days=15)
    Hold.objects.create(room=closed.room, reason="x", until=until, author=closed.lead, created_at=long_ago)

    assert delete(Group.TALKS).state == PlanState.DONE


def test_a_single_row_can_be_held(closed, delete):
    entry = closed.home.entries[40]
    until = timezone.localdate() + dt.timedelta(days=90)
    Hold.objects.create(
        room=closed.room, reason="x", until=until, author=closed.lead, label="engagements.logentry", key=entry.pk
    )
    delete(Group.TALKS)
    entry.refresh_from_db()

    assert TALK in entry.title
    assert not type(entry).objects.filter(pk=closed.home.entries[50].pk).exists()


@pytest.mark.parametrize("role", ["lead", "contact", "former", "stranger", "administrator", "steering"])
def test_nobody_deletes_alone_or_from_outside(closed, folder, role):
    """Not even by plain SQL past our Python."""
    act_as(closed.lead.pk)
    plan = transitions.propose(closed.room, Group.TALKS, by=closed.lead)
    as_owner()
    before = hits(folder)
    person = getattr(closed, role)
    act_as(person.pk)
    with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
        sql("SELECT retention_delete(%s)", [plan.pk])
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql("SELECT retention_remove('engagements.logentry', '{}')")
    for deed in (
        "UPDATE retention_deletionplan SET state = 'ausgefuehrt'",
        f"UPDATE retention_deletionplan SET proposed_by_id = {closed.advisor.pk}",
        "DELETE FROM retention_deletionplan",
        "DELETE FROM retention_ledgerentry",
        "DELETE FROM retention_tombstone",
    ):
        try:
            with transaction.atomic():
                assert sql(deed) == 0
        except DatabaseError:
            pass
    as_owner()

    assert hits(folder) == before
    assert DeletionPlan.objects.get().state == PlanState.PROPOSED


def test_a_plan_reaches_no_further_than_its_group(closed, folder):
    """Somebody lists rows of another consultation, and some that are not due by this rule."""
    before = hits(folder)
    listed = [closed.away.entries[40].pk, closed.home.entries[30].pk]
    act_as(closed.lead.pk)
    plan = DeletionPlan.objects.create(
        room=closed.room,
        group=Group.TALKS,
        ended_on="2020-12-31",
        proposed_by=closed.lead,
        keys={"engagements.logentry": [str(key) for key in listed]},
    )
    act_as(closed.advisor.pk)
    assert transitions.confirm(plan, by=closed.advisor).total == 0
    as_owner()

    after = hits(folder)
    assert {word: places(found) - {"audit_entry"} for word, found in after.items()} == {
        word: places(found) - {"audit_entry"} for word, found in before.items()
    }
    assert after[KEPT] == before[KEPT]


def test_opened_again_nothing_is_due(closed, folder):
    act_as(closed.lead.pk)
    plan = transitions.propose(closed.room, Group.TALKS, by=closed.lead)
    as_owner()
    Engagement.objects.filter(room=closed.room).update(status="laufend")
    before = hits(folder)
    act_as(closed.advisor.pk)
    with pytest.raises(transitions.DeletionRefused):
        transitions.confirm(plan, by=closed.advisor)
    as_owner()

    assert hits(folder) == before


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
