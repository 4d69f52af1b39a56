"""A real server in a directory of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config import localdb
from config.localdb import embedded

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A var/ with blank and umlaut, whose server runs; tests that stop it start it again."""
    var = tmp_path_factory.mktemp("örtlich") / "mit Leerzeichen"
    embedded(var, "web")
    yield var
    localdb.stop(var)


def connect(var, role):
    """A plain connection as one of the two roles."""
    settings = embedded(var, role)
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        dbname=settings["NAME"],
        autocommit=True,
    )


def postmaster(var):
    """The process number of the server."""
    return int((localdb.data_directory(var) / "postmaster.pid").read_text().split()[0])


def test_web_role_is_weak(var):
    with connect(var, "web") as web:
        attributes = web.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owned = web.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole").fetchone()[0]
    assert attributes == (False, False, False, False)
    assert owned == 0


@pytest.mark.parametrize("statement", ["CREATE TABLE t ()", "CREATE TEMPORARY TABLE t ()", "CREATE SCHEMA s"])
def test_web_role_builds_nothing(var, statement):
    with connect(var, "web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)


def test_web_role_uses_what_the_owner_builds_later(var):
    with connect(var, "owner") as owner, connect(var, "web") as web:
        owner.execute("CREATE TABLE later (id serial PRIMARY KEY, word text)")
        web.execute("INSERT INTO later (word) VALUES ('a')")
        web.execute("UPDATE later SET word = 'b'")
        assert web.execute("SELECT word FROM later").fetchall() == [("b",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("TRUNCATE later")
        owner.execute("REVOKE UPDATE, DELETE ON later FROM ortsgespraech_web")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("DELETE FROM later")
        owner.execute("DROP TABLE later")


def test_owner_bypasses_row_security_without_being_superuser(var):
    with connect(var, "owner") as owner:
        found = owner.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
    assert found == (False, True)


def test_the_backup_role_reads_everything_and_writes_nothing(var):
    with connect(var, "owner") as owner, connect(var, "backup") as backup:
        owner.execute("CREATE TABLE walled (word text)")
        owner.execute("ALTER TABLE walled ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE walled FORCE ROW LEVEL SECURITY")
        owner.execute("INSERT INTO walled VALUES ('a')")
        try:
            assert backup.execute("SELECT word FROM walled").fetchall() == [("a",)]
            for deed in (
                "INSERT INTO walled VALUES ('b')",
                "UPDATE walled SET word = 'b'",
                "DELETE FROM walled",
                "TRUNCATE walled",
                "CREATE TABLE t ()",
                "CREATE TEMPORARY TABLE t ()",
                "DROP TABLE walled",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    backup.execute(deed)
        finally:
            owner.execute("DROP TABLE walled")


def test_a_server_from_before_there_was_a_backup_role_gets_one(var):
    with connect(var, "web") as web:
        name = web.info.dbname
    with localdb.connect(var, name) as admin:
        admin.execute("DROP OWNED BY ortsgespraech_backup")  # its right to connect, too
        admin.execute("REVOKE pg_read_all_data FROM ortsgespraech_backup")
        assert not localdb.is_ready(var, name)
    connect(var, "backup").close()


def test_another_database_has_the_same_rights(var, monkeypatch):
    monkeypatch.setenv("DATABASE_NAME", "zweite")
    with connect(var, "owner") as owner, connect(var, "web") as web:
        owner.execute("CREATE TABLE t (id int)")
        web.execute("INSERT INTO t VALUES (1)")
        assert web.info.dbname == "zweite"


def test_rows_survive_kill(var):
    with connect(var, "owner") as owner:
        owner.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    os.kill(postmaster(var), signal.SIGKILL)
    with connect(var, "web") as web:
        assert web.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_pid_file_that_names_a_stranger_is_no_obstacle(var):
    localdb.stop(var)
    pid = localdb.data_directory(var) / "postmaster.pid"
    pid.write_text(f"{os.getppid()}\n{localdb.data_directory(var)}\n")
    connect(var, "web").close()


def test_many_start_it_at_once(var):
    localdb.stop(var)
    code = (
        "import sys; from pathlib import Path; from config.localdb import embedded; embedded(Path(sys.argv[1]), 'web')"
    )
    several = [subprocess.Popen([sys.executable, "-c", code, str(var)], cwd=PROJECT) for _ in range(6)]
    assert [process.wait(timeout=60) for process in several] == [0] * 6
    connect(var, "web").close()


def test_interrupted_first_start_is_begun_again(tmp_path):
    var = tmp_path / "var"
    half = var / "pg.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    try:
        connect(var, "web").close()
    finally:
        localdb.stop(var)


def test_long_path_moves_the_socket(tmp_path):
    var = tmp_path / ("lang" * 30)
    try:
        directory = Path(embedded(var, "web")["HOST"])
        assert directory.parent == Path("/tmp")
        assert directory.stat().st_mode & 0o077 == 0
        connect(var, "web").close()
    finally:
        localdb.stop(var)
        directory.rmdir()


def test_socket_directory_open_to_others_is_refused(tmp_path):
    var = tmp_path / ("lang" * 30)
    directory = localdb.socket_directory(var)
    directory.mkdir()
    directory.chmod(0o777)
    try:
        with pytest.raises(SystemExit, match="steht anderen offen"):
            embedded(var, "web")
    finally:
        directory.rmdir()


def test_rows_of_another_version_are_refused(tmp_path):
    data = tmp_path / "pg"
    data.mkdir()
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(SystemExit, match="stammt von PostgreSQL 12"):
        embedded(tmp_path, "web")


def test_unknown_role_is_one_sentence(tmp_path):
    with pytest.raises(SystemExit, match="DATABASE_ROLE heißt"):
        embedded(tmp_path, "admin")


def test_warm_check_is_quick(var):
    connect(var, "web").close()
    begin = time.monotonic()
    embedded(var, "web")
    assert time.monotonic() - begin < 5  # some milliseconds on a quiet machine
