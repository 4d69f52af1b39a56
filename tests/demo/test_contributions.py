"""What people brought in to the Leitbild of the sample: invented, and marked so; half of it answered."""

import pytest
from django.test import Client
from django.urls import reverse

from participation.models import CommentRound, Contribution, ContributionContact, Point, ReportLine
from rooms.enums import Circle

pytestmark = pytest.mark.django_db
SLUG = "ludwigslust-ort-der-vielfalt"


def test_ten_contributions_from_many_sides_half_of_them_answered(house):
    rows = Contribution.objects.filter(statement__slug=SLUG)
    assert rows.count() == 10
    assert rows.exclude(answered_on=None).count() == 5
    assert set(rows.values_list("source", flat=True)) >= {"karte", "flipchart", "brief", "web", "telefon", "email"}
    assert set(Point.objects.values_list("state", flat=True)) == {"offen", "vorgeschlagen", "entschieden"}


def test_all_of_it_says_that_it_is_invented(house):
    for row in (*Contribution.objects.all(), *Point.objects.all(), *ReportLine.objects.all()):
        assert row.text.startswith(("Fiktiv: ", "Вигадано: ")), row.text
    assert all(row.introduction.startswith("Fiktiv: ") for row in CommentRound.objects.all())
    assert all(row.email.endswith("@beispiel.example") for row in ContributionContact.objects.all())


def test_everybody_reads_what_became_of_it_and_can_write(house):
    told = Client().get(reverse("reports:contribution-report", args=[SLUG])).content.decode()
    assert "Keine Quote für Vereinsvorstände" in told
    assert "ohne Geld" not in told  # decided, but not released
    assert Client().get(reverse("guests:contribution-create", args=[SLUG])).status_code == 200
    question = CommentRound.objects.get(subject="frage")
    assert Client().get(question.guest_url).status_code == 200
    assert CommentRound.objects.filter(circle=Circle.PUBLIC).count() == 2
