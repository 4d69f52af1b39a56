"""T39: planted words reach neither our log nor a mail nor the log of the embedded PostgreSQL."""

import io
import logging

import psycopg
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from config import localdb
from config.logs import Wordless
from tests.factories.accounts import UserFactory

CANARY = "kanarieimprotokollx"
INSERT = "INSERT INTO accounts_user (email, name) VALUES (%s, %s)"


@pytest.fixture
def log():
    """What our own handler of the root logger writes."""
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each.formatter, Wordless))
    out = io.StringIO()
    before = handler.setStream(out)
    yield out
    handler.setStream(before)


def broken(request):
    """Somebody's words in a row the database refuses, and in an error of Python's own."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [CANARY, request.POST["text"]])
    except Exception as refused:
        raise ValueError(f"{CANARY} is no number") from refused


@pytest.fixture
def client():
    client = Client(raise_request_exception=False)
    client.get("/")  # loads the middleware
    return client


@pytest.mark.django_db
def test_an_error_tells_where_and_which_rule_and_no_word(log, client, settings):
    settings.ADMINS = [("Betrieb", "betrieb@example.org")]
    client.handler._view_middleware.insert(0, lambda request, *args: broken(request))
    answer = client.post(f"{reverse('accounts:sign-in')}?next=/{CANARY}/", {"text": CANARY, "password": CANARY})
    said = log.getvalue()

    assert answer.status_code == 500
    assert "builtins.ValueError" in said
    assert "psycopg.errors.NotNullViolation 23502 accounts_user" in said
    assert "test_logs.py" in said
    assert "500 POST accounts:sign-in" in said
    assert CANARY not in said
    assert mail.outbox == []


@pytest.mark.django_db
def test_an_address_nobody_knows_is_not_repeated(log, client):
    client.force_login(UserFactory())
    client.get(f"/{CANARY}/?frage={CANARY}")
    client.get(reverse("accounts:password-new", args=["MQ", f"abc-{CANARY}"]))
    client.post(reverse("accounts:language") + f"?x={CANARY}")

    assert CANARY not in log.getvalue()
    assert "404 GET" in log.getvalue()


@pytest.mark.django_db
def test_the_usual_words_of_an_error_would_be_found(log, client):
    """The control: with the formatter of everybody else."""
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each.formatter, Wordless))
    ours, handler.formatter = handler.formatter, logging.Formatter()
    try:
        client.handler._view_middleware.insert(0, lambda request, *args: broken(request))
        client.post(reverse("accounts:sign-in"), {"text": CANARY})
    finally:
        handler.formatter = ours

    assert log.getvalue().count(CANARY) > 1


# --- the log of PostgreSQL ------------------------------------------------------------------

WRONG = (
    ("INSERT INTO people VALUES (%s, 1)", [CANARY]),  # unique: DETAIL names the row
    ("INSERT INTO people VALUES (%s, -1)", [CANARY + "2"]),  # check: DETAIL holds the row
    ("INSERT INTO people VALUES (%s, NULL)", [CANARY + "3"]),
    ("SELECT %s::text::uuid", [CANARY]),  # the message itself
    (f"SELECT '{CANARY}' FORM people", []),  # the statement
    ("DO $do$ BEGIN RAISE WARNING '%%', 'kanarieimprotokollx'; END $do$", []),
)


def go_wrong(var, *settings):
    with localdb.connect(var) as admin:
        for setting in settings:
            admin.execute(setting)
        admin.execute("CREATE TABLE IF NOT EXISTS people (name text UNIQUE, n int NOT NULL CHECK (n > 0))")
        admin.execute("INSERT INTO people VALUES (%s, 1) ON CONFLICT DO NOTHING", [CANARY])
        for statement, values in WRONG:
            try:
                admin.execute(statement, values or None)
            except psycopg.Error:
                continue
    return localdb.log_file(var).read_text()


def test_the_embedded_server_writes_no_row_into_its_log(tmp_path):
    var = tmp_path / "var"
    localdb.ensure(var)
    try:
        quiet = go_wrong(var)
        loud = go_wrong(
            var,
            "SET log_min_messages = warning",
            "SET log_error_verbosity = default",
            "SET log_min_error_statement = error",
        )
    finally:
        localdb.stop(var)

    assert "ready to accept connections" in quiet
    assert CANARY not in quiet
    assert loud.count(CANARY) >= 3  # the control: as PostgreSQL comes
