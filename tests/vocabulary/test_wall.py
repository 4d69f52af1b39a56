"""By plain SQL as the web role: everybody reads the words, administrators write them, nobody deletes any."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from engagements.enums import ActivityKind, ConflictTheme
from engagements.models import Engagement
from rooms.acting import act_as
from rooms.enums import Circle
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.profiles import CaseProfileFactory, published, some_place
from tests.walls import as_owner

pytestmark = pytest.mark.django_db
INSERT = (
    "INSERT INTO vocabulary_term (vocabulary, term, label_de, label_en, is_retired, changed_at, changed_by_id)"
    " VALUES ('taetigkeiten', 'workshop', 'Werkstatt', '', false, now(), {})"
)


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(statement):
    try:
        return sql(statement) == 0
    except DatabaseError:
        return True


@pytest.mark.parametrize("who", ["nobody", "somebody", "former"])
def test_only_administrators_write(call, who):
    call(ConflictTheme.TRAFFIC, de="Mobilität")
    people = {"nobody": None, "somebody": UserFactory().pk}
    people["former"] = UserFactory(is_network_admin=True, is_active=False).pk
    act_as(people[who])

    assert sql("SELECT label_de FROM vocabulary_term") == [("Mobilität",)]
    assert refused(INSERT.format(people[who] or "NULL"))
    assert refused("UPDATE vocabulary_term SET label_de = 'anders'")
    assert refused("UPDATE vocabulary_term SET is_retired = true")


def test_an_administrator_writes_in_her_own_name_and_deletes_nothing(admin):
    other = UserFactory(is_network_admin=True)
    act_as(admin.pk)

    assert refused(INSERT.format(other.pk))
    assert refused(INSERT.format("NULL"))
    assert sql(INSERT.format(admin.pk)) == 1
    assert refused(f"UPDATE vocabulary_term SET changed_by_id = {other.pk}")
    assert refused("DELETE FROM vocabulary_term")
    assert sql("UPDATE vocabulary_term SET label_de = 'Atelier'") == 1


def test_a_leak_would_be_seen():
    """The gate, seen red."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER POLICY wall_add ON vocabulary_term WITH CHECK (true)")
    act_as(None)

    assert not refused(INSERT.format("NULL"))


# --- how often a term is carried


def uses(person, which=""):
    act_as(person and person.pk)
    return {(words, term): n for words, term, n in sql(f"SELECT * FROM vocabulary_uses('{which}')")}


def test_numbers_are_told_to_administrators_from_five_consultations_on(admin):
    engagements = EngagementFactory.create_batch(5, themes=["verkehr"])
    Engagement.objects.filter(pk=engagements[0].pk).update(themes=["verkehr", "armut"])
    LogEntryFactory.create_batch(9, engagement=engagements[0], kind="workshop", themes=["verkehr"])
    for engagement in [*engagements, engagements[0]]:
        LogEntryFactory(engagement=engagement, kind="reise")
    found = uses(admin)

    assert found["themen", "verkehr"] == 14
    assert found["themen", "armut"] is None
    assert found["taetigkeiten", "workshop"] is None
    assert found["taetigkeiten", "reise"] == 6
    assert ("taetigkeiten", "mediation") not in found
    assert {words for words, _term in uses(admin, "taetigkeiten")} == {"taetigkeiten"}


def test_what_is_sealed_is_not_counted(admin):
    engagement = EngagementFactory()
    LogEntryFactory.create_batch(5, engagement=engagement, kind="workshop", circle=Circle.SEALED)

    assert ("taetigkeiten", "workshop") not in uses(admin)


def test_profile_and_editions_of_one_consultation_count_once(admin):
    for engagement in EngagementFactory.create_batch(5, themes=[]):
        published(CaseProfileFactory(engagement=engagement, themes=["verkehr"], place=some_place()))
    as_owner()

    assert uses(admin)["themen", "verkehr"] == 5


def test_nobody_else_is_told_any_number():
    person = UserFactory()
    for engagement in EngagementFactory.create_batch(6, lead=person):
        LogEntryFactory(engagement=engagement, kind="workshop")

    assert uses(person) == {}
    assert uses(None) == {}


def test_every_vocabulary_can_be_asked(admin):
    assert uses(admin) == {}
    assert uses(admin, "x'' OR true --") == {}
    assert ActivityKind.vocabulary == "taetigkeiten"
