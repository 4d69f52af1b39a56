"""Statements written by hand, for what every page asks: PostgreSQL keeps their plan."""

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.postgresql.base import ServerBindingCursor


class BindingCursor(ServerBindingCursor):
    """Leaves the values to the server; and says what it asked also where the server knows the statement already."""

    def _convert_query(self, query, params=None):
        self._query = super()._convert_query(query, params)
        return self._query


def ask(statement, values):
    """The rows of a statement whose text never changes; one that only writes has none.

    Django's own cursor writes the values into the text, so that each is a new statement to be parsed and planned. Here
    the server binds them; how often it must have seen a statement to keep it, `prepare_threshold` says.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.close_if_health_check_failed()  # the first of a request: the server may have been away since the last
    connection.ensure_connection()
    with connection._prepare_cursor(BindingCursor(connection.connection)) as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def ask_first(statement, values):
    """The same for the first statement of a request, which only reads: its answer shows that the server is there."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:
        return ask(statement, values)
    connection.health_check_done = True
    try:
        return ask(statement, values)
    except OperationalError:  # away since the last request
        connection.close()
        return ask(statement, values)
