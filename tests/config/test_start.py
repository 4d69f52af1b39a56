"""The commands in bin/, as somebody types them, in a copy of the checkout."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from config import localdb

PROJECT = Path(__file__).resolve().parent.parent.parent
SKIPPED = (".git", ".venv", "var", "static_collected", ".env", "__pycache__", ".pytest_cache", ".ruff_cache", "*.mo")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy without anything made locally, but with the installed packages."""
    checkout = tmp_path_factory.mktemp("ort") / "ortsgespräch neu"
    shutil.copytree(PROJECT, checkout, ignore=shutil.ignore_patterns(*SKIPPED))
    (checkout / ".venv").symlink_to(PROJECT / ".venv")
    yield checkout
    localdb.stop(checkout / "var")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The options of an address that leads to a server of somebody else; the role `strict` needs a password."""
    var = tmp_path_factory.mktemp("fremd")
    localdb.ensure(var)
    with localdb.connect(var) as admin:
        admin.execute("CREATE ROLE strict LOGIN PASSWORD 'right'")
        admin.execute("CREATE ROLE boss LOGIN CREATEROLE BYPASSRLS")
        admin.execute("CREATE DATABASE theirs OWNER boss")
        rules = localdb.data_directory(var) / "pg_hba.conf"
        rules.write_text("local all strict scram-sha-256\n" + rules.read_text())
        admin.execute("SELECT pg_reload_conf()")
    yield f"?host={localdb.socket_directory(var)}"
    localdb.stop(var)


def surroundings(**more):
    """The environment of a fresh terminal."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PYTHONUTF8": "1"} | more


def run(checkout, *command, **environment):
    """Runs a command to its end."""
    return subprocess.run(
        command, cwd=checkout, env=surroundings(**environment), capture_output=True, text=True, timeout=120
    )


def assert_one_sentence(done, expected):
    """Exit code 1, one line, no traceback, no password."""
    said = (done.stdout + done.stderr).strip()
    assert done.returncode == 1, said
    assert re.search(expected, said), said
    assert len(said.splitlines()) == 1, said
    assert "geheim" not in said


def free_port():
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(checkout, *arguments, **environment):
    """Starts the product and waits for the first answer; returns the process, its address and the seconds."""
    port, begin = free_port(), time.monotonic()
    process = subprocess.Popen(
        ["bin/start", "--port", str(port), *arguments],
        cwd=checkout,
        env=surroundings(**environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not answers(port):
        assert time.monotonic() - begin < 120, "bin/start does not get ready"
        time.sleep(0.1)
    return process, port, time.monotonic() - begin


def answers(port):
    """Whether a page comes, whichever."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).close()
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def interrupt(process):
    """Ctrl-C, as a terminal sends it; returns what was said, also by a machine that is slow to say it."""
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)
    return process.communicate(timeout=30)[0]


@pytest.mark.slow
def test_start_from_nothing_and_again(checkout):
    process, port, _seconds = start(checkout)
    said = interrupt(process)
    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert "federfuehrung@beispiel.example" in said
    assert not answers(port)
    assert not localdb.is_alive(checkout / "var")
    assert (checkout / "var" / "secret-key").stat().st_mode & 0o077 == 0

    localdb.ensure(checkout / "var")
    with localdb.connect(checkout / "var", localdb.DATABASE) as admin:
        people = admin.execute("SELECT count(*) FROM accounts_user").fetchone()
        assert people > (0,)
    localdb.stop(checkout / "var")

    process, _port, seconds = start(checkout)
    said = interrupt(process)
    assert seconds < 60, said  # one or two on a machine that does nothing else
    assert not re.search("Tabellen|Gestaltung|Beispielfälle …", said), said
    localdb.ensure(checkout / "var")
    with localdb.connect(checkout / "var", localdb.DATABASE) as admin:
        assert admin.execute("SELECT count(*) FROM accounts_user").fetchone() == people


@pytest.mark.slow
def test_start_on_a_server_of_somebody_else_serves_as_a_weak_role(checkout, server):
    process, _port, _seconds = start(checkout, "--no-demo", DATABASE_URL=f"postgresql://boss@/theirs{server}")
    said = interrupt(process)
    assert process.returncode == 0, said
    assert "federfuehrung@" not in said


def test_busy_port_is_one_sentence(checkout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(checkout, "bin/start", "--port", str(taken.getsockname()[1]))
    assert_one_sentence(done, "Port .* ist belegt.*--port")


@pytest.mark.parametrize("command", [("bin/start", "--port", "{port}"), ("bin/manage", "migrate")])
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("geheim", "unbrauchbar"),
        ("postgresql://a:geheim@localhost:port/x", "unbrauchbar"),
        ("mysql://a:geheim@localhost/x", "unbrauchbar"),
        ("postgresql://a:geheim@127.0.0.1:1/x", "dort läuft kein PostgreSQL"),
        ("postgresql://a:geheim@gibt-es-nicht.invalid/x", "nicht bekannt"),
        ("postgresql://strict:geheim@/theirs{server}", "Rolle oder Passwort stimmt nicht"),
        ("postgresql://boss:geheim@/missing{server}", "diese Datenbank gibt es dort nicht"),
        ("postgresql://boss:geheim@/theirs{server}&unsinn=1", "Fragezeichen"),
    ],
)
def test_broken_address_is_one_sentence(checkout, server, command, address, expected):
    command = [part.format(port=free_port()) for part in command]
    done = run(checkout, *command, DATABASE_URL=address.format(server=server))
    assert_one_sentence(done, expected)


def test_role_that_may_not_make_roles_is_one_sentence(checkout, server):
    done = run(
        checkout,
        *("bin/start", "--port", str(free_port())),
        DATABASE_URL=f"postgresql://strict:right@/theirs{server}",
    )
    assert_one_sentence(done, "DATABASE_OWNER_URL")


def test_owner_does_not_serve_pages(checkout, server):
    address = f"postgresql://boss@/theirs{server}"
    command = ("bin/start", "--port", str(free_port()))
    done = run(checkout, *command, DATABASE_URL=address, DATABASE_OWNER_URL=address)
    assert_one_sentence(done, "keine Seiten ausliefern")
