"""Statements written by hand meet a database that went away and came back, like Django's own."""

import pytest
from django.db import connection

from accounts.statements import ask, ask_first

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("asking", [ask, ask_first])
def test_a_connection_that_died_between_two_requests_is_replaced_first(asking):
    connection.ensure_connection()
    connection.health_check_enabled, connection.health_check_done = True, False  # as in real use, when a request begins
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    other.close()

    assert asking("SELECT %(one)s::int", {"one": 1}) == [(1,)]
