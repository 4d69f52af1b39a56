"""The wall behind `visible_to`: the same rule as policies of PostgreSQL, made by one migration operation.

The acting person is `app.person`, set for one transaction by `rooms.acting`. Nobody set: only public rows. The
functions belong to the owner of the tables, who passes the walls to read the memberships; the web role may only call
them.
"""

from django.conf import settings
from django.db import migrations

from .enums import Circle
from .fields import Sealable
from .seal import MARK, seal_text

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

# Added later than the others: the migration that makes a function says which.
UNLOCKED = {
    "wall_unlocked()": (
        "uuid[]",
        "SELECT coalesce(array_agg(k.key), '{}') FROM rooms_unlock k WHERE k.person_id = wall_person()"
        " AND k.ended_at IS NULL AND k.until > now()",
    ),
}

# Out of the team, or further out: only a row that two people have released, in the very version they released.
KEEPS = f"""
CREATE FUNCTION wall_keeps() RETURNS trigger LANGUAGE plpgsql AS $keeps$ BEGIN
    IF NEW.circle < least(OLD.circle, 40) AND current_user = '{WEB}' AND NOT EXISTS (
        SELECT FROM rooms_release r WHERE r.key = NEW.id AND r.room_id = NEW.room_id AND NOT r.is_edition
           AND r.state = 'freigegeben' AND r.to_circle <= NEW.circle AND r.item_version = OLD.version
    ) THEN
        RAISE EXCEPTION 'row % leaves the team without a release', NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $keeps$"""

# The one rule. Each part in brackets with SELECT is computed once per statement, not once per row.
READS_FIRST = """
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
# Whoever opened a sealed row reads it, for three hours; changing it stays with author and lead.
READS = f"""{READS_FIRST}
    OR circle = 50 AND id = ANY ((SELECT wall_unlocked())::uuid[]) AND room_id = ANY ((SELECT wall_team())::uuid[])
"""
# For rows of people without an account, who come with a link: its secret is told by `rooms.acting.carry_key`.
CARRIES_KEY = "key_hash = NULLIF(current_setting('app.key', true), '')"
IS_MEMBER = "room_id = ANY ((SELECT wall_rooms())::uuid[])"


WRITES = f"({READS_FIRST}) AND {IS_MEMBER}"


def functions(those=None):
    """The operation that makes the functions the walls ask."""
    forwards, backwards = [], []
    for signature, (kind, body) in (those or FUNCTIONS).items():
        forwards.append(
            f"CREATE FUNCTION {signature} RETURNS {kind} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = pg_catalog, public, pg_temp AS $wall$ {body} $wall$;"
            f' REVOKE ALL ON FUNCTION {signature} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {signature} TO "{WEB}";'
        )
        backwards.append(f"DROP FUNCTION {signature};")
    return migrations.RunSQL(forwards, list(reversed(backwards)))


def wall(table, *, reads=READS, writes=None, inserts=None, updates=None, checks=None, removes=None):
    """The operation that puts a table behind the wall, forced also upon its owner.

    `reads` says which rows are there at all. Written is what is read and lies in a room one is a member of, unless
    `writes`, or `inserts`, `updates` and `removes` apart, say otherwise; `checks` is what a changed row must be.
    """
    writes = writes or (WRITES if reads == READS else f"({reads}) AND {IS_MEMBER}")
    policies = {
        "read": f"FOR SELECT USING ({reads})",
        "add": f"FOR INSERT WITH CHECK ({inserts or writes})",
        "change": f"FOR UPDATE USING ({updates or writes}) WITH CHECK ({checks or updates or writes})",
        "remove": f"FOR DELETE USING ({removes or updates or writes})",
    }
    forwards = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]
    forwards += [f"CREATE POLICY wall_{name} ON {table} {policy}" for name, policy in policies.items()]
    backwards = [f"DROP POLICY wall_{name} ON {table}" for name in policies]
    backwards += [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    return migrations.RunSQL(forwards, backwards)


def reads_unlocked(table):
    """The operation that lets a wall from before there were unlocks know of them."""
    return migrations.RunSQL(
        f"ALTER POLICY wall_read ON {table} USING ({READS})",
        f"ALTER POLICY wall_read ON {table} USING ({READS_FIRST})",
    )


def sealed_unreadable(table, columns):
    """The operation after which a sealed row of this table holds no readable text, and an open one no sealed one."""
    sealed = " AND ".join(f"({column} = '' OR {column} LIKE '{MARK}%')" for column in columns)
    open_ = " AND ".join(f"{column} NOT LIKE '{MARK}%'" for column in columns)
    name = f"{table}_sealed"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (CASE WHEN circle = 50 THEN {sealed} ELSE {open_} END)",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


# After rows were changed and before tables are: what the changes still have to answer for, they answer for now.
SETTLED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def seal_stored(app, *models):
    """The operation that encrypts what lies sealed in these tables from before there was encryption, and back."""

    def rewrite(apps, change):
        for name in models:
            model = apps.get_model(app, name)
            fields = [field for field in model._meta.concrete_fields if isinstance(field, Sealable)]
            way = next((f"{field.of}__" for field in fields if field.of), "")
            for row in model._base_manager.filter(**{f"{way}circle": Circle.SEALED}):
                room = getattr(row, way[:-2]).room_id if way else row.room_id
                texts = {field.name: change(room, getattr(row, field.name)) for field in fields}
                model._base_manager.filter(pk=row.pk).update(**texts)

    def forwards(apps, editor):
        rewrite(apps, seal_text)
        editor.execute(SETTLED)

    def backwards(apps, editor):
        rewrite(apps, lambda _room, text: text)
        editor.execute(SETTLED)

    return migrations.RunPython(forwards, backwards)


def keeps_circle(table):
    """The operation after which the web role brings no row of this table further out than two people have agreed."""
    return migrations.RunSQL(
        f"CREATE TRIGGER wall_keeps BEFORE UPDATE OF circle ON {table} FOR EACH ROW EXECUTE FUNCTION wall_keeps()",
        f"DROP TRIGGER wall_keeps ON {table}",
    )


def versioned(table, label, texts=(), *, of=None):
    """The operation after which every change and deletion in this table leaves what was there before.

    `texts` are the columns encrypted while the row is sealed; `of` is, for what hangs on a row of a room, the table of
    that row and the column that leads there.
    """
    arguments = ", ".join(f"'{argument}'" for argument in [label, ",".join(texts), *(of or [])])
    return migrations.RunSQL(
        f"CREATE TRIGGER versioned AFTER UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION versioned({arguments})",
        f"DROP TRIGGER versioned ON {table}",
    )


def open_room_table(table, label):
    """All a new table of rows that are never sealed needs: the wall, the two who let a row out, and its past."""
    return [wall(table), keeps_circle(table), versioned(table, label)]


def part_of(table, label, whole, column):
    """All a new table of rows that hang on a row of a room needs: its past lies with that row."""
    return [versioned(table, label, of=(whole, column))]
