"""T32: the tables are rebuilt, up and down, while the web role goes on writing. No acknowledged word is lost."""

import threading
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest
from psycopg import errors

from config import localdb, provision
from rooms import seal
from tests import databases
from tests.attack.figures import note, only_long, size
from tests.faults.test_migrations import BEFORE, go, models_of, newest, old_rows, sql

pytestmark = [only_long, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROUNDS = size(1, 5)
SEALED, OPEN = 50, 40
COPIES = 40  # of an entry, by one writer
COUNT_ON = "UPDATE engagements_logentry SET title = 'Titel ' || substring(title FROM '[0-9]+')::int + 1"
COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_name = 'engagements_logentry' AND is_generated = 'NEVER' AND column_name <> 'id'
"""
# Whoever meets the tables in another state than she asked about is told so, and nothing is stored.
HONEST = (errors.UndefinedColumn, errors.UndefinedFunction, errors.NotNullViolation, errors.FeatureNotSupported)


@dataclass
class Writing:
    """One who changes an entry and copies it, as the web role, and remembers what was acknowledged."""

    person: int
    key: uuid.UUID
    copies: int = 0
    changed: int = 0
    added: list = field(default_factory=list)
    strange: list = field(default_factory=list)
    turns: int = 0
    longest: float = 0

    def goes_on(self, over):
        place = {"host": str(localdb.socket_directory(databases.VAR)), "port": localdb.PORT}
        with psycopg.connect(dbname=databases.NAME, user=provision.WEB, autocommit=True, **place) as web:
            while not over.is_set():
                begin = time.monotonic()
                try:
                    self.change(web)
                    if len(self.added) < self.copies:
                        self.copy(web)
                    self.turns += 1
                except HONEST:
                    continue
                except psycopg.Error as error:
                    self.strange.append(repr(error))
                self.longest = max(self.longest, time.monotonic() - begin)

    @contextmanager
    def acting(self, web):
        """One transaction that knows its person, as every request is one."""
        with web.transaction():
            web.execute("SELECT set_config('app.person', %s, true)", [str(self.person)])
            yield

    def change(self, web):
        """Counts on in the title, as long as it is not encrypted."""
        with self.acting(web):
            done = web.execute(f"{COUNT_ON} WHERE id = %s AND title LIKE 'Titel%%'", [self.key]).rowcount
        self.changed += done

    def copy(self, web):
        new = uuid.uuid4()
        with self.acting(web):
            columns = web.execute(COLUMNS).fetchone()[0]
            rest = f"SELECT %s, {columns} FROM engagements_logentry WHERE id = %s"
            done = web.execute(f"INSERT INTO engagements_logentry (id, {columns}) {rest}", [new, self.key]).rowcount
        self.added += [new] * done


@contextmanager
def busy(*people):
    """They write as long as we are here, and for a moment before and after."""
    over = threading.Event()
    threads = [threading.Thread(target=one.goes_on, args=[over], daemon=True) for one in people]
    for thread in threads:
        thread.start()
    try:
        wait_for(people)
        yield
        wait_for(people)
    finally:
        over.set()
        for thread in threads:
            thread.join(60)


def wait_for(people):
    """Until everybody has come through again."""
    before, until = [one.turns for one in people], time.monotonic() + 60
    while any(one.turns == was for one, was in zip(people, before, strict=True)):
        assert time.monotonic() < until, [one.strange[-3:] for one in people]
        time.sleep(0.02)


@pytest.fixture
def people():
    """The lead of the room of the old rows, once at the open entry and once at the sealed one."""
    seal._known.clear()
    go(BEFORE)
    apps = models_of(BEFORE)
    old_rows(apps)
    author, room = apps.get_model("accounts", "User").objects.get(), apps.get_model("rooms", "Room").objects.get()
    lead = {"role": "lead", "clearance": SEALED, "starts_on": "2020-01-01"}
    apps.get_model("rooms", "Membership").objects.create(room=room, user=author, **lead)
    sql("UPDATE engagements_logentry SET title = 'Titel 0'")
    keys = dict(sql("SELECT circle, id FROM engagements_logentry"))
    return Writing(author.pk, keys[OPEN], copies=COPIES * ROUNDS), Writing(author.pk, keys[SEALED])


def counts():
    """Rows of every table there is."""
    tables = [name for (name,) in sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    return Counter({name: sql(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables})


def assert_kept(people, before):
    """Every change, every copy, what is sealed encrypted, and no other table with a row more or less."""
    for one in people:
        ((title,),) = sql("SELECT title FROM engagements_logentry WHERE id = %s", [one.key])
        assert seal.open_text(title) == f"Titel {one.changed}"
    added = [key for one in people for key in one.added]
    assert sql("SELECT count(*) FROM engagements_logentry WHERE id = ANY(%s)", [added]) == [(len(added),)]
    own = {"engagements_logentry", "django_migrations", "audit_version"}
    after = counts()
    assert {name: after[name] for name in before if name not in own} == {n: before[n] for n in before if n not in own}
    assert after["engagements_logentry"] == before["engagements_logentry"] + len(added)


def test_up_and_down_under_traffic_every_acknowledged_word_is_kept(people):
    before, latest = counts(), newest()
    for _round in range(ROUNDS):
        with busy(*people):
            go(latest)
        assert_kept(people, before)
        ((word,),) = sql("SELECT title FROM engagements_logentry WHERE circle = %s", [SEALED])
        assert seal.is_sealed(word)
        with busy(*people):
            go(BEFORE)
        assert_kept(people, before)
    done = sum(one.changed + len(one.added) for one in people)
    longest = max(one.longest for one in people)
    note("T32", f"Schreibvorgänge während {2 * ROUNDS} Umbauten (längstes Warten {longest:.1f} s)", done)

    assert [one.strange for one in people] == [[], []]
    assert all(one.changed for one in people)


def test_a_migration_that_writes_what_it_read_a_moment_ago_is_found_out(people):
    """The control: read, think, write - what came in between is gone."""
    with busy(*people):
        ((title,),) = sql("SELECT title FROM engagements_logentry WHERE id = %s", [people[0].key])
        wait_for(people)
        sql("UPDATE engagements_logentry SET title = %s WHERE id = %s", [title, people[0].key])

    with pytest.raises(AssertionError):
        assert_kept(people, counts())
