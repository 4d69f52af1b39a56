"""Process templates: how a consultation changes over to another version."""

import datetime as dt

import pytest

from audit.models import Entry
from engagements.actions import WayHasChanged, move_engagement, new_version
from engagements.enums import PhaseState
from engagements.models import Criterion
from engagements.moves import plan_move
from engagements.transitions import take_step
from rooms.enums import Role
from tests.engagements.templates.pages import url
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.templates import PhaseTemplateFactory, TemplateFactory

pytestmark = pytest.mark.django_db


class TestMoving:
    def move(self, client, engagement, target):
        digest = plan_move(engagement, target).digest
        return client.post(url("move", engagement.pk), {"auf": target.pk, "stand": digest})

    def codes(self, engagement):
        return list(engagement.phases.order_by("order").values_list("code", flat=True))

    def test_a_running_consultation_stays_on_its_version(self, running, second, first):
        running.refresh_from_db()

        assert running.template == first
        assert self.codes(running) == ["anfang", "mitte", "ende"]

    def test_it_moves_in_one_step(self, client, running, second):
        page = client.get(url("move", running.pk), {"auf": second.pk}).content.decode()
        assert "heißt dann „Hauptteil“" in page

        self.move(client, running, second)

        running.refresh_from_db()
        assert running.template == second
        assert self.codes(running) == ["anfang", "mitte", "nachher"]
        middle = running.phases.get(code="mitte")
        assert middle.name == "Hauptteil"
        assert {row.text for row in middle.criteria.all()} == {"Der Auftrag liegt vor.", "Niemand fehlt."}
        line = Entry.objects.about(running).first()
        assert (line.action, "Fassung 1 → " in line.summary) == ("engagement.template", True)

    def test_ticked_criteria_stay(self, client, running, second):
        ticked = Criterion.objects.get(phase__engagement=running, text="Alle sind gehört.")
        ticked.met_on = dt.date(2026, 1, 2)
        ticked.save()

        self.move(client, running, second)

        ticked.refresh_from_db()
        assert (ticked.met_on, ticked.phase.name) == (dt.date(2026, 1, 2), "Hauptteil")

    def test_an_own_criterion_and_an_own_name_stay(self, client, running, second, advisor):
        middle = running.phases.get(code="mitte")
        middle.name = "Unsere Mitte"
        middle.save()
        Criterion.objects.create(phase=middle, room=running.room, author=advisor, text="Eigenes")

        self.move(client, running, second)

        middle.refresh_from_db()
        assert middle.name == "Unsere Mitte"
        assert middle.criteria.filter(text="Eigenes").exists()

    @pytest.mark.parametrize("trace", ["entry", "running", "stepped", "ticked", "dates"])
    def test_a_touched_phase_stays_and_it_says_why(self, client, running, second, advisor, trace):
        phase = running.phases.get(code="ende")
        if trace == "entry":
            LogEntryFactory(engagement=running, phase=phase)
        elif trace == "ticked":
            Criterion.objects.create(phase=phase, room=running.room, text="Erfüllt", met_on=dt.date(2026, 1, 1))
        elif trace == "dates":
            phase.planned = "Herbst 2027"
            phase.save()
        else:
            take_step(phase, "beginnen", by=advisor, reason="Es eilt.")
            if trace == "stepped":
                take_step(phase, "zuruecknehmen", by=advisor)

        page = client.get(url("move", running.pk), {"auf": second.pk}).content.decode()
        assert "bleiben, wie sie sind" in page
        self.move(client, running, second)

        assert running.phases.filter(code="ende", name="Ende").exists()

    def test_a_finished_phase_stays_as_it_was(self, client, running, second):
        running.phases.filter(code="mitte").update(state=PhaseState.DONE)

        self.move(client, running, second)

        middle = running.phases.get(code="mitte")
        assert middle.name == "Mitte"
        assert middle.criteria.filter(text="Alle sind gehört.").exists()

    def test_a_phase_of_ones_own_keeps_its_place(self, client, running, second):
        running.phases.filter(code="mitte").update(order=30)
        running.phases.filter(code="ende").update(order=40)
        PhaseFactory(engagement=running, code="eigene-1", name="Eigene", order=25)

        self.move(client, running, second)

        assert self.codes(running) == ["anfang", "eigene-1", "mitte", "nachher"]

    def test_another_template_is_offered_with_the_same_preview(self, client, running):
        other = TemplateFactory(published=True, name="Ganz anders", approach="dialog")
        PhaseTemplateFactory(template=other, code="auftakt", name="Auftakt")

        assert "Ganz anders" in client.get(url("move", running.pk)).content.decode()
        self.move(client, running, other)

        running.refresh_from_db()
        assert (running.template, running.approach, self.codes(running)) == (other, "dialog", ["auftakt"])

    def test_what_changed_since_the_preview_is_shown_first(self, client, running, second, advisor):
        digest = plan_move(running, second).digest
        LogEntryFactory(engagement=running, phase=running.phases.get(code="ende"))

        with pytest.raises(WayHasChanged):
            move_engagement(running, second, by=advisor, seen=digest)
        page = client.post(url("move", running.pk), {"auf": second.pk, "stand": digest}, follow=True)
        assert "Inzwischen hat sich am Weg etwas geändert" in page.content.decode()

    @pytest.mark.parametrize(("role", "status"), [(Role.ADVISOR, 403), (Role.CONTACT, 403), (None, 404)])
    def test_only_the_lead_moves(self, client, first, second, role, status):
        engagement = EngagementFactory(template=first)
        member = UserFactory()
        if role:
            MembershipFactory(room=engagement.room, user=member, role=role)
        client.force_login(member)

        assert client.get(url("move", engagement.pk)).status_code == status
        assert client.post(url("move", engagement.pk), {"auf": second.pk}).status_code == status

    def test_a_closed_consultation_stays(self, client, running, second, first):
        type(running).objects.filter(pk=running.pk).update(status="abgeschlossen")

        page = client.post(url("move", running.pk), {"auf": second.pk})

        running.refresh_from_db()
        assert running.template == first
        assert "ist beendet" in page.content.decode()

    @pytest.mark.parametrize("key", ["0", "x", "99999999999999999999", "²"])
    def test_a_key_nobody_offered_does_not_exist(self, client, running, key):
        assert client.get(url("move", running.pk), {"auf": key}).status_code == 404

    def test_nobody_moves_to_a_draft(self, client, running, first):
        draft, _is_new = new_version(first, by=UserFactory())

        assert client.get(url("move", running.pk), {"auf": draft.pk}).status_code == 404
