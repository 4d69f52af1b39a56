"""Process templates: a draft is written, checked and published."""

import pytest

from audit.models import Entry
from engagements.actions import new_version
from engagements.enums import CriterionKind, Gate
from engagements.models import ProcessTemplate
from tests.engagements.templates.pages import url

pytestmark = pytest.mark.django_db


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
        assert "Inzwischen wurde hier etwas anderes" in page.content.decode()
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
        assert "Inzwischen wurde hier etwas anderes" in page.content.decode()

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
