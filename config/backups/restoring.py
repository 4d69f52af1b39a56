"""From one file back to a running house: built beside what is there, compared, and only then put in its place."""

import datetime as dt
import hashlib
import subprocess
from contextlib import contextmanager, nullcontext

import psycopg
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, connections
from psycopg import sql

from .. import local, localdb, provision
from ..database import connect, web_role
from . import Refused, facts, reading, tools

NOT_EMPTY = "In der Datenbank „{name}“ stehen schon Tabellen. {help}"
REPLACE = "Soll die Sicherung an ihre Stelle treten: --replace."
ELSEWHERE = (
    "--replace und --drill gehen nur mit der eigenen Datenbank unter var/. Auf einem anderen Server bitte eine leere "
    "Datenbank anlegen, DATABASE_URL und DATABASE_OWNER_URL darauf richten und --into-empty nehmen."
)
NO_LEDGER = (
    "Was seit der Sicherung endgültig gelöscht wurde, käme zurück: Hier ist kein Löschbuch. Bitte mit --ledger die "
    "Datei aus „bin/manage ledger_export“ angeben, oder mit --without-ledger bestätigen, dass es keines gibt."
)
UNEQUAL = "Nach dem Einspielen ist die Tabelle {name} nicht wie in der Sicherung; es bleibt alles beim Alten."
NOT_MODERN = "Die Tabellen lassen sich nicht auf den heutigen Stand bringen ({reason}); es bleibt alles beim Alten."
BESIDE, BEFORE = "_neu", "_vor_"


def choose_ledger(current, given, without):
    """What has been deleted for good until today: the file that was named, or the book of the present database."""
    if given is not None:
        return given
    if facts.is_empty(current) or not current.execute("SELECT EXISTS (SELECT FROM accounts_user)").fetchone()[0]:
        if not without:
            raise Refused(NO_LEDGER)
        return []
    return facts.ledger(current) or []


def check_target(current, name, mode):
    """Whether the way that was asked for is open here."""
    if not local.is_embedded() and mode != "into-empty":
        raise Refused(ELSEWHERE)
    if mode == "into-empty" and not facts.is_empty(current):
        raise Refused(NOT_EMPTY.format(name=name, help=REPLACE if local.is_embedded() else ELSEWHERE))


@contextmanager
def workshop(settings):
    """The database the backup is built in: one beside ours; on a server of somebody else the empty one given."""
    if not local.is_embedded():
        yield settings
        return
    name = settings["NAME"] + BESIDE
    localdb.drop(local.VAR, name)
    provision.provision(lambda database: localdb.connect(local.VAR, database), name)
    try:
        yield settings | {"NAME": name}
    finally:
        connections.close_all()
        localdb.drop(local.VAR, name)  # where it has taken its place, there is nothing to drop


def fill(path, settings):
    """All rows or none: pg_restore works in one transaction."""
    with connect(settings) as owner:
        provision.close_to_web(owner, owner.info.user, web_role())
    options = ("--exit-on-error", "--single-transaction", "--no-owner")
    with tools.running("pg_restore", *options, settings=settings, stdin=subprocess.PIPE) as process:
        for part in reading.parts(path):
            process.stdin.write(part)


def compare(manifest, settings):
    """Every row of every table, and every right, against the sums in the backup."""
    with connect(settings) as owner:
        found = facts.tables(owner)
    for name in sorted(found.keys() | manifest["tables"].keys()):
        if found.get(name) != manifest["tables"].get(name):
            raise Refused(UNEQUAL.format(name=name))


def modernise(manifest, settings):
    """Brings the tables of an older version up to date; says whether that was needed."""
    if not reading.is_older(manifest):
        return False
    try:
        with pointed_at(settings):
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise Refused(NOT_MODERN.format(reason=str(error).splitlines()[0])) from None
    return True


@contextmanager
def pointed_at(settings):
    """Django works in this database for a while, as its owner."""
    ours = connections["default"].settings_dict
    before, ours["NAME"] = ours["NAME"], settings["NAME"]
    connections.close_all()
    try:
        yield
    finally:
        connections.close_all()
        ours["NAME"] = before


def end_sessions(settings):
    """Whoever had signed out by now would be signed in again otherwise."""
    with connect(settings) as owner:
        owner.execute("DELETE FROM accounts_session")


