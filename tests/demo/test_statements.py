"""The mission statement of Ludwigslust: what is told stands there, what is made up says so."""

import pytest
from django.test import Client

from participation.models import MissionStatement, Section, Signatory, StatementVersion
from rooms.enums import Circle

pytestmark = pytest.mark.django_db


def test_it_stands_as_the_founding_document_tells_it(house):
    version = StatementVersion.objects.get(state="beschlossen", wording="standard")

    assert version.title == "Ludwigslust – Ort der Vielfalt"
    assert f"{version.adopted_on:%m.%Y}" == "06.2018"
    assert "Teilhabe" in version.purpose
    assert "friedfertigen Umgang" in version.purpose
    assert "Einwohner*innen und Akteure" in version.addressees
    assert version.sections.filter(kind="leitziel").count() >= 7


def test_what_no_source_tells_says_that_it_is_made_up(house):
    assert all(text.startswith("(Beispieltext)") for text in Section.objects.values_list("text", flat=True))
    assert all("(fiktiv)" in name for name in Signatory.objects.values_list("organisation", flat=True))
    version = StatementVersion.objects.get(state="beschlossen", wording="standard")
    assert "erfunden" in version.adopted_by
    for row in (version.resolution, version.recommended):
        assert row.wording.startswith("Fiktiv")


def test_two_versions_and_one_in_plain_language_are_there(house):
    statement = MissionStatement.objects.get()
    numbers = set(statement.versions.values_list("number", "wording"))
    assert {(1, "standard"), (2, "standard"), (2, "einfach")} <= numbers
    assert set(statement.versions.filter(number=1).values_list("circle", flat=True)) == {Circle.STEERING}


def test_everybody_reads_it(house):
    page = Client().get("/oeffentlich/leitbilder/ludwigslust-ort-der-vielfalt/").content.decode()
    assert "Ludwigslust – Ort der Vielfalt" in page
    assert "Einfache Sprache" in page
    assert "Märkte und Feste" not in page  # of the first version
