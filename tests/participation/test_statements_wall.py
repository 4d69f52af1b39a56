"""What hangs on a mission statement, by plain SQL as the web role: its sections, its measures, who signed it."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from participation.enums import VersionState
from participation.models import AimMeasure, Section, Signatory
from participation.writing import withdraw_consent
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.models import Release
from rooms.releasing import propose
from tests.attack.test_wall import as_owner
from tests.factories.participation import MissionStatementFactory, SignatoryFactory, StatementVersionFactory
from tests.factories.steering import MeasureFactory
from tests.walls import sql

from .statements import public

pytestmark = pytest.mark.django_db
SECTIONS = "SELECT text FROM participation_section ORDER BY text"
AIMS = "SELECT number FROM participation_aimmeasure ORDER BY number"
LINK = "INSERT INTO participation_aimmeasure (statement_id, number, measure_id, added_at) VALUES (%s, 9, %s, now())"


@pytest.fixture
def drafts(statement):
    """One in every circle it may be in."""
    circles = (Circle.STEERING, Circle.CLIENT, Circle.TEAM)
    return [
        StatementVersionFactory(statement=statement, circle=circle, number=n, texts=[f"kanarie {circle}"])
        for n, circle in enumerate(circles, start=2)
    ]


@pytest.fixture
def out(statement):
    row = StatementVersionFactory(statement=statement, texts=["Für alle"])
    type(row).objects.filter(pk=row.pk).update(circle=Circle.PUBLIC, state=VersionState.COMMENTED)
    return row


def linked(statement, number, **more):
    measure = MeasureFactory(goal__field__engagement=statement.engagement, **more)
    return AimMeasure.objects.create(statement=statement, number=number, measure=measure)


def read(statement):
    return [row[0] for row in sql(statement)]


def refused(statement, params=None):
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(statement, params)


# --- sections ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (None, []),
        ("outsider", []),
        ("member", ["kanarie 20"]),
        ("contact", ["kanarie 20", "kanarie 30"]),
        ("lead", ["kanarie 20", "kanarie 30", "kanarie 40"]),
    ],
)
def test_the_text_of_a_draft_is_read_by_whoever_reads_the_draft(request, drafts, out, who, seen):
    act_as(who and request.getfixturevalue(who).pk)
    assert read(SECTIONS) == ["Für alle", *seen]


def test_the_gate_is_red_where_the_wall_is_down(drafts):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE participation_section DISABLE ROW LEVEL SECURITY")
    act_as(None)
    assert "kanarie 40" in read(SECTIONS)


def test_nobody_from_outside_writes_into_a_draft(drafts, out, outsider):
    for person in (None, outsider.pk):
        act_as(person)
        assert sql("UPDATE participation_section SET text = 'anders'") == 0
        assert sql("DELETE FROM participation_section") == 0
        for version in (*drafts, out):
            refused(
                'INSERT INTO participation_section (version_id, number, "order", kind, heading, text)'
                " VALUES (%s, 9, 9, 'leitziel', '', 'dazu')",
                [version.pk],
            )
        as_owner()
    assert Section.objects.count() == 4


# --- measures of an aim --------------------------------------------------------------------------


def test_outside_only_public_measures_of_a_public_text_are_linked(statement, drafts, lead, outsider):
    linked(statement, 1, circle=Circle.PUBLIC)
    linked(statement, 2, circle=Circle.STEERING)
    act_as(None)
    assert read(AIMS) == []  # no text is out yet
    as_owner()
    type(drafts[0]).objects.filter(pk=drafts[0].pk).update(state=VersionState.COMMENTED, circle=Circle.PUBLIC)

    for person, seen in ((None, [1]), (outsider.pk, [1]), (lead.pk, [1, 2])):
        act_as(person)
        assert read(AIMS) == seen
        as_owner()


def test_only_members_link_and_only_measures_of_their_own_plan(statement, out, lead, outsider):
    here = linked(statement, 1, circle=Circle.PUBLIC).measure
    elsewhere = MeasureFactory(circle=Circle.PUBLIC)
    for person in (None, outsider.pk):
        act_as(person)
        refused(LINK, [statement.pk, here.pk])
        assert sql("UPDATE participation_aimmeasure SET number = 7") == 0
        assert sql("DELETE FROM participation_aimmeasure") == 0
        as_owner()

    act_as(lead.pk)
    refused(LINK, [statement.pk, elsewhere.pk])
    assert sql(LINK, [statement.pk, here.pk]) == 1
    assert sql("DELETE FROM participation_aimmeasure WHERE number = 9") == 1


# --- who signed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("circle", [Circle.PUBLIC, Circle.NETWORK])
def test_no_organisation_begins_outside(statement, lead, circle):
    act_as(lead.pk)
    with pytest.raises(DatabaseError, match="begins inside"), transaction.atomic():
        SignatoryFactory(statement=statement, circle=circle, consents=True)


@pytest.mark.parametrize(
    "change", ["organisation = 'anders'", "function = 'anders'", "signed_on = '2020-01-01'", "statement_id = %s"]
)
def test_a_named_organisation_stays_as_two_have_read_it(statement, lead, advisor, change):
    other = MissionStatementFactory(engagement=statement.engagement)
    row = public(SignatoryFactory(statement=statement, consents=True), advisor, lead)
    act_as(lead.pk)
    refused(f"UPDATE participation_signatory SET {change}", [other.pk] if "%s" in change else None)
    assert sql("UPDATE participation_signatory SET organisation = 'anders', circle = 20") == 1
    as_owner()
    row.refresh_from_db()
    assert row.circle == Circle.STEERING


def test_it_goes_out_with_the_words_two_have_read(statement, lead, advisor):
    """Released, and another name put in on the very way out."""
    row = SignatoryFactory(statement=statement, consents=True)
    release = propose(row, to_circle=Circle.PUBLIC, by=advisor)
    Release.objects.filter(pk=release.pk).update(state="freigegeben", decided_by=lead, decided_at=timezone.now())
    act_as(lead.pk)
    refused("UPDATE participation_signatory SET circle = 0, organisation = 'anders'")
    assert sql("UPDATE participation_signatory SET circle = 0") == 1


def test_it_leaves_with_one_step(statement, lead, advisor):
    row = public(SignatoryFactory(statement=statement, consents=True), advisor, lead)
    act_as(lead.pk)
    withdraw_consent(row, by=lead)
    as_owner()
    assert (Signatory.objects.get().circle, Signatory.objects.get().consents) == (Circle.STEERING, False)
