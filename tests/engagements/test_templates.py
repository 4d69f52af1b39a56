"""Process templates: who reads which version, how versions follow each other, how a consultation changes over."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Entry
from engagements.actions import (
    WayHasChanged,
    copy_template,
    discard_draft,
    move_engagement,
    new_version,
    open_engagement,
)
from engagements.enums import CriterionKind, Gate, PhaseState, TemplateState
from engagements.models import Criterion, ProcessTemplate
from engagements.moves import plan_move
from engagements.transitions import NoPhases, NotADraft, VersionTaken, publish_template, take_step
from engagements.versions import difference, problems
from rooms.enums import Role
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory, PhaseFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.templates import CriterionTemplateFactory, PhaseTemplateFactory, TemplateFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"engagements:template-{name}", args=args)


@pytest.fixture
def admin(client):
    """The administrator of the network, signed in."""
    person = UserFactory(is_network_admin=True, organisation=OrganisationFactory())
    client.force_login(person)
    return person


@pytest.fixture
def advisor(client):
    person = UserFactory(organisation=OrganisationFactory())
    client.force_login(person)
    return person


@pytest.fixture
def first():
    """A published first version with three phases; the middle one has two criteria."""
    template = TemplateFactory(code="dreischritt", name="Dreischritt", published=True)
    for order, code in enumerate(["anfang", "mitte", "ende"], start=1):
        PhaseTemplateFactory(template=template, code=code, name=code.title(), order=order * 10)
    middle = template.phases.get(code="mitte")
    CriterionTemplateFactory(phase=middle, text="Alle sind gehört.")
    CriterionTemplateFactory(phase=middle, text="Der Auftrag liegt vor.", gate=Gate.MANDATE)
    return template


@pytest.fixture
def second(first):
    """A published second version: „Ende“ is gone, „Nachher“ is new, „Mitte“ has another name and criterion."""
    editor = UserFactory(is_network_admin=True)
    draft, _is_new = new_version(first, by=editor)
    draft.phases.get(code="ende").delete()
    PhaseTemplateFactory(template=draft, code="nachher", name="Nachher", order=40)
    middle = draft.phases.get(code="mitte")
    middle.name = "Hauptteil"
    middle.save()
    middle.criteria.filter(text="Alle sind gehört.").delete()
    CriterionTemplateFactory(phase=middle, text="Niemand fehlt.")
    publish_template(draft, by=editor)
    return ProcessTemplate.objects.get(pk=draft.pk)


@pytest.fixture
def running(first, advisor):
    """A consultation of the signed-in advisor by the first version."""
    return open_engagement(by=advisor, template=first, title="Beratung in Musterstedt")


class TestReading:
    def test_everybody_reads_published_versions(self, client, advisor, first):
        page = client.get(url("detail", first.pk))

        assert page.status_code == 200
        assert "Alle sind gehört." in page.content.decode()
        assert "Auftrag der Verwaltungsspitze liegt vor" in page.content.decode()

    @pytest.mark.parametrize("state", ["draft", "retired"])
    def test_drafts_and_retired_versions_do_not_exist_for_others(self, client, advisor, state):
        template = TemplateFactory(retired=state == "retired", name="Geheimer Name")

        assert client.get(url("detail", template.pk)).status_code == 404
        assert "Geheimer Name" not in client.get(url("list")).content.decode()

    def test_who_still_works_by_a_retired_version_reads_it(self, client, running, first, second):
        assert client.get(url("detail", first.pk)).status_code == 200

    def test_an_ended_membership_closes_the_retired_version(self, client, advisor, first, running, second):
        running.room.memberships.update(ends_on=dt.date(2024, 1, 1), starts_on=dt.date(2020, 1, 1))

        assert client.get(url("detail", first.pk)).status_code == 404

    def test_only_ones_own_consultations_stand_under_a_template(self, client, running, first):
        EngagementFactory(template=first, title="Fremde Beratung")

        page = client.get(url("detail", first.pk)).content.decode()

        assert "Beratung in Musterstedt" in page
        assert "Fremde Beratung" not in page

    def test_the_administrator_sees_no_consultation_of_others(self, client, admin, first):
        EngagementFactory(template=first, title="Fremde Beratung")

        assert "Fremde Beratung" not in client.get(url("detail", first.pk)).content.decode()

    def test_the_chooser_compares_and_shows_drafts_with_their_next_step(self, client, admin, first):
        draft, _is_new = new_version(first, by=admin)

        page = client.get(url("list")).content.decode()

        assert url("publish", draft.pk) in page
        assert "Steuerndes Gremium" in page

    def test_nobody_is_let_in_without_signing_in(self, client, first):
        assert client.get(url("list")).status_code == 302

    @pytest.mark.parametrize("name", ["list", "detail"])
    def test_the_number_of_queries_does_not_grow(self, client, admin, django_assert_max_num_queries, name):
        counts = []
        for number in (1, 3):
            template = TemplateFactory(published=True)
            for _each in range(number):
                CriterionTemplateFactory(phase__template=template)
            with django_assert_max_num_queries(20) as queries:
                assert client.get(url(name, *([template.pk] if name == "detail" else []))).status_code == 200
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestVersions:
    @pytest.mark.parametrize("name", ["update", "publish", "discard", "phase-create"])
    def test_a_published_version_is_never_changed(self, client, admin, first, name):
        before = ProcessTemplate.objects.filter(pk=first.pk).values().get()

        page = client.post(url(name, first.pk), {"name": "Anders"})

        assert page.status_code == 403
        assert "ändern sich nicht" in page.content.decode()
        assert ProcessTemplate.objects.filter(pk=first.pk).values().get() == before
        assert first.phases.count() == 3

    @pytest.mark.parametrize("name", ["phase-update", "phase-shift", "phase-delete"])
    def test_nor_are_its_phases(self, client, admin, first, name):
        phase = first.phases.first()

        page = client.post(url(name, first.pk, phase.pk), {"name": "Anders", "wohin": "spaeter"})

        assert page.status_code == 403
        assert list(first.phases.values_list("code", flat=True)) == ["anfang", "mitte", "ende"]

    @pytest.mark.parametrize("name", ["new-version", "copy", "update", "publish", "discard"])
    def test_only_administrators_change_templates(self, client, advisor, first, name):
        assert client.post(url(name, first.pk)).status_code == 403

    def test_a_new_version_begins_with_everything_and_is_a_draft(self, client, admin, first):
        page = client.post(url("new-version", first.pk))

        draft = ProcessTemplate.objects.get(code="dreischritt", number=2)
        assert page.url == draft.get_absolute_url()
        assert (draft.state, draft.based_on) == (TemplateState.DRAFT, first)
        assert not difference(first, draft)
        assert draft.phases.get(code="mitte").criteria.count() == 2
        assert Entry.objects.about(draft).filter(actor=admin).exists()

    def test_a_second_draft_is_not_begun(self, admin, first):
        draft, is_new = new_version(first, by=admin)

        assert is_new
        assert new_version(first, by=admin) == (draft, False)

    def test_a_copy_goes_under_its_own_code(self, client, admin, first):
        client.post(url("copy", first.pk), {"name": "Größere Runde", "code": ""})

        copy = ProcessTemplate.objects.get(name="Größere Runde")
        assert (copy.code, copy.number, copy.phases.count()) == ("groessere-runde", 1, 3)

    def test_a_code_that_is_taken_is_refused_in_german(self, client, admin, first):
        page = client.post(url("copy", first.pk), {"name": "Noch eine", "code": "dreischritt"})

        assert "Dieses Kürzel hat schon eine Vorlage" in page.content.decode()
        assert ProcessTemplate.objects.count() == ProcessTemplate.objects.exclude(name="Noch eine").count()

    def test_publishing_retires_the_version_before(self, client, admin, first):
        draft, _is_new = new_version(first, by=admin)

        client.post(url("publish", draft.pk))

        states = ProcessTemplate.objects.filter(code="dreischritt").order_by("number").values_list("state", flat=True)
        assert list(states) == [TemplateState.RETIRED, TemplateState.PUBLISHED]
        assert Entry.objects.about(first).first().action == "template.retired"
        assert Entry.objects.about(draft).first().action == "template.published"

    def test_publishing_twice_is_refused(self, admin, first):
        with pytest.raises(NotADraft):
            publish_template(first, by=admin)

    def test_an_empty_template_is_not_published(self, client, admin):
        draft = TemplateFactory()

        with pytest.raises(NoPhases):
            publish_template(draft, by=admin)
        assert "noch keine Phase" in client.get(url("publish", draft.pk)).content.decode()
        assert "ohne Phasen" in client.post(url("publish", draft.pk), follow=True).content.decode()

    def test_an_older_draft_does_not_replace_a_later_version(self, admin, second):
        draft = TemplateFactory(code=second.code, number=0)
        PhaseTemplateFactory(template=draft)

        with pytest.raises(VersionTaken):
            publish_template(draft, by=admin)

    def test_the_database_keeps_one_published_version_per_code(self, first):
        with pytest.raises(IntegrityError), transaction.atomic():
            TemplateFactory(code=first.code, number=2, published=True)

    def test_a_draft_is_discarded_with_its_copies_left_standing(self, client, admin, first):
        draft, _is_new = new_version(first, by=admin)
        copy = copy_template(draft, by=admin, name="Kopie", code="kopie")

        assert client.get(url("discard", draft.pk)).status_code == 200
        client.post(url("discard", draft.pk))

        assert not ProcessTemplate.objects.filter(pk=draft.pk).exists()
        copy.refresh_from_db()
        assert copy.based_on == first

    def test_a_published_version_is_not_discarded(self, admin, first):
        with pytest.raises(NotADraft):
            discard_draft(first, by=admin)


class TestDifference:
    def test_phases_and_criteria(self, first, second):
        found = difference(first, second)

        assert [phase.code for phase in found.added] == ["nachher"]
        assert [phase.code for phase in found.removed] == ["ende"]
        (middle,) = found.changed
        assert (middle.before, middle.phase.name) == ("Mitte", "Hauptteil")
        (criteria,) = middle.changes
        assert (criteria.removed, criteria.added) == (("Alle sind gehört.",), ("Niemand fehlt.",))
        assert not found.reordered

    def test_texts_gates_and_order(self, admin, first):
        draft, _is_new = new_version(first, by=admin)
        draft.length = "ein Jahr"
        draft.save()
        draft.phases.filter(code="anfang").update(order=99, activities="eins\nzwei")
        draft.phases.get(code="mitte").criteria.update(gate="")

        found = difference(first, draft)

        assert found.reordered
        assert [(change.label, change.added) for change in found.head] == [("übliche Dauer", ("ein Jahr",))]
        assert {change.phase.code for change in found.changed} == {"anfang", "mitte"}

    def test_the_preview_shows_it(self, client, admin, first):
        draft, _is_new = new_version(first, by=admin)
        draft.phases.get(code="ende").delete()

        page = client.get(url("publish", draft.pk)).content.decode()

        assert "Entfernte Phase:" in page
        assert "gegenüber Fassung 1" in page

    def test_problems_are_named(self, first):
        assert not any("Verwaltungsspitze" in each for each in problems(first))
        draft = TemplateFactory()
        PhaseTemplateFactory(template=draft, name="Gleich")
        PhaseTemplateFactory(template=draft, name="gleich")

        found = " ".join(problems(draft))

        assert "Auftrag der Verwaltungsspitze" in found
        assert "Zwei Phasen heißen gleich" in found
        assert "kein Ausgangskriterium" in found


def rows(prefix, *given, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    return data | {f"{prefix}-{n}-{key}": value for n, row in enumerate(given) for key, value in row.items()}


class TestEditing:
    @pytest.fixture
    def draft(self, admin, first):
        return new_version(first, by=admin)[0]

    def test_the_head_is_saved_with_an_audit_line(self, client, admin, draft):
        seen = client.get(url("update", draft.pk)).context["form"]["version"].value()
        client.post(url("update", draft.pk), {"name": "Neuer Name", "approach": "frei", "version": seen})

        draft.refresh_from_db()
        assert draft.name == "Neuer Name"
        assert "Name" in Entry.objects.about(draft).first().summary

    def test_two_editors_do_not_overwrite_each_other(self, client, admin, draft):
        seen = client.get(url("update", draft.pk)).context["form"]["version"].value()
        ProcessTemplate.objects.filter(pk=draft.pk).update(name="Von der anderen")

        page = client.post(url("update", draft.pk), {"name": "Von mir", "approach": "frei", "version": seen})

        draft.refresh_from_db()
        assert draft.name == "Von der anderen"
        assert "Inzwischen hat jemand anderes" in page.content.decode()
        assert "Von mir" in page.content.decode()

    def test_an_older_list_of_criteria_overwrites_nothing(self, client, admin, draft):
        phase = draft.phases.get(code="mitte")
        one, two = phase.criteria.all()
        there = url("phase-update", draft.pk, phase.pk)
        seen = client.get(there).context["form"]["version"].value()
        for words in ("Von der anderen.", "Von mir."):
            given = [{"id": each.pk, "text": words, "kind": each.kind, "gate": each.gate} for each in (one, two)]
            data = {"name": phase.name, "circle": 40, "version": seen} | rows("kriterien", *given, initial=2)
            page = client.post(there, data)

        assert {row.text for row in phase.criteria.all()} == {"Von der anderen."}
        assert "Inzwischen hat jemand anderes" in page.content.decode()

    def test_a_phase_with_criteria_is_added(self, client, admin, draft):
        data = {"name": "Übergabe", "circle": 40} | rows(
            "kriterien", {"text": "Alles ist übergeben.", "kind": "exit", "gate": ""}, {"kind": "exit"}
        )

        page = client.post(url("phase-create", draft.pk), data)

        phase = draft.phases.last()
        assert page.status_code == 302
        assert (phase.code, phase.name) == ("uebergabe", "Übergabe")
        assert [row.text for row in phase.criteria.all()] == ["Alles ist übergeben."]
        assert "neu: Übergabe" in Entry.objects.about(draft).values_list("summary", flat=True)

    def test_a_second_phase_of_the_same_name_gets_another_code(self, client, admin, draft):
        client.post(url("phase-create", draft.pk), {"name": "Anfang", "circle": 40} | rows("kriterien"))

        assert draft.phases.last().code == "anfang-2"

    def test_criteria_are_changed_and_removed(self, client, admin, draft):
        phase = draft.phases.get(code="mitte")
        one, two = phase.criteria.all()
        given = [
            {"id": one.pk, "text": "Anders.", "kind": "entry", "gate": "steering"},
            {"id": two.pk, "text": two.text, "kind": "exit", "gate": two.gate, "DELETE": "on"},
        ]

        there = url("phase-update", draft.pk, phase.pk)
        seen = client.get(there).context["form"]["version"].value()
        client.post(there, {"name": "Mitte", "circle": 40, "version": seen} | rows("kriterien", *given, initial=2))

        (row,) = phase.criteria.all()
        assert (row.text, row.kind, row.gate) == ("Anders.", CriterionKind.ENTRY, Gate.STEERING)

    def test_more_rows_are_offered_and_nothing_is_saved(self, client, admin, draft):
        given = {"text": "Halb fertig", "kind": "exit"}
        data = {"name": "", "circle": 40, "mehr": "kriterien"} | rows("kriterien", given)

        page = client.post(url("phase-create", draft.pk), data)

        assert page.context["rows"].total_form_count() == 4
        assert "Halb fertig" in page.content.decode()
        assert 'class="wrong"' not in page.content.decode()
        assert draft.phases.count() == 3

    def test_phases_are_moved_and_removed(self, client, admin, draft):
        last = draft.phases.get(code="ende")

        client.post(url("phase-shift", draft.pk, last.pk), {"wohin": "frueher"})
        assert list(draft.phases.values_list("code", flat=True)) == ["anfang", "ende", "mitte"]

        assert "entfernen?" in client.get(url("phase-delete", draft.pk, last.pk)).content.decode()
        client.post(url("phase-delete", draft.pk, last.pk))
        assert list(draft.phases.values_list("code", flat=True)) == ["anfang", "mitte"]

    def test_a_phase_of_another_template_is_not_reached(self, client, admin, draft, first):
        foreign = first.phases.first()

        assert client.post(url("phase-delete", draft.pk, foreign.pk)).status_code == 404

    @pytest.mark.parametrize(
        "bad",
        [
            {"name": "Nul\x00"},
            {"name": "x" * 161},
            {"months_min": "NaN"},
            {"months_min": "9" * 40},
            {"months_min": "-1"},
            {"months_min": "3", "months_max": "2"},
            {"circle": "77"},
            {"kriterien-TOTAL_FORMS": "viele"},
            {"kriterien-0-text": "y" * 301},
            {"kriterien-0-gate": "nichts"},
            {"mehr": "kriterien", "kriterien-TOTAL_FORMS": "9" * 50},
        ],
    )
    def test_bad_input_is_answered_with_a_page(self, client, admin, draft, bad):
        data = {"name": "Gut", "circle": 40} | rows("kriterien", {"text": "Gut", "kind": "exit", "gate": ""}) | bad

        assert client.post(url("phase-create", draft.pk), data).status_code == 200
        assert draft.phases.count() == 3


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
