"""What everybody reads of a mission statement: what was adopted and let out by two people, and not a byte more."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.enums import VersionState
from participation.models import AimMeasure, Section, StatementVersion
from participation.transitions.statements import adopt_rendering, move_version
from participation.writing import begin_rendering, copy_version
from rooms.enums import Circle
from rooms.ids import uuid7
from rooms.models import Release
from rooms.transitions import withdraw_release
from tests.factories.participation import MissionStatementFactory, SignatoryFactory
from tests.factories.profiles import Sides
from tests.factories.steering import MeasureFactory
from tests.participation.statements import adopted, at, public, text

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 6, 13)


@pytest.fixture
def statement(engagement):
    return MissionStatementFactory(engagement=engagement, slug="ort-der-vielfalt", title="Kanarie Arbeitstitel")


@pytest.fixture
def out(version, lead, advisor):
    return public(adopted(version, lead, DAY), advisor, lead)


@pytest.fixture
def anybody():
    return Client()


def page(client, name="statement", *args):
    return client.get(reverse(f"reports:{name}", args=args or ["ort-der-vielfalt"]))


def translated(standard, lead, advisor, words="لا أحد", language="ar"):
    row = StatementVersion(
        renders=standard, statement=standard.statement, wording="uebersetzung", language=language, title="مكان"
    )
    begin_rendering(row, by=lead)
    row.sections.update(text=words)
    row = adopt_rendering(move_version(row, VersionState.FINAL, by=lead), by=lead)
    return public(row, advisor, lead)


def test_adopted_and_released_it_is_there_for_everybody(anybody, out):
    response = page(anybody)
    found = text(response)

    for words in ("Ort der Vielfalt", "Alle reden mit.", "13. Juni 2018", "Stadtvertretung", out.sha256, "Prüfsumme"):
        assert words in found
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "Kanarie" not in found
    assert "Ort der Vielfalt" in text(anybody.get("/oeffentlich/leitbilder/"))


def test_the_profile_of_its_town_leads_there_as_long_as_it_is_out(anybody, out, lead, advisor):
    Sides(slug="ort", place=out.place).out()
    Sides(slug="anderswo").out()
    first, elsewhere = page(anybody, "profile", "ort"), page(anybody, "profile", "anderswo")
    assert reverse("reports:statement", args=[out.slug]) in text(first)
    assert out.title not in text(elsewhere)

    withdraw_release(Release.objects.get(key=out.pk), by=advisor)
    again = anybody.get(first.request["PATH_INFO"], headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert out.title not in text(again)


def test_whoever_is_signed_in_gets_the_same_bytes(signed_in, anybody, out):
    assert page(signed_in).content == page(anybody).content


@pytest.mark.parametrize("state", [VersionState.COMMENTED, VersionState.FINAL])
def test_what_is_not_adopted_is_not_there_even_when_released(anybody, version, lead, advisor, state):
    row = move_version(version, state, by=lead, until=dt.date(2999, 1, 1))
    public(row, advisor, lead)
    assert page(anybody).status_code == 404
    assert "Ort der Vielfalt" not in text(anybody.get("/oeffentlich/leitbilder/"))


def test_what_is_adopted_and_not_released_is_not_there(anybody, version, lead):
    adopted(version, lead, DAY)
    assert page(anybody).status_code == 404


def test_the_next_draft_and_the_next_adopted_are_not_seen_before_their_release(anybody, out, lead, advisor):
    draft = copy_version(out, by=lead, key=uuid7())
    draft.sections.filter(number=1).update(text="Kanarie im Entwurf.")
    assert "Kanarie" not in text(page(anybody))
    second = adopted(draft, lead, dt.date(2019, 1, 9))
    found = text(page(anybody))
    assert "Kanarie" not in found
    assert "die neue ist noch nicht veröffentlicht" in found

    public(second, advisor, lead)
    assert "Kanarie im Entwurf." in text(page(anybody))
    earlier = text(page(anybody, "statement-version", "ort-der-vielfalt", 1))
    assert "Alle reden mit." in earlier
    assert "Inzwischen gilt Fassung 2" in earlier
    assert "Kanarie" not in earlier


def test_what_is_edited_after_the_release_never_appears(anybody, out, lead):
    """By a form it is refused, by plain SQL too; see test_adoption. Planted past both, the hash no longer fits."""
    section = out.sections.first()
    client = Client()
    client.force_login(lead)
    client.post(at("section-update", section.pk), {"heading": "x", "text": "Kanarie", "kind": "leitziel"})
    assert "Kanarie" not in text(page(anybody))
    Section.objects.filter(pk=section.pk).update(text="Kanarie")  # the owner of the tables can
    out.refresh_from_db()
    assert out.digest() != out.sha256
    assert "Kanarie" not in text(page(anybody))


def test_taken_back_it_is_gone_at_the_next_request(anybody, out, advisor):
    assert page(anybody).status_code == 200
    withdraw_release(Release.objects.get(key=out.pk, state="freigegeben"), by=advisor)
    assert page(anybody).status_code == 404
    assert "ort-der-vielfalt" not in text(anybody.get("/oeffentlich/leitbilder/"))


def test_wordings_are_chosen_and_read_in_their_direction(anybody, out, lead, advisor):
    translated(out, lead, advisor)
    standard = text(page(anybody))
    other = text(page(anybody, "statement-wording", "ort-der-vielfalt", "uebersetzung-ar"))

    assert 'hreflang="ar"' in standard
    assert re.search('<article class="sheet document" lang="ar" dir="rtl"[ >]', other)
    assert "لا أحد" in other
    assert page(anybody, "statement-wording", "ort-der-vielfalt", "leicht-de").status_code == 404


def test_a_wording_of_an_earlier_text_says_so(anybody, out, lead, advisor):
    translated(out, lead, advisor)
    second = adopted(copy_version(out, by=lead, key=uuid7()), lead, dt.date(2019, 1, 9))
    public(second, advisor, lead)
    found = text(page(anybody, "statement-wording", "ort-der-vielfalt", "uebersetzung-ar"))
    assert "Dieser Text gibt Fassung 1 wieder. Inzwischen gilt Fassung 2." in found
    found = page(anybody, "statement-version-wording", "ort-der-vielfalt", 1, "uebersetzung-ar")
    assert found.status_code == 200


def test_in_english_the_frame_is_english_and_the_text_is_marked_german(anybody, out):
    found = text(anybody.get("/en/oeffentlich/leitbilder/ort-der-vielfalt/"))
    assert '<html lang="en">' in found
    assert re.search('<article class="sheet document" lang="de" dir="ltr"[ >]', found)


def test_below_an_aim_stand_the_public_measures_only(anybody, out, statement):
    for title, circle in (("Café öffnen", Circle.PUBLIC), ("Kanarienvogel", Circle.STEERING)):
        measure = MeasureFactory(goal__field__engagement=statement.engagement, circle=circle, title=title)
        AimMeasure.objects.create(statement=statement, number=1, measure=measure)
    found = text(page(anybody))
    assert "Café öffnen" in found
    assert "Kanarienvogel" not in found
    assert found.count("Was dafür geschieht") == 1


def test_only_who_consents_is_named_and_gone_with_one_click(signed_in, out, statement, lead, advisor):
    anybody = Client()
    named = public(SignatoryFactory(statement=statement, organisation="Sportverein", consents=True), advisor, lead)
    SignatoryFactory(statement=statement, organisation="Kanarienzüchter")
    SignatoryFactory(statement=statement, organisation="Kanarie ohne Freigabe", consents=True)
    found = text(page(anybody))
    assert "Sportverein" in found
    assert "Kanarie" not in found
    signed_in.post(at("signatory-withdraw", named.pk))
    assert "Sportverein" not in text(page(anybody))


def test_more_of_everything_asks_no_more_statements(anybody, out, statement, lead, advisor):
    def count():
        with CaptureQueriesContext(connection) as found:
            assert page(anybody).status_code == 200
        return len(found)

    def build(number):
        measure = MeasureFactory(goal__field__engagement=statement.engagement, circle=Circle.PUBLIC)
        AimMeasure.objects.create(statement=statement, number=number % 2 + 1, measure=measure)
        public(SignatoryFactory(statement=statement, consents=True), advisor, lead)

    build(0)
    translated(out, lead, advisor)
    few = count()
    for number in (1, 2, 3):
        build(number)
    translated(out, lead, advisor, language="fr")
    assert count() == few
