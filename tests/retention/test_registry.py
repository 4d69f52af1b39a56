"""T42: every column has a purpose and a rule, and none is what must never be kept about a person."""

import io

import pytest
from django.core.management import call_command

from retention import registry
from retention.deadlines import RULES
from tests.attack.figures import note


def test_every_column_has_a_purpose_and_a_rule():
    columns = sum(len(registry.columns_of(model)) for model in registry.tables())
    note("T42", "Spalten mit Zweck und Regel", columns, len(registry.gaps()))

    assert registry.gaps() == []
    assert len(registry.tables()) > 40


def test_no_column_says_who_somebody_is():
    assert registry.forbidden() == set()


def test_what_is_allowed_still_exists():
    known = {f"{model._meta.label_lower}.{name}" for model in registry.tables() for name in registry.columns_of(model)}

    assert known >= registry.ALLOWED


def test_every_rule_is_used():
    assert {use.rule for uses in registry.registered().values() for use in uses} == set(RULES)


# --- the gate, seen red ---------------------------------------------------------------------


def test_a_column_without_purpose_is_found():
    uses = registry.registered()
    first, *rest = uses["stakeholders.person"]
    uses["stakeholders.person"] = rest

    assert f"stakeholders.person.{first.columns[0]}: no purpose" in registry.gaps(uses)


def test_a_table_without_purposes_is_found():
    uses = registry.registered()
    del uses["engagements.logentry_persons"]

    assert "engagements.logentry_persons.person: no purpose" in registry.gaps(uses)


def test_a_purpose_for_a_column_that_is_gone_is_found():
    uses = registry.registered()
    uses["rooms.roomkey"] = [*uses["rooms.roomkey"], registry.Use(("colour",), "", "sealed", "Die Farbe festhalten.")]

    assert registry.gaps(uses) == ["rooms.roomkey.colour: no such column"]


def test_an_unknown_rule_and_an_empty_purpose_are_found():
    uses = registry.registered()
    use = uses["network.network"][0]
    uses["network.network"] = [registry.Use(use.columns, "", "forever", "x")]

    assert registry.gaps(uses) == ["network.network: rule forever", "network.network: purpose missing"]


@pytest.mark.parametrize(
    "name", ["religion", "migrationsgeschichte", "ethnic_group", "health_note", "political_view", "herkunft", "gender"]
)
def test_a_forbidden_column_is_found(name):
    assert registry.forbidden({"stakeholders.person": {"name", name}}) == {f"stakeholders.person.{name}"}


def test_the_record_of_processing_names_every_table():
    out = io.StringIO()
    call_command("record_of_processing", stdout=out)

    for model in registry.tables():
        assert f"(`{model._meta.label_lower}`)" in out.getvalue()
    assert "| party |" in out.getvalue()
