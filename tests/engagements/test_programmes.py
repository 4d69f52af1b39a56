"""Programmes: what was said stays as said, and what a person may not see is neither shown nor counted."""

import pytest
from django.urls import reverse

from audit.models import Entry
from engagements.actions import organisation_room
from engagements.claims import mark
from engagements.models import Programme, ProgrammeClaim, ProgrammePart, ProgrammePartner, ProgrammePlace
from rooms.enums import Circle, Role
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"engagements:{name}", args=args)


@pytest.fixture
def advisor(client):
    """Leads the room of her organisation, where the programmes lie; signed in."""
    person = UserFactory(organisation=OrganisationFactory())
    client.force_login(person)
    organisation_room(person)
    return person


@pytest.fixture
def programme(advisor):
    """A model project of the signed-in advisor's organisation, for its team."""
    return Programme.objects.create(
        room=organisation_room(advisor),
        author=advisor,
        title="Demokratieförderung in der Altmark",
        period="1.9.2017–31.12.2019",
        planned="bis 31.06.2022",
    )


def text(response):
    return response.content.decode()


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


def rows(prefix, *given, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    return data | {f"{prefix}-{n}-{key}": value for n, row in enumerate(given) for key, value in row.items()}


def filled(partners=(), claims=(), places=(), **fields):
    data = {"title": "Konflikte als Chance", "circle": 40} | fields
    return data | rows("partner", *partners) | rows("angaben", *claims) | rows("orte", *places)


class TestWriting:
    def test_a_programme_is_made_with_all_its_rows(self, client, advisor):
        place = PlaceFactory(name="Bautzen")
        data = filled(
            partners=[{"name": "VFB Salzwedel", "role": "traeger"}, {}],
            claims=[{"about": "Kommunen", "number": "7", "wording": "sieben", "as_of": "31.06.2022"}],
            places=[{"key": place.key}, {"wording": "Plauen"}],
            period="1.7.2018–30.8.2020",
        )

        page = client.post(url("programme-create"), data)

        programme = Programme.objects.get()
        assert page.url == programme.get_absolute_url()
        assert (programme.author, programme.room) == (advisor, organisation_room(advisor))
        assert [partner.name for partner in programme.partners.all()] == ["VFB Salzwedel"]
        assert programme.claims.get().as_of == "31.06.2022"
        assert [each.place for each in programme.places.all()] == [place, None]
        assert Entry.objects.about(programme).get().action == "programme.created"

    def test_the_first_of_an_organisation_opens_its_room(self, client):
        client.force_login(UserFactory(organisation=OrganisationFactory()))

        page = client.post(url("programme-create"), filled(), follow=True)

        assert page.status_code == 200
        assert "Konflikte als Chance" in text(page)

    def test_a_colleague_outside_the_room_makes_none_she_could_not_read(self, client, advisor):
        client.force_login(UserFactory(organisation=advisor.organisation))

        assert client.post(url("programme-create"), filled()).status_code == 403
        assert url("programme-create") not in text(client.get(url("programme-list")))

    def test_errors_stand_at_the_row_and_above_and_the_text_stays(self, client, advisor):
        data = filled(
            title="",
            summary="Getippter Text",
            partners=[{"name": "Nur ein Name"}],
            places=[{"key": "99999999"}, {"group": "Kohorte 2"}],
        )

        page = text(client.post(url("programme-create"), data))

        assert "Partner*in 1, Rolle – Bitte wählen Sie eine Rolle." in page
        assert page.count("Diesen Schlüssel kennt das Verzeichnis nicht.") == 2
        assert page.count("Bitte geben Sie einen Namen oder einen Schlüssel an.") == 2
        assert "Getippter Text" in page
        assert "Nur ein Name" in page
        assert not Programme.objects.exists()

    def test_rows_are_changed_and_removed_with_an_audit_line(self, client, advisor, programme):
        one, two = (ProgrammePartner.objects.create(programme=programme, name=name, role="traeger") for name in "AB")
        given = [
            {"id": one.pk, "name": "A!", "role": "traeger"},
            {"id": two.pk, "name": "B", "role": "traeger", "DELETE": "1"},
        ]

        client.post(url("programme-update", programme.pk), filled(version=1) | rows("partner", *given, initial=2))

        assert [partner.name for partner in programme.partners.all()] == ["A!"]
        assert "Partner*innen" in Entry.objects.about(programme).first().summary

    def test_who_opened_the_form_before_the_rows_changed_is_asked_to_look(self, client, advisor, programme):
        one = ProgrammePartner.objects.create(programme=programme, name="A", role="traeger")
        same = {name: getattr(programme, name) for name in ("title", "period", "planned")} | {"version": 1}
        for name in ("Von der anderen", "Von mir"):
            given = rows("partner", {"id": one.pk, "name": name, "role": "traeger"}, initial=1)
            page = client.post(url("programme-update", programme.pk), filled(**same) | given)

        one.refresh_from_db()
        assert one.name == "Von der anderen"
        assert "Inzwischen hat jemand anderes" in text(page)
        assert "Von mir" in text(page)

    def test_more_rows_are_offered_and_nothing_is_saved(self, client, advisor):
        data = filled(title="", partners=[{"name": "Halb"}], mehr="partner")

        page = text(client.post(url("programme-create"), data))

        assert 'name="partner-3-name"' in page
        assert "Halb" in page
        assert 'class="wrong"' not in page

    def test_a_form_from_before_is_refused_with_its_text(self, client, programme):
        data = filled(title="Von mir", version=1)
        Programme.objects.filter(pk=programme.pk).update(version=2)

        page = text(client.post(url("programme-update", programme.pk), data))

        assert "Inzwischen hat jemand anderes" in page
        assert "Von mir" in page
        assert 'name="version" value="2"' in page

    def test_the_form_carries_its_version(self, client, programme):
        assert 'name="version" value="1"' in text(client.get(url("programme-update", programme.pk)))

    def test_a_wider_circle_shares_from_today_and_is_noted(self, client, programme):
        Programme.objects.filter(pk=programme.pk).update(shared_on="2020-01-01")

        client.post(url("programme-update", programme.pk), filled(title=programme.title, circle=0, version=1))

        programme.refresh_from_db()
        assert programme.circle == Circle.PUBLIC
        assert str(programme.shared_on) != "2020-01-01"
        assert Entry.objects.about(programme).filter(action="programme.moved").exists()

    def test_a_programme_does_not_follow_itself(self, client, programme):
        later = Programme.objects.create(room=programme.room, title="Später", predecessor=programme)

        page = client.post(url("programme-update", programme.pk), filled(predecessor=later.pk, version=1))

        assert "folgt selbst auf" in text(page)

    @pytest.mark.parametrize("member", [True, False])
    def test_only_the_team_of_the_room_edits(self, client, programme, member):
        Programme.objects.filter(pk=programme.pk).update(circle=Circle.PUBLIC if not member else Circle.STEERING)
        person = UserFactory()
        if member:
            MembershipFactory(room=programme.room, user=person, role=Role.OBSERVER)
        client.force_login(person)

        assert client.get(url("programme-update", programme.pk)).status_code == 403
        assert client.post(url("programme-update", programme.pk), filled()).status_code == 403

    def test_a_hidden_programme_does_not_exist_for_editing_either(self, client, programme):
        client.force_login(UserFactory())

        assert client.post(url("programme-update", programme.pk), filled()).status_code == 404

    @pytest.mark.parametrize(
        "bad",
        [
            {"title": "Nul\x00"},
            {"title": "x" * 241},
            {"period": "\x00"},
            {"period": "y" * 500},
            {"kind": "nichts"},
            {"circle": "77"},
            {"circle": "x"},
            {"predecessor": "keine-uuid"},
            {"version": "x"},
            {"partner-TOTAL_FORMS": "viele"},
            {"partner-0-role": "nichts"},
            {"angaben-0-number": "99999999999999999999"},
            {"angaben-0-number": "-1"},
            {"orte-0-key": "\x00"},
            {"orte-0-key": "12345678901234567890"},
            {"mehr": "orte", "orte-TOTAL_FORMS": "9" * 50},
        ],
    )
    def test_bad_input_is_no_error_of_the_server(self, client, programme, bad):
        partners, said = [{"name": "A", "role": "traeger"}], [{"about": "B", "wording": "C"}]
        data = filled(partners, said, [{"wording": "D"}], version=1) | bad

        assert client.post(url("programme-update", programme.pk), data).status_code in {200, 302}

    @pytest.mark.parametrize(
        "query", ["q=%00", "q=" + "x" * 5000, "art=nichts", "art=%00", "q=Altmark&art=modell", "q=%25_", "page=0"]
    )
    def test_bad_filters_are_no_error_of_the_server(self, client, programme, query):
        assert client.get(url("programme-list") + "?" + query).status_code in {200, 404}

    def test_filters_find_by_partner_and_keep_each_programme_once(self, client, programme):
        for name in ("Landespräventionsrat", "Landesprogramm"):
            ProgrammePartner.objects.create(programme=programme, name=name, role="foerderung")
        Programme.objects.create(room=programme.room, title="Anderes")

        page = client.get(url("programme-list"), {"q": "Landes"})

        assert list(page.context["page_obj"]) == [programme]

    def test_the_newest_comes_first_and_the_undated_last(self, client, programme):
        newer = Programme.objects.create(room=programme.room, title="Neuer", period="2021")
        undated = Programme.objects.create(room=programme.room, title="Ohne Zeit")

        assert list(client.get(url("programme-list")).context["page_obj"]) == [newer, programme, undated]


class TestParts:
    def test_an_own_consultation_is_put_in_and_taken_out(self, client, programme, advisor):
        mine = EngagementFactory(advisor=advisor)

        client.post(url("part-create", programme.pk), {"engagement": mine.pk, "period": "2018"})
        part = ProgrammePart.objects.get()
        assert (part.engagement, part.period_from.year) == (mine, 2018)
        client.post(url("part-delete", part.pk))

        assert not ProgrammePart.objects.exists()
        assert Entry.objects.about(mine).count() == 2

    def test_a_foreign_consultation_cannot_be_chosen(self, client, programme, advisor):
        EngagementFactory(advisor=advisor)
        foreign = EngagementFactory(title="Fremde Beratung")

        assert "Fremde Beratung" not in text(client.get(url("part-create", programme.pk)))
        assert client.post(url("part-create", programme.pk), {"engagement": foreign.pk}).status_code == 200
        assert not ProgrammePart.objects.exists()

    def test_twice_is_refused_in_german(self, client, programme, advisor):
        mine = EngagementFactory(advisor=advisor)
        ProgrammePart.objects.create(programme=programme, engagement=mine)
        EngagementFactory(advisor=advisor)

        page = client.post(url("part-create", programme.pk), {"engagement": mine.pk})

        assert page.status_code == 200
        assert ProgrammePart.objects.count() == 1

    @pytest.mark.parametrize(("role", "status"), [(Role.STEERING, 403), (Role.CONTACT, 403), (None, 404)])
    def test_only_the_team_takes_out(self, client, programme, role, status):
        Programme.objects.filter(pk=programme.pk).update(circle=Circle.PUBLIC)
        engagement, person = EngagementFactory(), UserFactory()
        part = ProgrammePart.objects.create(programme=programme, engagement=engagement)
        if role:
            MembershipFactory(room=engagement.room, user=person, role=role)
        client.force_login(person)

        assert client.post(url("part-delete", part.pk)).status_code == status
        assert ProgrammePart.objects.exists()

    @pytest.mark.parametrize(
        "bad", [{"engagement": "x"}, {"engagement": "\x00"}, {"period": "y" * 300}, {"note": "\x00"}]
    )
    def test_bad_input_is_no_error_of_the_server(self, client, programme, advisor, bad):
        EngagementFactory(advisor=advisor)

        assert client.post(url("part-create", programme.pk), bad).status_code == 200
