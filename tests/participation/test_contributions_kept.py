"""What is kept of people who brought something in, and how it goes."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.models import Contribution, ContributionContact, Point, ReportLine, RoundReport, RoundSection
from rooms.enums import Circle
from tests.factories.asking import AskedSectionFactory, OpenQuestionFactory
from tests.factories.contributions import CommentRoundFactory, ContributionFactory, PointFactory
from tests.walls import sql

pytestmark = pytest.mark.django_db


def contact(row, days, **more):
    today = timezone.localdate()
    words = {"email": "a@example.org", "consented_on": today - dt.timedelta(days=200)} | more
    return ContributionContact.objects.create(contribution=row, delete_on=today + dt.timedelta(days=days), **words)


def test_every_day_what_has_had_its_time_goes():
    contact(ContributionFactory(), 0)
    contact(ContributionFactory(), 1, email="bleibt@example.org")
    said = StringIO()
    call_command("forget_due", stdout=said)

    assert "1 Angaben zu Beitragenden gelöscht." in said.getvalue()
    assert [row.email for row in ContributionContact.objects.all()] == ["bleibt@example.org"]
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "", "name": ""},
        {"consented_on": timezone.localdate() + dt.timedelta(days=9)},
        {"consented_on": None},
    ],
)
def test_no_address_without_consent_and_a_last_day(wrong):
    row = ContributionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        contact(row, 5, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"handling": "nicht"},
        {"handling": "veraendert"},
        {"state": "entschieden", "handling": "uebernommen"},
        {"state": "vorgeschlagen"},
        {"about": "abschnitt"},
        {"section": 3},
        {"circle": Circle.STEERING},
    ],
)
def test_the_table_takes_no_half_answer(wrong):
    row = ContributionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PointFactory(contribution=row, **wrong)


def test_raw_words_stay_with_the_team():
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFactory(circle=Circle.STEERING)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFactory(state="abgewiesen")


def test_all_of_it_goes_with_an_open_question():
    found = OpenQuestionFactory(circle=Circle.PUBLIC)
    AskedSectionFactory(round=found)
    PointFactory(contribution=ContributionFactory(round=found, statement=None))
    sql("SELECT retention_remove('participation.commentround', ARRAY[%s])", [str(found.pk)])

    for model in (Contribution, Point, RoundSection, type(found)):
        assert not model.objects.exists(), model


def test_a_public_round_goes_with_its_version():
    found = CommentRoundFactory(of__circle=Circle.PUBLIC, circle=Circle.PUBLIC)
    kept = ContributionFactory(round=found)
    sql("SELECT retention_remove('participation.statementversion', ARRAY[%s])", [str(found.of_id)])

    assert not type(found).objects.exists()
    assert Contribution.objects.get().pk == kept.pk  # brought in to the mission statement, which is still there


def test_all_of_it_goes_with_the_mission_statement():
    found = CommentRoundFactory()
    first = PointFactory(contribution__round=found, handling="uebernommen")
    PointFactory(contribution=first.contribution, handling="verbunden", merged_with=first)
    contact(first.contribution, 90)
    report = RoundReport.objects.create(room=found.room, round=found, slug=found.slug, number=1, title="x")
    report.lines.create(order=1, heading="x", text="x", outcome="übernommen")
    sql("SELECT retention_remove('participation.missionstatement', ARRAY[%s])", [str(found.statement_id)])

    for model in (Contribution, ContributionContact, Point, RoundReport, ReportLine, type(found)):
        assert not model.objects.exists(), model
