"""T03: the wall in the database, asked by plain SQL as the web role, past every line of our Python."""

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from engagements.models import LogEntry
from rooms.acting import act_as
from rooms.enums import Circle, Role
from tests.factories.accounts import UserFactory
from tests.factories.engagements import LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.rooms.test_visibility import chance_world
from tests.walls import as_owner, sql

pytestmark = pytest.mark.django_db
CONFIDENTIAL = [
    "engagements_agreement",
    "engagements_contact",
    "engagements_criterion",
    "engagements_logentry",
    "engagements_mandate",
    "engagements_owncontribution",
    "engagements_phasestep",
    "engagements_programme",
    "rooms_file",
    "rooms_release",
    "stakeholders_organisation",
    "stakeholders_person",
]


def keys_seen_by(person, table="engagements_logentry"):
    act_as(person.pk if person else None)
    found = {key for (key,) in sql(f"SELECT id FROM {table}")}
    as_owner()
    return found


def differences():
    """Those to whom the database, without any filter, gives other rows than `visible_to` says."""
    found = set()
    for person in User.objects.all():
        by_rule = set(LogEntry.objects.visible_to(person).values_list("pk", flat=True))
        if keys_seen_by(person) != by_rule:
            found.add(person.pk)
    return found


@pytest.mark.parametrize("seed", range(100, 108))
def test_unfiltered_select_is_the_rule(seed):
    chance_world(seed)
    hidden = [LogEntry.objects.count() - len(keys_seen_by(person)) for person in User.objects.all()]

    assert min(hidden) >= 0
    assert max(hidden) > 0  # the world could leak
    assert differences() == set()


@pytest.mark.parametrize(
    "gap",
    [
        "CREATE POLICY gap ON engagements_logentry FOR SELECT USING (circle <= 40)",
        "CREATE POLICY gap ON engagements_logentry FOR SELECT USING (room_id = ANY (wall_rooms()))",
        "ALTER TABLE engagements_logentry DISABLE ROW LEVEL SECURITY",
    ],
)
def test_a_wall_with_a_gap_would_be_seen(gap):
    """The gate, seen red: planted in the database, off in the product."""
    chance_world(100)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(gap)

    assert differences()


def test_no_table_with_a_room_is_without_its_wall():
    """The catalogue, not our memory, says which tables have a room."""
    rows = sql(
        """
        SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
               (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relkind = 'r' AND a.attname IN ('room_id', 'room_key') AND NOT a.attisdropped
        """
    )

    assert {name for name, *_ in rows} >= {*CONFIDENTIAL, "engagements_engagement", "rooms_membership", "audit_entry"}
    assert [name for name, forced, policies in rows if not forced or policies < 4] == ["network_network"]


def test_what_one_does_not_see_one_cannot_change_or_remove():
    entry = LogEntryFactory(title="alt")
    stranger = UserFactory()
    act_as(stranger.pk)

    assert sql("UPDATE engagements_logentry SET title = 'neu'") == 0
    assert sql("DELETE FROM engagements_logentry") == 0
    as_owner()
    assert LogEntry.objects.get(pk=entry.pk).title == "alt"


def test_public_rows_of_others_are_read_and_not_changed():
    LogEntryFactory(circle=Circle.PUBLIC, title="alt")
    act_as(UserFactory().pk)

    assert len(sql("SELECT id FROM engagements_logentry")) == 1
    assert sql("UPDATE engagements_logentry SET title = 'neu'") == 0


def test_a_member_cannot_raise_her_own_clearance():
    entry = LogEntryFactory()
    member = UserFactory()
    MembershipFactory(room=entry.room, user=member, role=Role.STEERING)
    act_as(member.pk)

    assert sql("UPDATE rooms_membership SET role = 'lead', clearance = 50") == 0


def test_the_web_role_can_neither_pass_the_wall_nor_take_it_down():
    LogEntryFactory()
    act_as(None)
    attributes = sql("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")

    assert attributes == [(False, False, False)]
    for statement in (
        "ALTER TABLE engagements_logentry DISABLE ROW LEVEL SECURITY",
        "DROP POLICY wall_read ON engagements_logentry",
        "CREATE OR REPLACE FUNCTION wall_person() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        "SET row_security = off; SELECT * FROM engagements_logentry",
        "TRUNCATE audit_entry",
        "UPDATE audit_entry SET summary = ''",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)


@pytest.mark.django_db(transaction=True)
def test_the_acting_person_is_gone_with_the_transaction():
    member = UserFactory()
    with transaction.atomic():
        act_as(member.pk)
        assert sql("SELECT current_setting('app.person', true)") == [(str(member.pk),)]

    assert sql("SELECT current_setting('app.person', true)") == [("",)]
    assert sql("SELECT wall_person()") == [(None,)]


def test_the_functions_of_the_wall_answer_to_nobody_else():
    rows = sql("SELECT proname, proacl::text FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")

    assert len(rows) >= 12
    assert [
        name for name, rights in rows if rights is None or "=X/" in rights.replace("{", ",").split(",")[1][:3]
    ] == []
