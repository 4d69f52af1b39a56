"""The wall behind `visible_to`: the same rule as policies of PostgreSQL, made by one migration operation.

The acting person is `app.person`, set for one transaction by `rooms.acting`. Nobody set: only public rows. The
functions belong to the owner of the tables, who passes the walls to read the memberships; the web role may only call
them.
"""

from django.conf import settings
from django.db import migrations

WEB = settings.DATABASE_WEB_ROLE

# A day begins when it begins for the people in the rooms.
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
ACTIVE = f"m.starts_on <= {TODAY} AND (m.ends_on IS NULL OR m.ends_on >= {TODAY}) AND u.is_active"
MINE = f"FROM rooms_membership m JOIN accounts_user u ON u.id = m.user_id WHERE u.id = wall_person() AND {ACTIVE}"
TEAM = "m.role IN ('lead', 'advisor', 'process')"
DATED = "m.role IN ('steering', 'observer')"  # who reads from the day the membership began

FUNCTIONS = {
    "wall_person()": ("bigint", "SELECT NULLIF(current_setting('app.person', true), '')::bigint"),
    "wall_rooms()": ("uuid[]", f"SELECT coalesce(array_agg(DISTINCT m.room_id), '{{}}') {MINE}"),
    "wall_rooms_to(circle int)": (
        "uuid[]",
        f"SELECT coalesce(array_agg(DISTINCT m.room_id), '{{}}') {MINE} AND m.clearance >= $1 AND NOT {DATED}",
    ),
    "wall_shared(room uuid, circle int, shared_on date)": (
        "boolean",
        f"SELECT EXISTS (SELECT {MINE} AND {DATED} AND m.room_id = $1 AND m.clearance >= $2 AND m.starts_on <= $3)",
    ),
    "wall_dated_rooms()": ("uuid[]", f"SELECT coalesce(array_agg(DISTINCT m.room_id), '{{}}') {MINE} AND {DATED}"),
    "wall_team()": (
        "uuid[]",
        f"SELECT coalesce(array_agg(DISTINCT m.room_id), '{{}}') {MINE} AND {TEAM} AND m.clearance >= 40",
    ),
    "wall_managed()": (
        "uuid[]",
        f"SELECT coalesce(array_agg(DISTINCT m.room_id), '{{}}') {MINE} AND m.role IN ('lead', 'process')",
    ),
    "wall_in_network()": (
        "boolean",
        "SELECT EXISTS (SELECT FROM rooms_membership m JOIN accounts_user u ON u.id = m.user_id"
        " JOIN rooms_room r ON r.id = m.room_id WHERE u.id = wall_person() AND r.kind = 'network'"
        f" AND m.clearance >= 10 AND {ACTIVE})",
    ),
    "wall_administers()": (
        "boolean",
        "SELECT EXISTS (SELECT FROM accounts_user u WHERE u.id = wall_person() AND u.is_active AND u.is_network_admin)",
    ),
    "wall_is_new(room uuid)": (
        "boolean",
        "SELECT NOT EXISTS (SELECT FROM rooms_membership m WHERE m.room_id = $1) AND EXISTS (SELECT FROM rooms_room r"
        " JOIN accounts_user u ON u.organisation_id = r.organisation_id WHERE r.id = $1 AND u.id = wall_person())",
    ),
    "wall_invited(room uuid, person bigint, role text)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM rooms_invitation i JOIN accounts_user u ON u.email = lower(i.email)"
        " WHERE i.id::text = current_setting('app.invitation', true) AND i.room_id = $1 AND u.id = $2 AND i.role = $3"
        " AND i.withdrawn_at IS NULL AND i.expires_at > now())",
    ),
}

# The one rule. Each part in brackets with SELECT is computed once per statement, not once per row.
READS = """
    circle = 0
    OR circle = 10 AND (SELECT wall_in_network())
    OR circle <= 40 AND room_id = ANY ((SELECT wall_rooms_to(40))::uuid[])
    OR circle <= 30 AND room_id = ANY ((SELECT wall_rooms_to(30))::uuid[])
    OR circle <= 20 AND room_id = ANY ((SELECT wall_rooms_to(20))::uuid[])
    OR circle <= 10 AND room_id = ANY ((SELECT wall_rooms_to(10))::uuid[])
    OR room_id = ANY ((SELECT wall_rooms_to(50))::uuid[])
    OR circle = 50 AND author_id = (SELECT wall_person()) AND room_id = ANY ((SELECT wall_team())::uuid[])
    OR circle <= 30 AND room_id = ANY ((SELECT wall_dated_rooms())::uuid[]) AND wall_shared(room_id, circle, shared_on)
"""
IS_MEMBER = "room_id = ANY ((SELECT wall_rooms())::uuid[])"


def functions():
    """The operation that makes the functions the walls ask."""
    forwards, backwards = [], []
    for signature, (kind, body) in FUNCTIONS.items():
        forwards.append(
            f"CREATE FUNCTION {signature} RETURNS {kind} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = pg_catalog, public, pg_temp AS $wall$ {body} $wall$;"
            f' REVOKE ALL ON FUNCTION {signature} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {signature} TO "{WEB}";'
        )
        backwards.append(f"DROP FUNCTION {signature};")
    return migrations.RunSQL(forwards, list(reversed(backwards)))


def wall(table, *, reads=READS, writes=None, inserts=None, updates=None):
    """The operation that puts a table behind the wall, forced also upon its owner.

    `reads` says which rows are there at all. Written is what is read and lies in a room one is a member of, unless
    `writes`, or `inserts` and `updates` apart, say otherwise.
    """
    writes = writes or f"({reads}) AND {IS_MEMBER}"
    policies = {
        "read": f"FOR SELECT USING ({reads})",
        "add": f"FOR INSERT WITH CHECK ({inserts or writes})",
        "change": f"FOR UPDATE USING ({updates or writes}) WITH CHECK ({updates or writes})",
        "remove": f"FOR DELETE USING ({updates or writes})",
    }
    forwards = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    forwards += [f"CREATE POLICY wall_{name} ON {table} {policy}" for name, policy in policies.items()]
    backwards = [f"DROP POLICY wall_{name} ON {table}" for name in policies]
    backwards += [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    return migrations.RunSQL(forwards, backwards)
