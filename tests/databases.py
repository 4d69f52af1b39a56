"""The databases of the tests: one migrated template, and for each test process a copy of it.

What is dear to make (the samples) is kept beside the template, for all processes and for later runs.
`python -m tests.databases` makes the template.
"""

import datetime as dt
import fcntl
import hashlib
import os
import pickle
import re
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

from config import localdb, provision, tables
from config.database import connect

VAR = settings.VAR_DIR
TEMPLATE = f"tpl_{tables.fingerprint()}"
# Several runs at the same time are normal, so the name tells the process; the hash tells which template it needs.
NAME = f"test_{tables.fingerprint()}_{os.getpid()}"
# Nothing has to outlive a power cut. Dropping a database waits for the disk otherwise, for seconds on a busy one.
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
COPIES = r"test_(\w{12})_(\d+)(?:_\w+)?"
ATTEMPTS = 3

holds = ""  # the kept state our database is in; None once a test may have written in it
only_read = False  # the test that runs leaves it at that
_kept = {"": TEMPLATE}  # the databases to copy, by their word


@contextmanager
def locked(word=""):
    """Making and copying templates happens one process after the other."""
    with open(VAR / f"test-databases{word}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make():
    """A fresh copy of the template for this process."""
    make_template()
    with locked():
        tidy()
        copy()
    connections["default"].settings_dict["NAME"] = NAME


def remake(word=""):
    """Back to the state after the migrations, or to one that was kept; nothing to do where it is that state."""
    global holds  # noqa: PLW0603
    if holds != word:
        holds = None  # until it has gone well
        connections.close_all()
        with locked():
            copy(_kept[word])
        holds = word


def tested():
    """After a test that really commits: the next one starts anew."""
    global holds, only_read  # noqa: PLW0603
    holds, only_read = (holds if only_read else None), False


def keep(word, build, shared=False):
    """Keeps what `build` writes, under a word, for `remake`, and hands on what it returns.

    If shared, one process makes it for all of them.
    """
    global holds  # noqa: PLW0603
    _kept[word] = shared_name(word) if shared else f"{NAME}_{word}"
    returned = VAR / f"{_kept[word]}.pickle"
    with locked(f"-{word}") if shared else nullcontext():
        if shared and _kept[word] in names() and returned.exists():
            return pickle.loads(returned.read_bytes())
        remake()
        holds = None
        built = build()
        connections.close_all()
        with locked(), localdb.connect(VAR) as admin:
            if shared:
                drop_older(word)
                localdb.drop(VAR, _kept[word])
            # A database somebody is still leaving cannot be copied.
            admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [NAME])
            if shared:
                returned.write_bytes(pickle.dumps(built))
            create(admin, _kept[word], NAME)
    holds = word
    return built


def shared_name(word):
    """For today, as the samples count their days from today, and for the code as it is."""
    digest = hashlib.sha256(f"{dt.date.today()}{settings.MASTER_KEYS}".encode())
    for folder in sorted(Path(app.path) for app in own_apps()):
        for file in sorted(folder.rglob("*.*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file}".encode() + file.read_bytes())
    return f"{TEMPLATE}_{word}_{digest.hexdigest()[:12]}"


def own_apps():
    """The apps of this project, none of a library."""
    return [app for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]


def drop_older(word):
    """What was kept for another day or other code, unless another run may need it."""
    if not any(is_running(int(match[2])) for name in names() if (match := re.fullmatch(COPIES, name))):
        for name in names():
            if name.startswith(f"{TEMPLATE}_{word}_"):
                localdb.drop(VAR, name)
                (VAR / f"{name}.pickle").unlink(missing_ok=True)


def drop():
    """Leaves nothing behind but templates."""
    connections.close_all()
    with locked():
        for name in names():
            if name == NAME or name.startswith(f"{NAME}_"):
                localdb.drop(VAR, name)


def make_template():
    """Sees to it that there is one, while others go on: no run that has its own waits for a migration."""
    if TEMPLATE not in names():
        with locked("-template"):
            if TEMPLATE not in names():
                forget()
                migrate()


def forget():
    """Sets the server, which is for tests alone, to wait for no disk."""
    with localdb.connect(VAR) as admin:
        for setting, value in FORGETFUL.items():
            admin.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(setting), value))
        admin.execute("SELECT pg_reload_conf()")


def migrate():
    """Migrates an empty database in a process of its own, as the owner, just as an installation would."""
    half = f"{TEMPLATE}_new_{os.getpid()}"
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
    """Puts a copy in the place of our database; where somebody is in the way just then, it is tried again."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            localdb.drop(VAR, NAME)
            make_template()
            with localdb.connect(VAR) as admin:
                create(admin, NAME, source)
                provision.close_to_others(admin, NAME, provision.WEB, provision.BACKUP)
            return
        except psycopg.Error:
            if attempt == ATTEMPTS:
                raise


def create(admin, name, source):
    """A database like another."""
    names = {"name": name, "source": source, "owner": provision.OWNER}
    admin.execute(
        sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {source} STRATEGY file_copy").format(
            **{key: sql.Identifier(value) for key, value in names.items()}
        )
    )


def owner():
    """A connection to the test database as the role that built its tables."""
    return connect(connections["default"].settings_dict | {"USER": provision.OWNER})


def tidy():
    """Drops what dead processes left, and templates nobody will copy again."""
    needed = {TEMPLATE}
    for name in names():
        if match := re.fullmatch(COPIES, name):
            if is_running(int(match[2])):
                needed.add(f"tpl_{match[1]}")
            else:
                localdb.drop(VAR, name)
    for name in names():
        half = re.fullmatch(r"tpl_\w{12}_new_(\d+)", name)
        is_needed = is_running(int(half[1])) if half else name[: len(TEMPLATE)] in needed
        if name.startswith("tpl_") and not is_needed:
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


if __name__ == "__main__":
    make_template()
