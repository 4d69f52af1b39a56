"""The wall around requests for help, by plain SQL as the web role: who may add one, read it and work on it."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from network.models import Inquiry
from rooms.acting import act_as
from rooms.enums import Role
from rooms.ids import uuid7
from tests.factories.accounts import UserFactory
from tests.factories.desk import desk_of, inquiry_in
from tests.factories.rooms import MembershipFactory
from tests.walls import sql

pytestmark = pytest.mark.django_db


def refused(statement, params=None):
    try:
        with transaction.atomic():
            return sql(statement, params) == 0
    except DatabaseError:
        return True


INSERT = """
    INSERT INTO network_inquiry (id, room_id, circle, author_id, shared_on, created_at, changed_at, version, reference,
        language, is_acute, content, talk, state, answer_by, interest)
    VALUES (%(id)s, %(room)s, %(circle)s, %(author)s, now(), now(), now(), 1, substr(md5(%(id)s), 1, 12), 'de', false,
        'x', %(talk)s, %(state)s, now(), '')
"""


def row(desk, **more):
    return {
        "id": str(uuid7())[::-1],
        "room": desk.room_id,
        "circle": 40,
        "author": None,
        "talk": b"",
        "state": "neu",
    } | more


def test_nobody_leaves_a_request_and_does_nothing_else(desk):
    lead = desk.room.memberships.get().user
    there = inquiry_in(desk.room)
    closed = desk_of(is_open=False)
    act_as(None)

    assert sql(INSERT, row(desk)) == 1
    for wrong in (
        {"room": closed.room_id},
        {"author": lead.pk},
        {"state": "angenommen"},
        {"talk": b"x"},
        {"circle": 0},
    ):
        assert refused(INSERT, row(desk) | wrong), wrong
    assert sql("SELECT count(*) FROM network_inquiry") == [(0,)]
    assert sql("UPDATE network_inquiry SET state = 'abgelehnt'") == 0
    assert sql("DELETE FROM network_inquiry") == 0
    assert Inquiry.objects.filter(pk=there.pk).count() == 0


def test_who_is_on_duty_is_told_for_a_fresh_request_only(desk):
    fresh, old = inquiry_in(desk.room), inquiry_in(desk.room)
    Inquiry.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(minutes=11))
    lead = desk.room.memberships.get().user
    act_as(None)

    assert sql("SELECT * FROM inquiry_on_duty(%s)", [fresh.pk]) == [(lead.email, "de")]
    assert sql("SELECT * FROM inquiry_on_duty(%s)", [old.pk]) == []
    assert sql("SELECT * FROM inquiry_on_duty(%s)", [uuid7()]) == []


def test_the_team_reads_and_the_lead_works(desk):
    inquiry = inquiry_in(desk.room)
    lead = desk.room.memberships.get().user
    colleague = MembershipFactory(room=desk.room, role=Role.ADVISOR).user
    steering = MembershipFactory(room=desk.room, role=Role.STEERING).user
    admin, other = UserFactory(is_network_admin=True), desk_of().room.memberships.get().user
    change = "UPDATE network_inquiry SET next_contact = now()"

    for person, reads, works in [
        (lead, 1, 1),
        (colleague, 1, 0),
        (steering, 0, 0),
        (admin, 0, 0),
        (other, 0, 0),
    ]:
        act_as(person.pk)
        assert sql("SELECT count(*) FROM network_inquiry") == [(reads,)], person
        assert sql(change) == works, person
    act_as(lead.pk)
    sql("UPDATE network_inquiry SET taken_by_id = %s", [colleague.pk])
    act_as(colleague.pk)
    assert sql(change) == 1
    act_as(None)
    assert not Inquiry.objects.filter(pk=inquiry.pk).exists()


@pytest.mark.parametrize("leak", ["read", "add"])
def test_a_leak_would_be_seen(desk, leak):
    """The gate, seen red: a wall that lets everybody read, or add anything."""
    inquiry_in(desk.room)
    clause = "USING (true)" if leak == "read" else "WITH CHECK (true)"
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"ALTER POLICY wall_{leak} ON network_inquiry {clause}")
    act_as(None)

    if leak == "read":
        assert sql("SELECT count(*) FROM network_inquiry") == [(1,)]
    else:
        assert not refused(INSERT, row(desk, state="angenommen"))
