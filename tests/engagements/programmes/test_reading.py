"""Programmes: what was said stays as said, and what a person may not see is neither shown nor counted."""

import pytest

from engagements.actions import organisation_room
from engagements.claims import mark
from engagements.models import Programme, ProgrammeClaim, ProgrammePart, ProgrammePartner, ProgrammePlace
from rooms.enums import Circle
from tests.engagements.programmes.pages import text, url
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.municipalities import PlaceFactory

pytestmark = pytest.mark.django_db


class TestReading:
    def test_the_sheet_keeps_planned_and_actual_apart(self, client, programme):
        page = text(client.get(programme.get_absolute_url()))

        assert "1.9.2017–31.12.2019" in page
        assert "geplante Laufzeit" in page

    def test_an_impossible_date_keeps_its_wording_and_says_so(self, client, programme):
        page = text(client.get(programme.get_absolute_url()))

        assert "bis 31.06.2022" in page
        assert "Den 31. Juni 2022 gibt es nicht" in page

    @pytest.mark.parametrize("circle", [circle for circle in Circle if circle < Circle.SEALED])
    def test_the_circle_of_the_programme_is_obeyed(self, client, programme, circle):
        Programme.objects.filter(pk=programme.pk).update(circle=circle)
        client.force_login(UserFactory())
        seen = circle == Circle.PUBLIC

        assert (client.get(programme.get_absolute_url()).status_code == 200) == seen
        assert (programme.title in text(client.get(url("programme-list")))) == seen

    def test_a_foreign_consultation_is_neither_shown_nor_counted(self, client, programme, advisor):
        before = text(client.get(programme.get_absolute_url()))
        for number in range(3):
            foreign = EngagementFactory(title=f"Fremde Beratung {number}")
            ProgrammePart.objects.create(programme=programme, engagement=foreign, period="Mai 2018", note="Geheim")

        assert without_tokens(text(client.get(programme.get_absolute_url()))) == without_tokens(before)

    def test_own_consultations_stand_with_their_own_time(self, client, programme, advisor):
        mine = EngagementFactory(title="Beratung in Osterburg", advisor=advisor)
        ProgrammePart.objects.create(programme=programme, engagement=mine, period="Herbst 2018")
        ProgrammePart.objects.create(programme=programme, engagement=EngagementFactory(title="Fremde Beratung"))

        page = text(client.get(programme.get_absolute_url()))

        assert "Beratung in Osterburg" in page
        assert "Herbst 2018" in page
        assert "Fremde Beratung" not in page

    def test_neighbours_in_time_obey_the_circle_too(self, client, programme, advisor):
        hidden = Programme.objects.create(
            room=organisation_room(UserFactory(organisation=OrganisationFactory())), title="Verborgenes Vorprojekt"
        )
        Programme.objects.filter(pk=programme.pk).update(predecessor=hidden)
        Programme.objects.create(room=programme.room, title="Nachfolger", predecessor=programme)
        Programme.objects.create(room=hidden.room, title="Verborgener Nachfolger", predecessor=programme)

        page = text(client.get(programme.get_absolute_url()))

        assert "Nachfolger" in page
        assert "Verborgen" not in page

    def test_partners_claims_and_places_stand_with_their_roles(self, client, programme):
        place = PlaceFactory(name="Osterburg")
        ProgrammePartner.objects.create(programme=programme, name="BMFSFJ", role="foerderung")
        ProgrammePlace.objects.create(programme=programme, place=place, group="Kohorte 1")
        ProgrammePlace.objects.create(programme=programme, wording="Kalbe (Milde)", group="Kohorte 1")
        ProgrammeClaim.objects.create(programme=programme, about="Kommunen", number=7, wording="sieben Kommunen")
        EngagementFactory(municipality=place)

        page = text(client.get(programme.get_absolute_url()))

        assert "Förderung" in page
        assert place.get_absolute_url() in page
        assert "davon 2 genannt" in page
        assert "2 Orte genannt" in page

    @pytest.mark.parametrize("name", ["programme-list", "programme-detail"])
    def test_the_number_of_queries_does_not_grow(self, client, advisor, programme, django_assert_max_num_queries, name):
        counts = []
        for number in (1, 3):
            one = Programme.objects.create(room=programme.room, title=f"Programm {number}", author=advisor)
            for each in range(number):
                ProgrammePartner.objects.create(programme=one, name=f"P{each}", role="traeger")
                ProgrammeClaim.objects.create(programme=one, about="Kommunen", number=each, wording="x")
                ProgrammePlace.objects.create(programme=one, place=PlaceFactory())
                mine = EngagementFactory(advisor=advisor, municipality=PlaceFactory())
                ProgrammePart.objects.create(programme=one, engagement=mine)
            with django_assert_max_num_queries(25) as queries:
                assert client.get(url(name, *([one.pk] if name == "programme-detail" else []))).status_code == 200
            counts.append(len(queries))

        assert counts[0] == counts[1]


def without_tokens(page):
    """The page without what is different in every answer."""
    return [line for line in page.splitlines() if "csrf" not in line.lower()]


class TestClaims:
    def claims(self, *rows):
        return mark([ProgrammeClaim(wording="x", **row) for row in rows], [])

    def test_different_numbers_about_the_same_disagree(self):
        six, seven, other = self.claims(
            {"about": "Kommunen", "number": 6}, {"about": " kommunen", "number": 7}, {"about": "Tagungen", "number": 3}
        )

        assert six.disagrees
        assert seven.disagrees
        assert not other.disagrees

    def test_planned_and_reached_do_not_disagree(self):
        planned, reached = self.claims(
            {"about": "Kommunen", "number": 6, "is_planned": True}, {"about": "Kommunen", "number": 7}
        )

        assert not planned.disagrees
        assert not reached.disagrees

    def test_numbers_of_different_days_are_a_development(self):
        early, late = self.claims(
            {"about": "Kommunen", "number": 21, "as_of": "25.09.2020"},
            {"about": "Kommunen", "number": 35, "as_of": "2021"},
        )

        assert not early.disagrees
        assert not late.disagrees

    def test_unknown_is_not_zero(self):
        unknown, zero = self.claims({"about": "Kommunen"}, {"about": "Kommunen", "number": 0})

        assert not unknown.disagrees
        assert not zero.disagrees

    def test_the_page_says_it(self, client, programme):
        for number in (6, 7):
            ProgrammeClaim.objects.create(programme=programme, about="Kommunen", number=number, wording=f"{number}")

        assert text(client.get(programme.get_absolute_url())).count("Quellen nennen verschiedene Zahlen") == 2
