"""What a page asks of the database, in figures no busy machine can move: statements, rows, blocks."""

from collections import Counter
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import Client

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK")  # the transaction itself
ASKING = ("SELECT", "(SELECT", "WITH")


class Meter:
    """Counts statements, and of those that ask the rows read and the blocks looked at."""

    def __init__(self):
        self.found = Counter(statements=0, rows=0, blocks=0)
        self.sql = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(NOT_COUNTED):
            self.found["statements"] += 1
            self.sql.append(sql)
        if sql.startswith(ASKING):
            cursor = context["cursor"]
            execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", params, many, context)
            plan = cursor.cursor.fetchone()[0][0]["Plan"]
            self.found["blocks"] += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            self.found["rows"] += rows_of(plan)
        return execute(sql, params, many, context)


def rows_of(plan):
    """The rows that were looked at, also those left out by a filter, wherever a table is read."""
    own = 0
    if plan["Node Type"].endswith("Scan") and "Relation Name" in plan:
        skipped = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        own = round((plan["Actual Rows"] + skipped) * plan["Actual Loops"])
    return own + sum(rows_of(each) for each in plan.get("Plans", []))


@contextmanager
def measured():
    meter = Meter()
    with connection.execute_wrapper(meter):
        yield meter


def cost(url, session):
    """The figures of one page, asked for the second time."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(url)
    with measured() as meter:
        response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return meter.found