def replay(entries, settings):
    """Deletes again what was deleted since; the number of rows."""
    from retention.replay import replay as delete_again

    with pointed_at(settings):
        return delete_again(entries)


def note(told, settings):
    """One line of history, for everybody who asks later why something is as it was."""
    from audit.models import Entry

    with pointed_at(settings):
        Entry.objects.create(action="backup.restored", target="audit.entry", target_key="", summary=told)


def replay_late(entries, old, settings):
    """What was deleted for good while we were at work stands in the database just put aside."""
    with localdb.connect(local.VAR, old) as admin:
        late = [entry for entry in facts.ledger(admin) or [] if entry not in entries]
    return replay(late, settings) if late else 0


def put_files(path, storage):
    """Stores what is missing; a file that changed since is replaced. One we stored for nothing is an orphan later."""
    count = 0
    for name, data in reading.files(path):
        if storage.exists(name):
            with storage.open(name) as file:
                if hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(data).digest():
                    continue
            storage.delete(name)
        storage.save(name, ContentFile(data))
        count += 1
    return count


def swap(settings):
    """Both names change in one transaction: there is always exactly one database of that name, and it is whole."""
    name, beside = settings["NAME"], settings["NAME"] + BESIDE
    old = f"{name}{BEFORE}{dt.datetime.now():%Y%m%d_%H%M%S}"
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with localdb.connect(local.VAR) as admin:
        for attempt in range(20):
            # Whoever is in must go; new ones may come in between, so we try again.
            admin.execute("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = %s", [name])
            try:
                with admin.transaction():
                    admin.execute(rename.format(sql.Identifier(name), sql.Identifier(old)))
                    admin.execute(rename.format(sql.Identifier(beside), sql.Identifier(name)))
                return old
            except psycopg.errors.ObjectInUse:
                if attempt == 19:
                    raise Refused("Zu viele benutzen gerade die Datenbank; bitte bin/start vorher beenden.") from None


def old_ones(settings):
    """Databases that earlier restores have put aside."""
    with localdb.connect(local.VAR) as admin:
        rows = admin.execute("SELECT datname FROM pg_database ORDER BY datname").fetchall()
    return [name for (name,) in rows if name.startswith(settings["NAME"] + BEFORE)]


def restore(path, settings, storage, *, mode, ledger=None, without_ledger=False, told=""):
    """The whole way; until the last step nothing that is in use has changed."""
    manifest = reading.examine(path)
    with connect(settings) as current:
        reading.refuse_unfit(manifest, current.info.user)
        check_target(current, settings["NAME"], mode)
        entries = [] if mode == "drill" else choose_ledger(current, ledger, without_ledger)
    done = {"manifest": manifest}
    with workshop(settings) as beside, emptied_on_failure(beside):
        fill(path, beside)
        compare(manifest, beside)
        if mode == "drill":
            return done
        done["modernised"] = modernise(manifest, beside)
        end_sessions(beside)
        done["files"] = put_files(path, storage)
        done["replayed"] = replay(entries, beside)
        done["entries"] = len(entries)
        note(told or f"Sicherung vom {manifest['date']}", beside)
        if local.is_embedded():
            done["old"] = swap(settings)
            if mode == "replace":
                done["replayed"] += replay_late(entries, done["old"], settings)
            elif mode == "into-empty":
                localdb.drop(local.VAR, done.pop("old"))
    return done


def emptied_on_failure(settings):
    """On a server of somebody else a restore that fails leaves the database as empty as it was given."""
    return nullcontext() if local.is_embedded() else emptied(settings)


@contextmanager
def emptied(settings):
    try:
        yield
    except BaseException:
        connections.close_all()
        with connect(settings) as owner:
            for name in facts.names(owner):
                owner.execute(sql.SQL("DROP TABLE IF EXISTS public.{} CASCADE").format(sql.Identifier(name)))
            own = "pronamespace = 'public'::regnamespace AND proowner = current_user::regrole"
            for (routine,) in owner.execute(f"SELECT oid::regprocedure::text FROM pg_proc WHERE {own}").fetchall():
                owner.execute(f"DROP ROUTINE IF EXISTS {routine} CASCADE")
        raise
