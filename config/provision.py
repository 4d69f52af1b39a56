"""The database roles, the database, and what the web role may do in it.

`ortsgespraech_owner` builds the tables, `ortsgespraech_web` serves pages and owns nothing
(docs/decisions/0003-two-database-roles.md); `ortsgespraech_backup` reads everything and writes nothing.
"""

from psycopg import sql

DATABASE = "ortsgespraech"
OWNER = "ortsgespraech_owner"
WEB = "ortsgespraech_web"
BACKUP = "ortsgespraech_backup"

ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION BYPASSRLS CREATEDB",
    WEB: "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS NOCREATEDB",
    BACKUP: "LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION BYPASSRLS NOCREATEDB",
}


def is_provisioned(admin, database=DATABASE):
    """Whether roles and database stand; the closed door of the database is the last step, so it tells."""
    return admin.execute(
        """
        SELECT (SELECT count(*) = 3 FROM pg_roles WHERE rolcanlogin AND NOT rolsuper
                AND ((rolname IN (%(owner)s, %(backup)s) AND rolbypassrls) OR (rolname = %(web)s AND NOT rolbypassrls)))
           AND pg_has_role(%(owner)s, %(web)s, 'MEMBER')
           AND pg_has_role(%(backup)s, 'pg_read_all_data', 'MEMBER')
           AND EXISTS (SELECT FROM pg_database WHERE datname = %(database)s AND datacl IS NOT NULL
                AND has_database_privilege(%(backup)s, oid, 'CONNECT')
                AND NOT has_database_privilege('pg_monitor', oid, 'CONNECT'))
        """,
        {"owner": OWNER, "web": WEB, "backup": BACKUP, "database": database},
    ).fetchone()[0]


def provision(connect, database=DATABASE):
    """Makes roles and database where they are missing; `connect(name)` opens a database as superuser."""
    with connect("postgres") as admin:
        for role, attributes in ATTRIBUTES.items():
            known = admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount
            verb = "ALTER" if known else "CREATE"
            admin.execute(sql.SQL(f"{verb} ROLE {{}} {attributes}").format(sql.Identifier(role)))
        # Whoever acts for a person steps down to the web role first, also where the owner runs the process.
        admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(WEB), sql.Identifier(OWNER)))
        admin.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(BACKUP)))
        if not admin.execute("SELECT FROM pg_database WHERE datname = %s", [database]).rowcount:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )
    with connect(database) as admin:
        open_to_web(admin, owner=OWNER, web=WEB)
        close_to_others(admin, database, WEB, BACKUP)


def open_to_web(connection, owner, web):
    """Lets the web role read and write the rows of every table the owner will build in this database."""
    names = {"owner": sql.Identifier(owner), "web": sql.Identifier(web)}
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {web}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {web}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def close_to_web(connection, owner, web):
    """Before a restore: what a dump builds gets the rights in the dump, and not these on top of what was taken away."""
    names = {"owner": sql.Identifier(owner), "web": sql.Identifier(web)}
    for what in ("TABLES", "SEQUENCES"):
        connection.execute(
            sql.SQL(
                f"ALTER DEFAULT PRIVILEGES FOR ROLE {{owner}} IN SCHEMA public REVOKE ALL ON {what} FROM {{web}}"
            ).format(**names)
        )


def close_to_others(connection, database, *roles):
    """Only the owner and these roles may connect; they may not even make temporary tables."""
    names = {"database": sql.Identifier(database), "roles": sql.SQL(", ").join(map(sql.Identifier, roles))}
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {database} TO {roles}").format(**names))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))


def may_make_roles(connection):
    """Whether this role can make the web role."""
    question = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    return connection.execute(question).fetchone()[0]


def make_web_role(connection, password):
    """Makes the web role on a server of somebody else; one that is there already must know our password."""
    if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [WEB]).rowcount:
        statement = "CREATE ROLE {} LOGIN NOCREATEROLE NOCREATEDB PASSWORD {}"
        connection.execute(sql.SQL(statement).format(sql.Identifier(WEB), sql.Literal(password)))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
            sql.Identifier(connection.info.dbname), sql.Identifier(WEB)
        )
    )


def is_strong(connection):
    """Whether this role could get past row-level security or rebuild tables."""
    return connection.execute(
        """
        SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relkind = 'r')
        FROM pg_roles WHERE rolname = current_user
        """
    ).fetchone()[0]
