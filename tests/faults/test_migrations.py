"""T32: every migration goes up and down, and what lay sealed before there was encryption is encrypted, and readable."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rooms import seal
from tests.attack.figures import LONG, only_long
from tests.databases import own_apps

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The last state without encryption.
BEFORE = [("rooms", "0003_one_room_per_organisation"), ("stakeholders", "0002_walls"), ("engagements", "0003_walls")]


def go(targets):
    """Migrate as `manage.py migrate` does."""
    MigrationExecutor(connection).migrate(targets)


def models_of(targets):
    """The models of an earlier state."""
    return MigrationExecutor(connection).loader.project_state(targets).apps


def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def ours():
    return [app.label for app in own_apps()]


def beginnings():
    """As if none of our apps had ever been installed."""
    return [(label, None) for label in ours()]


def before_the_latest():
    """One step back from every migration that no other builds upon."""
    graph = MigrationExecutor(connection).loader.graph
    latest = [key for key in graph.leaf_nodes() if key[0] in ours() and not graph.node_map[key].children]
    return [parent.key for key in latest for parent in graph.node_map[key].parents if parent.key[0] == key[0]]


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else None


def shape():
    """Columns, constraints, indexes, policies, triggers and functions, as the catalogue has them."""
    return {
        "columns": sql(
            "SELECT table_name, column_name, data_type, is_nullable, generation_expression"
            " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ),
        "constraints": sql(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace AND conname !~ '_[0-9a-f]{8}(_|$)' ORDER BY 1, 2, 3"
        ),
        "policies": sql("SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"),
        "forced": sql("SELECT relname FROM pg_class WHERE relforcerowsecurity ORDER BY 1"),
        "triggers": sql(
            "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE NOT tgisinternal ORDER BY 1, 2"
        ),
        "functions": sql(
            "SELECT p.oid::regprocedure::text, md5(prosrc), proacl::text FROM pg_proc p"
            " WHERE pronamespace = 'public'::regnamespace ORDER BY 1"
        ),
    }


def old_rows(apps):
    """A room with a sealed entry, a sealed person with her office, and their open twins."""
    organisation = apps.get_model("accounts", "Organisation").objects.create(name="Beratung")
    author = apps.get_model("accounts", "User").objects.create(email="a@example.org", name="A")
    room = apps.get_model("rooms", "Room").objects.create(kind="engagement", organisation=organisation)
    engagement = apps.get_model("engagements", "Engagement").objects.create(room=room, title="Ort")
    for circle, word in ((50, "versiegelt"), (40, "offen")):
        common = {"room": room, "circle": circle, "author": author}
        apps.get_model("engagements", "LogEntry").objects.create(
            engagement=engagement, title=f"Titel {word}", text=f"Text {word}", when="2020", **common
        )
        person = apps.get_model("stakeholders", "Person").objects.create(name=f"Person {word}", **common)
        apps.get_model("stakeholders", "Office").objects.create(person=person, title=f"Amt {word}")


def stored():
    """The words as the tables hold them: title, text, name and office, sealed and open."""
    words = {}
    for circle in (50, 40):
        rows = sql("SELECT title, text FROM engagements_logentry WHERE circle = %s", [circle])
        rows += sql(
            "SELECT p.name, o.title FROM stakeholders_person p JOIN stakeholders_office o ON o.person_id = p.id"
            " WHERE p.circle = %s",
            [circle],
        )
        words[circle] = [word for row in rows for word in row]
    return words


PLAIN = {
    50: ["Titel versiegelt", "Text versiegelt", "Person versiegelt", "Amt versiegelt"],
    40: ["Titel offen", "Text offen", "Person offen", "Amt offen"],
}


@only_long
def test_what_lay_sealed_is_encrypted_on_the_way_up_and_readable_again_on_the_way_down():
    latest = newest()
    seal._known.clear()
    go(BEFORE)
    old_rows(models_of(BEFORE))
    assert stored() == PLAIN

    go(latest)
    now = stored()
    assert all(seal.is_sealed(word) for word in now[50])
    assert [seal.open_text(word) for word in now[50]] == PLAIN[50]
    assert now[40] == PLAIN[40]

    go(BEFORE)
    assert stored() == PLAIN


def test_down_and_up_again_the_tables_are_the_same():
    before = shape()
    assert len(before["policies"]) > 40
    go(beginnings() if LONG else before_the_latest())
    assert shape() != before
    assert not LONG or not sql(f"SELECT 1 FROM pg_tables WHERE tablename ~ '^({'|'.join(ours())})_'")

    go(newest())
    after = shape()
    for part in before:
        assert after[part] == before[part], part


def test_a_migration_that_forgets_something_on_its_way_would_be_seen():
    """The gate, seen red."""
    before = shape()
    sql("DROP POLICY wall_read ON engagements_logentry")

    assert shape()["policies"] != before["policies"]
