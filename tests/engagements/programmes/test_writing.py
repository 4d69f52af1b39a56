"""Programmes: how they are written, with all their rows."""

import pytest

from audit.models import Entry
from engagements.actions import organisation_room
from engagements.models import Programme, ProgrammePartner
from rooms.enums import Circle, Role
from tests.engagements.programmes.pages import text, url
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.municipalities import PlaceFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


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
        assert "Inzwischen wurde hier etwas anderes" in text(page)
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

        assert "Inzwischen wurde hier etwas anderes" in page
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
