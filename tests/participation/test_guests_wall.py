"""The way in for guests by plain SQL, as the web role with nobody acting: one row goes in, nothing comes out."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from participation.contributing import secret_of
from participation.models import CommentRound, Contribution, ContributionContact, RoundReport
from rooms.acting import act_as, carry_key, hashed
from rooms.enums import Circle, Role
from rooms.ids import uuid7
from rooms.models import Release
from rooms.releasing import propose
from tests.factories.contributions import CommentRoundFactory, ContributionFactory, PointFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.walls import as_owner, sql

from .contributing import public_round

pytestmark = pytest.mark.django_db
ADD = "SELECT contribution_add(%s, %s, %s, %s, '', 'de', %s, %s, %s)"
TABLES = ("contribution", "contributioncontact", "point", "roundreport", "reportline")


@pytest.fixture
def found():
    return public_round(EngagementFactory())


@pytest.fixture
def planted(found):
    """Somebody else's words, name, point and decision."""
    row = ContributionFactory(round=found, text="kanarie Wortlaut", source="web")
    today = timezone.localdate()
    ContributionContact.objects.create(
        contribution=row,
        name="kanarie Name",
        email="kanarie@example.org",
        consented_on=today,
        delete_on=today + dt.timedelta(days=9),
    )
    PointFactory(contribution=row, text="kanarie Punkt", handling="nicht", reason="kanarie Grund")
    report = RoundReport.objects.create(
        room=found.room, round=found, slug=found.slug, number=1, title="kanarie Titel", circle=Circle.TEAM
    )
    report.lines.create(order=1, heading="Allgemein", text="kanarie Zeile", outcome="übernommen")
    return row


def add(found, key=None, text="Neu", about=None, who=("", "")):
    key = key or uuid7()
    return sql(ADD, [found.pk, key, text, about, hashed(secret_of(key)), *who])[0][0]


def everything():
    """All that can be read of what people brought in, by every way there is."""
    rows = [sql(f"SELECT * FROM participation_{table}") for table in TABLES]
    return [*rows, sql("SELECT * FROM contribution_told()"), sql("SELECT * FROM contribution_answers()")]


def test_nobody_writes_one_row_and_reads_none(found, planted):
    act_as(None)
    assert add(found, who=("Karla", "karla@example.org")) == 1
    assert not any(everything())

    as_owner()
    row = Contribution.objects.get(text="Neu")
    assert (row.circle, row.room_id, row.author, row.state, row.source) == (40, found.room_id, None, "neu", "web")
    assert row.contact.email == "karla@example.org"


def test_the_gate_is_red_where_the_wall_is_down(found, planted):
    """The same questions with the walls of two tables open: they would tell."""
    for table in ("contribution", "contributioncontact", "point"):
        sql(f"CREATE POLICY leak ON participation_{table} FOR SELECT USING (true)")
    act_as(None)

    assert "kanarie" in repr(everything())


@pytest.mark.parametrize("table", TABLES)
def test_nobody_goes_round_the_way_in(found, planted, table):
    act_as(None)
    statements = [f"UPDATE participation_{table} SET id = id", f"DELETE FROM participation_{table}"]
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        Contribution.objects.create(
            room=found.room, statement_id=found.statement_id, number=77, source="web", text="vorbei", circle=40
        )


@pytest.mark.parametrize(
    "shut",
    [
        {"circle": Circle.STEERING},
        {"closes_on": timezone.localdate() - dt.timedelta(days=1)},
        {"opens_on": timezone.localdate() + dt.timedelta(days=1)},
    ],
)
def test_the_way_is_shut_outside_a_public_round(found, shut):
    CommentRound.objects.filter(pk=found.pk).update(**shut)
    act_as(None)
    assert add(found) == 0
    assert add(CommentRound(pk=uuid7())) == 0
    as_owner()
    assert not Contribution.objects.exists()


def test_the_way_is_shut_while_the_version_is_not_public(found):
    type(found.of).objects.filter(pk=found.of.pk).update(circle=Circle.STEERING)
    act_as(None)
    assert add(found) == 0


def test_a_key_shows_its_own_row_and_a_foreign_one_cannot_be_taken(found, planted):
    elsewhere = public_round(EngagementFactory())
    act_as(None)
    mine = uuid7()
    add(found, mine)
    carry_key(secret_of(mine))
    assert [row[0] for row in sql("SELECT id FROM contribution_told()")] == [mine]
    assert "kanarie" not in repr(everything())
    assert sql("SELECT contribution_forget()") == [(False,)]  # she had left no address
    # somebody else's row under another secret, and her own in another round
    assert sql(ADD, [found.pk, planted.pk, "Neu", None, hashed("x"), "", ""]) == [(-1,)]
    assert add(elsewhere, mine) == -1
    as_owner()
    planted.refresh_from_db()
    assert planted.text == "kanarie Wortlaut"
    assert ContributionContact.objects.count() == 1


