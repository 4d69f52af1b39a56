"""Adopted is adopted: by a decision of somebody who decides, stamped, frozen by the database, replaced by the next."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from engagements.transitions.steps import StepRefused
from participation.enums import VersionState
from participation.models import Section, StatementVersion
from participation.transitions.statements import adopt, adopt_rendering, move_version
from participation.writing import begin_rendering, copy_version
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.ids import uuid7
from stakeholders.enums import BodyKind
from steering.models import Resolution
from tests.factories.engagements import EngagementFactory
from tests.factories.participation import StatementVersionFactory
from tests.factories.steering import BodyFactory
from tests.participation.statements import adopted, at, decision, public, text
from tests.walls import sql

pytestmark = pytest.mark.django_db
S = VersionState
DAY = dt.date(2018, 6, 13)


@pytest.fixture
def draft(statement):
    return StatementVersionFactory(statement=statement, texts=["Alle reden mit.", "Niemand wird bedroht."])


@pytest.fixture
def version(draft, lead):
    return adopted(draft, lead, DAY)


def easy(standard, by, texts):
    """The same in easy language, every section with words."""
    row = StatementVersion(renders=standard, wording="leicht", title="Alle sind da", statement=standard.statement)
    begin_rendering(row, by=by)
    for section, words in zip(row.sections.all(), texts, strict=True):
        section.text = words
        section.save()
    return row


def test_adopted_it_is_stamped_and_leads_on_to_the_release(signed_in, draft, lead):
    version = move_version(draft, S.FINAL, by=lead)
    row = decision(draft.statement.engagement, decided="13.06.2018")

    page = text(signed_in.get(at("version-adopt", version.pk)))
    response = signed_in.post(at("version-adopt", version.pk), {"resolution": str(row.pk), "on": "2018-06-13"})

    version.refresh_from_db()
    assert "kein Wort mehr" in page
    assert 'value="2018-06-13"' in page
    assert (version.state, version.adopted_on, version.adopted_by) == (S.ADOPTED, DAY, "Stadtvertretung")
    assert version.sha256 == version.digest()
    assert len(version.sha256) == 64
    assert version.statement.reviewed_on == DAY
    assert f"was=participation.statementversion:{version.pk}" in response.url.replace("%3A", ":")
    assert "kreis=0" in response.url


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "empfehlung"},
        {"outcome": "vertagt"},
        {"outcome": "geaendert"},
        {"body": BodyKind.STEERING},
        {"engagement": None},
    ],
)
def test_only_a_decision_of_somebody_who_decides_adopts(draft, lead, wrong):
    if "body" in wrong:
        body = BodyFactory(room=draft.room, circle=Circle.STEERING, kind=wrong["body"])
        row = decision(draft.statement.engagement, body=body, organ="")
    else:
        engagement = EngagementFactory() if "engagement" in wrong else draft.statement.engagement
        row = decision(engagement, **{key: value for key, value in wrong.items() if key != "engagement"})
    version = move_version(draft, S.FINAL, by=lead)

    with pytest.raises(StepRefused):
        adopt(version, row, on=DAY, by=lead)
    version.refresh_from_db()
    assert version.state == S.FINAL


def test_the_council_as_a_body_adopts_too(draft, lead):
    body = BodyFactory(room=draft.room, circle=Circle.STEERING, kind=BodyKind.COUNCIL, name="Rat")
    version = move_version(draft, S.FINAL, by=lead)

    version = adopt(version, decision(draft.statement.engagement, body=body, organ=""), on=DAY, by=lead)
    assert version.adopted_by == "Rat"


def test_a_day_to_come_and_a_draft_adopt_nothing(draft, lead):
    row = decision(draft.statement.engagement)
    with pytest.raises(StepRefused):
        adopt(draft, row, on=DAY, by=lead)
    version = move_version(draft, S.FINAL, by=lead)
    with pytest.raises(StepRefused):
        adopt(version, row, on=timezone.localdate() + dt.timedelta(days=1), by=lead)


def test_the_next_replaces_it_and_keeps_it_readable(version, lead):
    second = adopted(copy_version(version, by=lead, key=uuid7()), lead, dt.date(2019, 1, 9))

    version.refresh_from_db()
    assert (version.state, second.state, second.number) == (S.REPLACED, S.ADOPTED, 2)
    assert version.sha256 == version.digest()


def test_other_wordings_stand_with_it_and_are_replaced_by_their_own(draft, lead):
    final = move_version(draft, S.FINAL, by=lead)
    plain = move_version(easy(final, lead, ["Alle reden.", "Keine Angst."]), S.FINAL, by=lead)
    first = adopt(final, decision(draft.statement.engagement), on=DAY, by=lead, renderings=[plain])
    plain.refresh_from_db()
    assert (plain.state, plain.adopted_on, plain.adopted_by) == (S.ADOPTED, DAY, "Stadtvertretung")
    assert plain.sha256 not in {"", first.sha256}

    second = adopted(copy_version(first, by=lead, key=uuid7()), lead, dt.date(2019, 1, 9))
    plain.refresh_from_db()
    assert plain.state == S.ADOPTED  # it lags behind, and says so
    newer = move_version(easy(second, lead, ["Alle reden!", "Keine Angst!"]), S.FINAL, by=lead)
    adopt_rendering(newer, by=lead)
    plain.refresh_from_db()
    assert plain.state == S.REPLACED


def test_a_wording_does_not_stand_before_its_standard(draft, lead):
    final = move_version(draft, S.FINAL, by=lead)
    plain = move_version(easy(final, lead, ["Alle reden.", "Keine Angst."]), S.FINAL, by=lead)
    with pytest.raises(StepRefused):
        adopt_rendering(plain, by=lead)


def test_what_went_out_for_comments_comes_back_before_it_is_adopted(draft, lead, advisor):
    row = move_version(draft, S.COMMENTED, by=lead, until=timezone.localdate())
    row = public(row, advisor, lead)
    assert adopted(row, lead, DAY).circle == Circle.STEERING


# --- the database keeps it -------------------------------------------------------------------

CHANGES = {
    "a title": "UPDATE participation_statementversion SET title = 'Anders'",
    "a purpose": "UPDATE participation_statementversion SET purpose = 'Anders'",
    "the hash": "UPDATE participation_statementversion SET sha256 = repeat('a', 64)",
    "the day": "UPDATE participation_statementversion SET adopted_on = '2020-01-01'",
    "back to a draft": "UPDATE participation_statementversion SET state = 'entwurf'",
    "the version away": "DELETE FROM participation_section; DELETE FROM participation_statementversion",
    "a word": "UPDATE participation_section SET text = 'Anders'",
    "a heading": "UPDATE participation_section SET heading = 'Anders'",
    "an order": 'UPDATE participation_section SET "order" = 9',
    "a section away": "DELETE FROM participation_section",
    "a section more": 'INSERT INTO participation_section (version_id, number, "order", kind, heading, text)'
    " SELECT id, 77, 77, 'leitziel', '', 'Mehr' FROM participation_statementversion",
}


def refused(person, statement):
    act_as(person.pk)
    try:
        with transaction.atomic():
            sql(statement)
    except DatabaseError as error:
        return "stand" in str(error) or "adopted" in str(error)
    finally:
        sql("SELECT set_config('role', 'none', true)")
    return False


@pytest.mark.parametrize("what", CHANGES)
def test_no_word_of_an_adopted_version_changes_by_plain_sql_of_the_web_role(version, lead, what):
    assert refused(lead, CHANGES[what])


@pytest.mark.parametrize("what", CHANGES)
def test_without_the_triggers_every_one_of_these_would_pass(version, lead, what):
    """The planted fault: each change is one the gate stops, and nothing else does."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("statementversion", "section"):
        sql(f"ALTER TABLE participation_{table} DISABLE TRIGGER statement_{table.removeprefix('statement')}_stands")
    assert not refused(lead, CHANGES[what])


