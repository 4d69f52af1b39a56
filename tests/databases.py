"""The databases of the tests: one migrated template, one copy of it per test process."""

import fcntl
import os
import re
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from psycopg import sql

from config import localdb, provision, tables
from config.database import connect

VAR = settings.VAR_DIR
TEMPLATE = f"tpl_{tables.fingerprint()}"
# Several runs at the same time are normal, so the name tells the process; the hash tells which template it needs.
NAME = f"test_{tables.fingerprint()}_{os.getpid()}"


@contextmanager
def locked():
    """Making and copying templates happens one process after the other."""
    with open(VAR / "test-databases.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make():
    """A fresh copy of the template for this process, and the template before it where it is missing."""
    with locked():
        tidy()
        if TEMPLATE not in names():
            make_template()
        copy()
    connections["default"].settings_dict["NAME"] = NAME


def remake(kept=""):
    """Back to the state after the migrations, or to one that was kept; for tests that really commit."""
    connections.close_all()
    with locked():
        localdb.drop(VAR, NAME)
        copy(source=f"{NAME}_{kept}" if kept else TEMPLATE)


def keep(word):
    """Keeps the database as it is now, under a word, for `remake`."""
    connections.close_all()
    with locked(), localdb.connect(VAR) as admin:
        # A database somebody is still leaving cannot be copied.
        admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [NAME])
        names = {"kept": sql.Identifier(f"{NAME}_{word}"), "name": sql.Identifier(NAME)}
        admin.execute(sql.SQL("CREATE DATABASE {kept} TEMPLATE {name}").format(**names))


def drop():
    """Leaves nothing behind but the template."""
    connections.close_all()
    for name in names():
        if name == NAME or name.startswith(f"{NAME}_"):
            localdb.drop(VAR, name)


def make_template():
    """Migrates an empty database in a process of its own, as the owner, just as an installation would."""
    half = f"{TEMPLATE}_new"
    localdb.drop(VAR, half)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_NAME": half},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"migrate failed:\n{done.stderr}")
    with localdb.connect(VAR) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(TEMPLATE)))


def copy(source=TEMPLATE):
    """Copies the template; a test database may lose its last second when the machine stops."""
    names = {
        "name": sql.Identifier(NAME),
        "template": sql.Identifier(source),
        "owner": sql.Identifier(provision.OWNER),
    }
    with localdb.connect(VAR) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}").format(**names))
        admin.execute(sql.SQL("ALTER DATABASE {name} SET synchronous_commit = off").format(**names))
        provision.close_to_others(admin, NAME, provision.WEB)


def owner():
    """A connection to the test database as the role that built its tables."""
    return connect(connections["default"].settings_dict | {"USER": provision.OWNER})


def tidy():
    """Drops what dead processes left, and templates nobody will copy again."""
    needed = {TEMPLATE}
    for name in names():
        if match := re.fullmatch(r"test_(\w{12})_(\d+)(?:_\w+)?", name):
            if is_running(int(match[2])):
                needed.add(f"tpl_{match[1]}")
            else:
                localdb.drop(VAR, name)
    for name in names():
        if name.startswith("tpl_") and name not in needed:
            localdb.drop(VAR, name)


def names():
    """All databases of the server."""
    with localdb.connect(VAR) as admin:
        return {name for (name,) in admin.execute("SELECT datname FROM pg_database")}


def is_running(pid):
    """Whether this process exists and is not ourselves, who have just begun."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