def test_a_section_that_is_not_there_is_none(found):
    act_as(None)
    add(found, about=99)
    as_owner()
    assert Contribution.objects.get().section is None


def test_members_write_where_they_read_and_see_their_own_only(found, planted):
    member = MembershipFactory(room=found.room, role=Role.STEERING).user
    inside = CommentRoundFactory(of=found.of, circle=Circle.STEERING)
    further_in = CommentRoundFactory(of=found.of, circle=Circle.TEAM)
    stranger = MembershipFactory(role=Role.LEAD).user

    act_as(member.pk)
    assert add(inside) == 1
    assert add(further_in) == 0
    assert [row[5] for row in sql("SELECT * FROM contribution_told()")] == ["Neu"]
    assert not sql("SELECT * FROM participation_contribution")
    act_as(stranger.pk)
    assert add(inside) == 0
    assert not sql("SELECT * FROM contribution_told()")
    as_owner()
    row = Contribution.objects.get(text="Neu")
    assert (row.source, row.author, row.circle) == ("mitglied", member, Circle.TEAM)


@pytest.mark.parametrize("circle", [Circle.PUBLIC, Circle.NETWORK])
def test_what_left_the_house_keeps_its_words(found, circle):
    lead = MembershipFactory(room=found.room, role=Role.LEAD).user
    CommentRound.objects.update(circle=circle)
    act_as(lead.pk)
    for column in ("introduction = 'anders'", "asks = 'eingeladen'", "slug = 'anders'"):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(f"UPDATE participation_commentround SET {column}")
    assert sql("UPDATE participation_commentround SET closes_on = closes_on + 1") == 1
    assert sql("UPDATE participation_commentround SET introduction = 'anders', circle = 20") == 1


def test_what_goes_out_goes_with_the_words_two_have_read(found):
    """Released, and other words put in on the very way out."""
    lead, other = (MembershipFactory(room=found.room, role=Role.LEAD).user for _n in range(2))
    inside = CommentRoundFactory(of=found.of, circle=Circle.STEERING)
    release = propose(inside, to_circle=Circle.PUBLIC, by=lead)
    Release.objects.filter(pk=release.pk).update(state="freigegeben", decided_by=other, decided_at=timezone.now())
    act_as(lead.pk)
    out = "UPDATE participation_commentround SET circle = 0, introduction = %s WHERE id = %s"
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        sql(out, ["anders", inside.pk])
    assert sql(out, [inside.introduction, inside.pk]) == 1


def test_what_is_public_keeps_its_words(found, planted):
    """A round and a report that two have released: one alone writes nothing else into them."""
    lead = MembershipFactory(room=found.room, role=Role.LEAD).user
    RoundReport.objects.update(circle=Circle.PUBLIC)
    act_as(lead.pk)
    for statement in (
        "UPDATE participation_commentround SET introduction = 'anders'",
        "UPDATE participation_roundreport SET introduction = 'anders'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)
    with connection.cursor() as cursor:
        for statement in (
            "UPDATE participation_reportline SET text = 'anders'",
            "DELETE FROM participation_reportline",
        ):
            cursor.execute(statement)
            assert cursor.rowcount == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        RoundReport.objects.get().lines.create(order=2, heading="x", text="dazu", outcome="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        RoundReport.objects.create(
            room=found.room, round=found, slug=found.slug, number=2, title="gleich draußen", circle=Circle.PUBLIC
        )


def test_a_contact_goes_on_its_day_and_leaves_nothing_behind(planted):
    today = timezone.localdate()
    other = ContributionFactory(round=planted.round)
    ContributionContact.objects.create(
        contribution=other, email="bleibt@example.org", consented_on=today, delete_on=today + dt.timedelta(days=1)
    )
    ContributionContact.objects.filter(contribution=planted).update(
        consented_on=today - dt.timedelta(days=9), delete_on=today
    )
    act_as(None)
    assert sql("SELECT contribution_contacts_expire()") == [(1,)]
    as_owner()
    assert [row.email for row in ContributionContact.objects.all()] == ["bleibt@example.org"]
    assert not sql("SELECT 1 FROM audit_version WHERE before::text LIKE '%%kanarie@%%'")
