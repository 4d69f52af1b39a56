# ruff: noqa: DJ008
from datetime import date

import pytest
from django import forms
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from periods.fields import PeriodField, PeriodFormField, expand, siblings


def define_project():
    class Project(models.Model):
        title = models.CharField(max_length=20)
        period = PeriodField("Zeitraum", blank=True)
        decided = PeriodField("beschlossen", blank=True, max_length=40)

        class Meta:
            app_label = "periods"
            constraints = [models.CheckConstraint(condition=models.Q(period_from__gt="2000-01-01"), name="begins")]

    return Project


@pytest.fixture
def project_model():
    with isolate_apps("periods"):
        yield define_project()


def names(model):
    return [field.name for field in model._meta.local_fields]


def test_one_declaration_makes_four_columns(project_model):
    assert {"period", "period_edtf", "period_from", "period_until"} <= set(names(project_model))
    assert {"decided", "decided_edtf", "decided_from", "decided_until"} <= set(names(project_model))
    assert not any(project_model._meta.get_field(name).editable for name in siblings("period"))


@isolate_apps("periods")
def test_inherited_declaration_makes_them_once():
    class Dated(models.Model):
        period = PeriodField(blank=True)

        class Meta:
            app_label = "periods"
            abstract = True

    class Meeting(Dated):
        class Meta:
            app_label = "periods"

    class Talk(Dated):
        class Meta:
            app_label = "periods"

    class LongTalk(Talk):
        class Meta:
            app_label = "periods"

    for model in (Meeting, Talk):
        assert sorted(names(model)) == ["id", "period", "period_edtf", "period_from", "period_until"]
        assert model._meta.get_field("period_from").model is model
    assert names(LongTalk) == ["talk_ptr"]


def test_saving_fills_the_siblings_before_they_are_written(project_model):
    project = project_model(period="3.8.–31.12.2020")
    written = {field.name: field.pre_save(project, add=True) for field in project._meta.local_concrete_fields}
    assert written["period"] == "3.8.–31.12.2020"
    assert written["period_edtf"] == "2020-08-03/2020-12-31"
    assert (written["period_from"], written["period_until"]) == (date(2020, 8, 3), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("seit Juli 2020", ("2020-07/..", date(2020, 7, 1), None)),
        ("bis 2020", ("../2020", None, date(2020, 12, 31))),
        ("bald", ("", None, None)),
        ("", ("", None, None)),
    ],
)
def test_an_open_end_has_no_day(project_model, text, values):
    project = project_model(period=text, period_edtf="2001", period_from=date(2001, 1, 1))
    project._meta.get_field("period").pre_save(project, add=False)
    assert tuple(getattr(project, name) for name in siblings("period")) == values


def test_today_is_stored_as_the_day_it_meant(project_model):
    project = project_model(period="heute")
    stored = project._meta.get_field("period").pre_save(project, add=True)
    assert stored == project.period == f"{date.today():%d.%m.%Y}"


def test_update_fields_are_completed(project_model):
    assert expand(project_model, ["title"]) == {"title"}
    assert expand(project_model, {"title", "period"}) == {"title", "period", *siblings("period")}


def test_form_shows_one_field(project_model):
    form = forms.modelform_factory(project_model, fields="__all__")()
    assert list(form.fields) == ["title", "period", "decided"]
    assert isinstance(form.fields["period"], PeriodFormField)


def test_validation_fills_the_siblings_so_that_constraints_judge_the_new_wording(project_model):
    project = project_model(title="Altmark", period="Herbst 2017")
    project.clean_fields()
    assert (project.period_from, project.period_until) == (date(2017, 9, 1), date(2017, 11, 30))


def test_form_field_takes_everything_up_to_its_length():
    field = PeriodField(blank=True).formfield()
    assert "Herbst 2017" in str(field.help_text)
    assert field.clean("irgend\x00wann 🕊️") == "irgendwann 🕊️"
    assert field.clean(None) == field.clean("  ") == ""
    assert field.reading("31.06.2022").edtf == "2022-06?"
    assert not field.has_changed("2015", "2015")
    with pytest.raises(forms.ValidationError):
        field.clean("x" * 121)
    assert PeriodField(help_text="eigener").formfield().help_text == "eigener"


def test_migrations_see_all_four_columns_and_then_no_change(project_model):
    def today():
        state = ProjectState()
        state.add_model(ModelState.from_model(project_model))
        return state

    (migration,) = MigrationAutodetector(ProjectState(), today())._detect_changes()["periods"]
    written = MigrationWriter(migration).as_string()
    assert "periods.fields.PeriodField(" in written
    assert '"period_until", models.DateField' in written.replace("'", '"')

    scope = {}
    exec(written, scope)  # the migration as makemigrations writes it
    migrated = scope["Migration"]("0001_initial", "periods").mutate_state(ProjectState())
    assert MigrationAutodetector(migrated, today())._detect_changes() == {}

    historical = migrated.apps.get_model("periods", "Project")
    assert sorted(names(historical)) == sorted(names(project_model))
