"""A mission statement from the mandate to the yearly check, on its pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.transitions.steps import ReasonMissing, StepRefused
from participation.enums import StatementStepKey as K
from participation.enums import VersionState
from participation.models import AimMeasure, MissionStatement, Signatory, StatementStep, StatementVersion
from participation.models.statements import months_later
from participation.statements import Course
from participation.transitions.statements import begin, move_version
from rooms.enums import Circle, Role
from stakeholders.enums import BodyKind, StepState
from steering.enums import Outcome, ResolutionKind
from steering.models import Resolution
from steering.transitions.steps import move_step
from tests.factories.municipalities import PlaceFactory
from tests.factories.participation import MissionStatementFactory, SignatoryFactory, StatementVersionFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeasureFactory
from tests.participation.statements import adopted, at, decision, text
from tests.stakeholders.sent import sent_by

pytestmark = pytest.mark.django_db
P = StepState


@pytest.fixture
def statement(engagement, lead):
    row = MissionStatementFactory(engagement=engagement)
    begin(row, by=lead)
    return row


def step(statement, key):
    return StatementStep.objects.get(statement=statement, key=key)


# --- beginning -------------------------------------------------------------------------------


def test_begun_it_has_ten_steps_and_an_address_with_the_town(signed_in, engagement):
    engagement.municipality = PlaceFactory(name="Grünwöhrden")
    engagement.save()
    sent_by(signed_in, at("statement-create", engagement.pk), {"title": "Ort der Vielfalt"})
    row = MissionStatement.objects.get()

    assert (row.slug, row.circle, row.author.pk) == ("gruenwoehrden-ort-der-vielfalt", 20, row.author_id)
    assert [each.state for each in row.steps.all()] == [P.RUNNING] + [P.OPEN] * 9
    page = text(signed_in.get(row.get_absolute_url()))
    assert "Jetzt: 1. Auftrag und Redaktionsgruppe" in page
    assert "Redaktionsgruppe festlegen" in page


def test_two_towns_of_one_title_have_two_addresses(signed_in, engagement):
    engagement.municipality = PlaceFactory(name="Grünwöhrden")
    engagement.save()
    for _time in range(2):
        sent_by(signed_in, at("statement-create", engagement.pk), {"title": "Ort der Vielfalt"})
    assert MissionStatement.objects.values("slug").distinct().count() == 2


def test_the_contact_person_begins_one_and_the_group_reads_it(client, engagement, contact, member):
    engagement.municipality = PlaceFactory()
    engagement.save()
    client.force_login(contact)
    sent_by(client, at("statement-create", engagement.pk), {"title": "Ort der Vielfalt"})
    row = MissionStatement.objects.get()

    client.force_login(member)
    page = text(client.get(row.get_absolute_url()))
    assert "Die zehn Schritte" in page
    assert "Ändern" not in page
    assert client.get(at("statement-update", row.pk)).status_code == 403


# --- the steps -------------------------------------------------------------------------------


def test_a_step_is_called_done_against_what_is_missing_only_with_a_reason(statement, lead):
    with pytest.raises(ReasonMissing):
        move_step(step(statement, K.MANDATE), P.DONE, by=lead, is_missing=True)
    StatementStep.objects.update(note="Es schreibt, wer Zeit hat.")
    move_step(step(statement, K.MANDATE), P.DONE, by=lead, is_missing=True)
    assert step(statement, K.GROUND).state == P.RUNNING
    with pytest.raises(StepRefused):
        move_step(step(statement, K.MANDATE), P.OPEN, by=lead)


def test_each_step_knows_what_the_house_knows(signed_in, lead, statement, version):
    """The next act of every step is one button, and it leads somewhere."""
    for key in K:
        StatementStep.objects.update(state=P.OPEN)
        StatementStep.objects.filter(key=key).update(state=P.RUNNING)
        page = text(signed_in.get(statement.get_absolute_url()))
        assert page.count('class="btn main"') == 1, key
        for finding in Course(lead, statement).findings(key):
            if finding.url:
                assert signed_in.get(finding.url).status_code == 200, (key, finding)


def test_what_is_there_is_told_and_asks_for_nothing_more(lead, statement, version):
    known = Course(lead, statement).known
    assert known() == set()
    MissionStatement.objects.update(drafted_by=BodyFactory(room=statement.room, circle=Circle.STEERING))
    statement.refresh_from_db()
    final = move_version(version, VersionState.COMMENTED, by=lead, until=timezone.localdate())
    assert Course(lead, statement).known() == {K.MANDATE, K.DRAFT}
    adopted(final, lead, timezone.localdate())
    assert {K.RESOLUTION} <= Course(lead, statement).known()


def test_a_step_keeps_who_and_when(signed_in, statement):
    row = step(statement, K.FORUM)
    sent_by(signed_in, row.get_absolute_url(), {"period": "Herbst 2017", "responsible": "Stadt", "note": "Im Saal."})
    page = text(signed_in.get(statement.get_absolute_url()))
    assert "Herbst 2017" in page
    assert "Im Saal." in page


# --- recommended and decided -----------------------------------------------------------------


def test_recommendation_and_decision_are_worded_for_this_version(signed_in, version, lead):
    final = move_version(version, VersionState.FINAL, by=lead)
    runde = BodyFactory(room=version.room, circle=Circle.STEERING, name="Lenkungsrunde")
    sent_by(signed_in, at("version-recommend", final.pk), {"body": str(runde.pk)})
    final.refresh_from_db()
    asked = final.recommended
    assert (asked.kind, asked.number) == (ResolutionKind.RECOMMENDATION, 1)
    assert "in der Fassung 1 zu beschließen" in asked.wording

    sent_by(signed_in, at("version-decide", final.pk), {"organ": "Stadtvertretung"})
    decided = Resolution.objects.get(kind=ResolutionKind.DECISION)
    assert (decided.outcome, decided.answers) == (Outcome.ADOPTED, asked)
    assert "Fassung beschließen" in text(signed_in.get(final.get_absolute_url()))


def test_a_body_that_only_advises_decides_nothing_here_either(signed_in, version, lead):
    final = move_version(version, VersionState.FINAL, by=lead)
    runde = BodyFactory(room=version.room, circle=Circle.STEERING, kind=BodyKind.STEERING)
    sent_by(signed_in, at("version-decide", final.pk), {"body": str(runde.pk)})
    assert not Resolution.objects.filter(kind=ResolutionKind.DECISION).exists()


# --- measures --------------------------------------------------------------------------------


def test_an_aim_without_a_measure_says_so_until_it_has_one(client, signed_in, statement, version, member):
    measure = MeasureFactory(goal__field__engagement=statement.engagement, circle=Circle.STEERING, title="Café öffnen")
    url = at("statement-aims", statement.pk)
    assert text(signed_in.get(url)).count("Noch ohne Maßnahme.") == 2
    for _time in range(2):
        signed_in.post(at("aim-measure-create", statement.pk, 1), {"measure": str(measure.pk)})
    assert AimMeasure.objects.count() == 1

    client.force_login(member)
    page = text(client.get(url))
    assert "Café öffnen" in page
    assert page.count("Noch ohne Maßnahme.") == 1
    link = AimMeasure.objects.get()
    assert client.post(at("aim-measure-delete", link.pk)).status_code == 403
    client.force_login(MembershipFactory(room=statement.room, role=Role.LEAD).user)
    client.post(at("aim-measure-delete", link.pk))
    assert not AimMeasure.objects.exists()


def test_a_measure_of_the_team_is_not_told_to_the_group(client, statement, version, member, lead):
    measure = MeasureFactory(goal__field__engagement=statement.engagement, circle=Circle.TEAM, title="Kanarienvogel")
    AimMeasure.objects.create(statement=statement, number=1, measure=measure)
    client.force_login(member)
    page = text(client.get(at("statement-aims", statement.pk)))
    assert "Kanarienvogel" not in page
    assert page.count("Noch ohne Maßnahme.") == 2


def test_no_measure_of_another_consultation_serves_it(signed_in, statement, version):
    other = MeasureFactory(circle=Circle.STEERING)
    signed_in.post(at("aim-measure-create", statement.pk, 1), {"measure": str(other.pk)})
    assert not AimMeasure.objects.exists()
    assert signed_in.get(at("aim-measure-create", statement.pk, 9)).status_code == 404


# --- who signed ------------------------------------------------------------------------------


def test_consent_leads_to_a_proposal_and_needs_its_source(signed_in, statement):
    url = at("signatory-create", statement.pk)
    page = sent_by(signed_in, url, {"organisation": "Sportverein", "consents": "on"})
    assert "woher Sie von der Zustimmung wissen" in text(page)
    words = {"organisation": "Sportverein", "consents": "on", "consent_note": "Blatt vom Forum"}
    response = sent_by(signed_in, url, words)
    row = Signatory.objects.get()
    assert row.circle == Circle.STEERING
    assert "participation.signatory" in response.url
    assert signed_in.get(response.url).status_code == 200


def test_withdrawn_in_one_click(signed_in, statement):
    row = SignatoryFactory(statement=statement, consents=True, circle=Circle.PUBLIC)
    signed_in.post(at("signatory-withdraw", row.pk))
    row.refresh_from_db()
    assert (row.circle, row.consents, row.withdrawn_on) == (Circle.STEERING, False, timezone.localdate())
    assert row.goes_at_most == Circle.STEERING


def test_what_is_changed_at_a_named_one_is_not_named_before_two_have_looked(signed_in, statement):
    row = SignatoryFactory(statement=statement, consents=True, consent_note="Blatt", circle=Circle.PUBLIC)
    sent_by(signed_in, at("signatory-update", row.pk), {"organisation": "Anderer Name"})
    row.refresh_from_db()
    assert (row.organisation, row.circle) == ("Anderer Name", Circle.STEERING)


# --- the yearly check ------------------------------------------------------------------------


def test_a_year_after_its_adoption_the_check_is_due(signed_in, statement, version, lead):
    assert "Vom Beschluss an" in text(signed_in.get(statement.get_absolute_url()))
    adopted(version, lead, timezone.localdate() - dt.timedelta(days=400))
    page = text(signed_in.get(statement.get_absolute_url()))
    assert "fällig" in page
    assert "Überprüfung festhalten" in page
    sent_by(signed_in, at("statement-review", statement.pk), {"review_note": "Ziel 2 wird neu gefasst."})
    page = text(signed_in.get(statement.get_absolute_url()))
    assert "Ziel 2 wird neu gefasst." in page
    assert "notice warning" not in page
    statement.refresh_from_db()
    assert statement.review_due > timezone.localdate()


def test_a_year_after_the_last_of_february():
    assert months_later(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
    assert months_later(dt.date(2024, 11, 30), 3) == dt.date(2025, 2, 28)


# --- how much is asked -----------------------------------------------------------------------


def count(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["statement-detail", "statement-list", "statement-aims", "signatories"])
def test_more_rows_ask_no_more_statements(signed_in, engagement, lead, name):
    def build(number):
        row = MissionStatementFactory(engagement=engagement)
        begin(row, by=lead)
        version = StatementVersionFactory(statement=row, texts=["Ein Ziel."] * number)
        for each in version.sections.all():
            measure = MeasureFactory(goal__field__engagement=engagement, circle=Circle.STEERING)
            AimMeasure.objects.create(statement=row, number=each.number, measure=measure)
        SignatoryFactory.create_batch(number, statement=row)
        for each in range(2, number + 1):
            StatementVersionFactory(statement=row, number=each, texts=["Ein Ziel."])
        return row

    def address(row):
        return at(name, engagement.pk if name == "statement-list" else row.pk)

    few = count(signed_in, address(build(1)))
    assert count(signed_in, address(build(3))) == few


def test_nothing_of_it_is_there_for_strangers(client, statement, version, outsider):
    client.force_login(outsider)
    for url in (statement.get_absolute_url(), version.get_absolute_url(), at("version-compare", version.pk)):
        assert client.get(url).status_code == 404


def test_a_released_draft_for_comments_is_no_way_into_the_house(client, version, lead, outsider):
    StatementVersion.objects.filter(pk=version.pk).update(circle=Circle.PUBLIC, state=VersionState.COMMENTED)
    client.force_login(outsider)
    assert client.get(version.get_absolute_url()).status_code == 404


def test_decisions_of_others_are_no_choice(signed_in, version, lead):
    final = move_version(version, VersionState.FINAL, by=lead)
    row = decision(MissionStatementFactory().engagement)
    page = text(signed_in.post(at("version-adopt", final.pk), {"resolution": str(row.pk), "on": "2018-06-13"}))
    final.refresh_from_db()
    assert final.state == VersionState.FINAL
    assert "Tragen Sie ihn zuerst ein" in page
