"""Programmes: the consultations that are part of one."""

import pytest

from audit.models import Entry
from engagements.models import Programme, ProgrammePart
from rooms.enums import Circle, Role
from tests.engagements.programmes.pages import text, url
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


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
