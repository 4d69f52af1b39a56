"""What was before stays: every change and deletion of a row in a room, whoever made it and however."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, GeneratedField
from django.test.utils import CaptureQueriesContext

from audit.models import Version
from engagements.models import LogEntry
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.fields import sealable
from rooms.models import RoomItem
from stakeholders.actions import merge_persons
from stakeholders.models import Alias, Office
from tests.factories.stakeholders import AliasFactory, OfficeFactory, OrganisationFactory, PersonFactory
from tests.walls import sql

pytestmark = pytest.mark.django_db


def versions(row):
    return list(Version.objects.filter(key=row.pk).order_by("pk"))


def hang_on_rows():
    """The tables whose rows are sealed, or read, with a row they hang on."""
    links = [each.remote_field.through for model in items() for each in model._meta.many_to_many]
    return {Alias, Office, *links, *(apps.get_model(part) for part in PARTS)}


PARTS = (
    "engagements.ProgrammePartner",
    "engagements.ProgrammeClaim",
    "engagements.ProgrammePlace",
    "stakeholders.LegalBasis",
    "stakeholders.SeatGroup",
    "stakeholders.Term",
    "stakeholders.BodyShare",
    "stakeholders.BodyClaim",
    "steering.Attendance",
    "steering.ConsensingOption",
    "steering.Passage",
    "steering.MeasureStep",
    "steering.RoundRequest",
    "steering.Funding",
    "steering.RoundAsked",
    "participation.Section",
    "participation.AimMeasure",
    "participation.ReportLine",
    "participation.RoundSection",
    "participation.EventDuty",
    "participation.Question",
    "network.CohortPlace",
    "network.MeetingPresence",
    "network.CohortCount",
    "network.CourseModule",
    "network.ModuleAttendance",
)


def items():
    return [model for model in apps.get_models() if issubclass(model, RoomItem)]


def triggers():
    """table -> the arguments of its trigger, as the catalogue has them."""
    rows = sql(
        "SELECT c.relname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname = 'versioned' AND t.tgenabled = 'O' AND t.tgtype = 25"  # row, delete, update, after
    )
    return {name: arguments.removesuffix("\\000").split("\\000") for name, arguments in rows}


def test_every_table_with_a_circle_is_versioned():
    """The catalogue says which; a new table makes the test red."""
    found = triggers()

    assert set(found) == {model._meta.db_table for model in [*items(), *hang_on_rows()]}
    for model in [*items(), *hang_on_rows()]:
        label, texts, *_way = found[model._meta.db_table]
        assert apps.get_model(label) is model
        assert set(filter(None, texts.split(","))) == sealable(model)


def test_nothing_that_follows_from_other_columns_is_kept(entry):
    LogEntry.objects.filter(pk=entry.pk).delete()
    derived = {"version", "changed_at"}
    for model in items():
        derived |= {each.column for each in model._meta.concrete_fields if isinstance(each, GeneratedField)}
    (row,) = versions(entry)

    assert derived.isdisjoint(row.before | row.texts)
    assert {each.column for each in LogEntry._meta.concrete_fields} == derived | set(row.before | row.texts)


def test_a_change_keeps_what_it_changed(entry, lead):
    act_as(lead.pk)
    row = LogEntry.objects.get(pk=entry.pk)
    row.title, row.minutes = "Neuer Titel", 90
    row.save(update_fields=["title", "minutes"])
    sql("SELECT set_config('role', 'none', true)")
    (version,) = versions(entry)

    assert (version.texts, version.before) == ({"title": "Runder Tisch"}, {"minutes": entry.minutes})
    assert (version.actor_id, version.deed, version.label) == (lead.pk, "update", "engagements.logentry")
    assert (version.room_key, version.circle, version.author_id) == (entry.room_id, Circle.TEAM, lead.pk)


def test_what_is_added_or_stays_leaves_no_version(entry):
    entry.save()
    LogEntry.objects.filter(pk=entry.pk).update(version=F("version") + 1)

    assert versions(entry) == []


WAYS = {
    "update of many": lambda entry: LogEntry.objects.filter(room=entry.room_id).update(title="weg"),
    "bulk_update": lambda entry: LogEntry.objects.bulk_update([set_title(entry)], ["title"]),
    "plain SQL": lambda entry: sql("UPDATE engagements_logentry SET title = 'weg'"),
    "deletion": lambda entry: entry.delete(),
    "deletion by SQL": lambda entry: sql("DELETE FROM engagements_logentry"),
}


def set_title(entry):
    entry.title = "weg"
    return entry


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_it_is_changed(entry, way):
    key = entry.pk
    WAYS[way](entry)

    assert [version.texts["title"] for version in Version.objects.filter(key=key)] == ["Runder Tisch"]


def test_without_the_trigger_a_change_would_be_lost(entry):
    """The gate, seen red."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("DROP TRIGGER versioned ON engagements_logentry")
    sql("UPDATE engagements_logentry SET title = 'weg'")

    assert versions(entry) == []
    assert "engagements_logentry" not in triggers()


def test_what_is_rolled_back_leaves_no_version(entry):
    with transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).update(title="weg")
        assert len(versions(entry)) == 1
        transaction.set_rollback(True)

    assert versions(entry) == []


def test_a_merge_is_kept(engagement, lead):
    keep, drop = PersonFactory(room=engagement.room), PersonFactory(room=engagement.room)
    office = OfficeFactory(person=drop)
    merge_persons(keep, drop, by=lead)
    office.refresh_from_db()

    assert office.person_id == keep.pk
    found = {(row.label, row.part): row.before for row in versions(drop)}
    assert found["stakeholders.office", office.pk] == {"person_id": str(drop.pk)}
    assert found["stakeholders.person", None] == {"merged_into_id": None}


def test_what_hangs_on_a_row_is_kept_with_it(engagement, entry):
    organisation = OrganisationFactory(room=engagement.room)
    alias = AliasFactory(organisation=organisation, name="HB")
    person = PersonFactory(room=engagement.room)
    entry.persons.add(person)
    entry.persons.clear()
    alias.delete()
    (gone,), (link,) = versions(organisation), versions(entry)

    assert (gone.label, gone.deed, gone.texts["name"]) == ("stakeholders.alias", "delete", "HB")
    assert (gone.room_key, gone.circle) == (engagement.room_id, Circle.TEAM)
    assert (link.label, link.before["person_id"]) == ("engagements.logentry_persons", str(person.pk))


def test_what_hangs_on_a_row_is_kept_also_when_that_goes_first(engagement):
    organisation = OrganisationFactory(room=engagement.room)
    AliasFactory(organisation=organisation, name="HB")
    sql("DELETE FROM stakeholders_organisation WHERE id = %s", [organisation.pk])
    sql("DELETE FROM stakeholders_alias WHERE organisation_id = %s", [organisation.pk])

    assert [row.label for row in versions(organisation)] == ["stakeholders.organisation", "stakeholders.alias"]


def test_a_change_takes_no_statement_more(entry, lead):
    """The database does it within the statement."""
    act_as(lead.pk)
    entry = LogEntry.objects.get(pk=entry.pk)
    entry.title = "neu"
    with CaptureQueriesContext(connection) as queries:
        entry.save(update_fields=["title"])

    assert len(queries) == 1
