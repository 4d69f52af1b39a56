"""How a function of the database is made, replaced and closed."""

from django.conf import settings

WEB = settings.DATABASE_WEB_ROLE


def function(signature, result, body):
    return (
        f"CREATE FUNCTION {signature} RETURNS {result} LANGUAGE sql STABLE SECURITY DEFINER"
        f" SET search_path = pg_catalog, public, pg_temp AS $body$ {body} $body$"
    )


def replaced(statement):
    return statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def closed_to_others(signature, *, web):
    """Nobody calls it but the owner, and where said the web role."""
    yield f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC"
    if web:
        yield f'GRANT EXECUTE ON FUNCTION {signature} TO "{WEB}"'
