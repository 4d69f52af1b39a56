"""Plain SQL past the product, as whoever acts, or as the owner who sees the whole."""

from django.db import connection


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def as_owner():
    """Back from the web role, to look at the whole."""
    sql("SELECT set_config('role', 'none', true)")
