"""What a database holds, told without Django: tables with their rows, migrations, roles."""

from pathlib import Path

from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
LEDGER = "public.retention_ledgerentry"
# The text of a row must not depend on whose connection reads it.
SAME_EVERYWHERE = (
    "SET TIME ZONE 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    "SET intervalstyle = 'postgres'",
    "SET bytea_output = 'hex'",
    "SET extra_float_digits = 1",
)
# Rights, policies and triggers of each table: rows behind lower walls are not the same rows.
WALLS = """
SELECT relname, md5(concat_ws('|', relrowsecurity, relforcerowsecurity,
    (SELECT string_agg(acl::text, ',' ORDER BY acl::text) FROM unnest(relacl) acl),
    (SELECT string_agg(concat(attname, attacl), ',' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped),
    (SELECT string_agg(concat_ws(' ', polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid),
        pg_get_expr(polwithcheck, polrelid)), ',' ORDER BY polname) FROM pg_policy WHERE polrelid = t.oid),
    (SELECT string_agg(concat(tgname, tgenabled), ',' ORDER BY tgname) FROM pg_trigger
        WHERE tgrelid = t.oid AND NOT tgisinternal)))
FROM pg_class t WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""


def names(connection):
    """All tables of the product."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
    )
    return [name for (name,) in rows]


def tables(connection):
    """For each table the number of its rows, a sum over every one of them, and who may do what with which."""
    for statement in SAME_EVERYWHERE:
        connection.execute(statement)
    found, walls = {}, dict(connection.execute(WALLS).fetchall())
    for name in names(connection):
        rows, total = connection.execute(
            sql.SQL(
                "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) FROM public.{} t"
            ).format(sql.Identifier(name))
        ).fetchone()
        found[name] = {"rows": rows, "sum": str(total), "walls": walls[name]}
    return found


def migrations(connection):
    """The migrations a database has gone through."""
    return sorted(name for (name,) in connection.execute("SELECT app || '.' || name FROM public.django_migrations"))


def known_migrations():
    """The migrations this version of the product knows, Django's own left aside."""
    return {f"{path.parts[-3]}.{path.stem}" for path in ROOT.glob("*/migrations/[0-9]*.py")}


def our_apps():
    return {path.parent.name for path in ROOT.glob("*/migrations")}


def owner(connection):
    """Whom the tables belong to."""
    question = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'public.django_migrations'::regclass"
    return connection.execute(question).fetchone()[0]


def is_empty(connection):
    """Whether there is not one table."""
    return not names(connection)


def ledger(connection):
    """What was deleted for good, as the database remembers it; None where it keeps no such book."""
    if connection.execute("SELECT to_regclass(%s)", [LEDGER]).fetchone()[0] is None:
        return None
    return [entry for (entry,) in connection.execute(f"SELECT to_jsonb(entry) FROM {LEDGER} entry")]


def sees_everything(connection):
    """Whether this role passes the walls; a backup by any other would have holes."""
    question = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    return connection.execute(question).fetchone()[0]
