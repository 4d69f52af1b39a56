"""Process templates: who reads which version, how versions follow each other and differ."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from engagements.actions import copy_template, discard_draft, new_version
from engagements.enums import TemplateState
from engagements.models import ProcessTemplate
from engagements.transitions import NoPhases, NotADraft, VersionTaken, publish_template
from engagements.versions import difference, problems
from tests.engagements.templates.pages import url
from tests.factories.engagements import EngagementFactory
from tests.factories.templates import CriterionTemplateFactory, PhaseTemplateFactory, TemplateFactory

pytestmark = pytest.mark.django_db


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