def test_nothing_is_adopted_by_inserting_it_or_from_a_draft(draft, lead):
    assert refused(
        lead, "UPDATE participation_statementversion SET state = 'beschlossen', adopted_on = '2020-01-01', sha256 = 'x'"
    )
    act_as(lead.pk)
    draft.pk, draft.number = uuid7(), 9
    draft.state = S.FINAL
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.save(force_insert=True)


def test_a_text_that_is_not_being_written_stands_as_well(draft, lead):
    move_version(draft, S.COMMENTED, by=lead, until=timezone.localdate())
    assert refused(lead, CHANGES["a word"])
    assert refused(lead, CHANGES["a title"])


def test_a_section_is_written_only_by_whoever_reads_its_version(draft, outsider):
    act_as(outsider.pk)
    assert sql(CHANGES["a word"]) == 0


def test_its_decision_may_go_without_a_word_changing(version):
    Resolution.objects.filter(pk=version.resolution_id).delete()
    version.refresh_from_db()
    assert (version.resolution, version.adopted_by) == (None, "Stadtvertretung")
    assert Section.objects.filter(version=version).count() == 2


def test_another_wording_always_renders_one(draft, lead):
    act_as(lead.pk)
    with pytest.raises(DatabaseError, match="renders nothing"), transaction.atomic():
        sql("UPDATE participation_statementversion SET wording = 'leicht'")
