"""What was before stays: every change and deletion of a row in a room, whoever made it and however."""

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, GeneratedField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Read, Version
from engagements.models import LogEntry, OwnContribution
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.fields import sealable
from rooms.models import RoomItem
from rooms.versions import in_words, shown_columns
from stakeholders.actions import merge_persons
from stakeholders.models import Alias, Office
from tests.factories.engagements import LogEntryFactory
from tests.factories.stakeholders import AliasFactory, OfficeFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

LONG = "Wir haben lange gesprochen. " * 20


def sql(statement, params=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture
def entry(engagement, lead):
    return LogEntryFactory(
        engagement=engagement, room=engagement.room, author=lead, title="Runder Tisch", text="alt", when="2020"
    )


def versions(row):
    return list(Version.objects.filter(key=row.pk).order_by("pk"))


# --- that nothing is lost


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


# --- what is shown


def page(client, person, row, **query):
    client.force_login(person)
    return client.get(reverse("rooms:versions", args=[row._meta.label_lower, row.pk]), query)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def change(client, person, entry, **data):
    client.force_login(person)
    fields = {"kind": entry.kind, "circle": int(entry.circle), "title": entry.title, "text": entry.text}
    entry.refresh_from_db()
    data = fields | {"when": entry.when, "version": entry.version} | data
    response = client.post(reverse("engagements:log-update", args=[entry.pk]), data)
    assert response.status_code == 302, text_of(response)


def test_the_page_shows_old_beside_new(client, entry, lead, advisor):
    change(client, advisor, entry, title="Zweiter Titel")
    change(client, lead, entry, title="Dritter Titel", minutes=90, phase="")
    response = page(client, advisor, entry)
    text = text_of(response)

    assert "alt: Runder Tisch neu: Zweiter Titel" in text
    assert "alt: Zweiter Titel neu: Dritter Titel" in text
    assert text.index("Dritter Titel") < text.index("Runder Tisch")
    assert "Lea Lead" in text
    assert "Ada Advisor" in text
    assert "<del>" in response.content.decode()
    assert "<ins>" in response.content.decode()


def test_of_a_long_text_the_words_are_compared(client, entry, lead):
    LogEntry.objects.filter(pk=entry.pk).update(text=LONG + "Frau Kramer sagt ja.")
    LogEntry.objects.filter(pk=entry.pk).update(text=LONG + "Frau Kramer sagt nein.")
    content = page(client, lead, entry).content.decode()

    assert re.search(r"<del>.*ja\..*</del>", content)
    assert re.search(r"<ins>.*nein\..*</ins>", content)
    assert "Alter Text im Ganzen" in content


def test_circles_links_and_days_stand_in_words(client, entry, lead, engagement):
    person = PersonFactory(room=engagement.room, name="Frau Kramer")
    entry.persons.add(person)
    entry.persons.clear()
    LogEntry.objects.filter(pk=entry.pk).update(circle=Circle.STEERING, themes=["nutzung"])
    LogEntry.objects.filter(pk=entry.pk).update(circle=Circle.TEAM, themes=[])
    text = text_of(page(client, lead, entry))

    assert "Personen: entfernt" in text
    assert "Frau Kramer" in text
    assert "alt: Lenkungsrunde neu: Beratungsteam" in text


def test_reading_what_was_is_reading(client, entry, advisor):
    LogEntry.objects.filter(pk=entry.pk).update(title="neu")
    LogEntry.objects.filter(pk=entry.pk).delete()
    response = page(client, advisor, entry)
    read = Read.objects.get()

    assert "Runder Tisch" in text_of(response)
    assert (read.page, read.person, read.keys) == ("rooms:versions", advisor, [entry.pk])


def test_pages_are_turned_and_nothing_is_left_out(client, entry, lead):
    for number in range(60):
        LogEntry.objects.filter(pk=entry.pk).update(title=f"Titel {number:02}")
    url, seen = "", []
    while True:
        client.force_login(lead)
        response = client.get(reverse("rooms:versions", args=["engagements.logentry", entry.pk]) + url)
        seen += re.findall(r"alt: (?:Titel \d\d|Runder Tisch) neu: Titel \d\d", text_of(response))
        url = response.context["page"].older_url
        if not url:
            break

    assert len(seen) == 60
    assert seen[0] == "alt: Titel 58 neu: Titel 59"
    assert seen[-1] == "alt: Runder Tisch neu: Titel 00"


def test_a_page_takes_the_same_statements_however_much_was_changed(client, entry, lead):
    counts = []
    for number in range(6):
        LogEntry.objects.filter(pk=entry.pk).update(title=f"Titel {number}")
        with CaptureQueriesContext(connection) as queries:
            assert page(client, lead, entry).status_code == 200
        counts.append(len(queries))

    assert counts[1] == counts[-1]


def test_the_lead_finds_what_was_deleted(client, entry, lead, advisor, engagement):
    change(client, advisor, entry, title="Letzter Titel")
    url, key = reverse("rooms:deleted", args=[engagement.room_id]), entry.pk
    client.force_login(lead)
    assert "Hier wurde noch nichts gelöscht." in text_of(client.get(url))
    LogEntry.objects.filter(pk=key).delete()
    text = client.get(url).content.decode()

    assert "Letzter Titel" in text
    assert reverse("rooms:versions", args=["engagements.logentry", key]) in text
    shown = text_of(page(client, lead, entry))
    assert "Gelöscht" in shown
    assert "Letzter Titel" in shown
    assert "Runder Tisch" in shown


@pytest.mark.parametrize("label", ["engagements.logentry", "rooms.room", "gibt.es", "x", "stakeholders.person"])
def test_a_wrong_address_leads_nowhere(client, entry, lead, label):
    client.force_login(lead)
    wrong = reverse("rooms:versions", args=[label, entry.room_id])

    assert client.get(wrong).status_code == 404
    assert client.get(reverse("rooms:versions", args=["stakeholders.person", entry.pk])).status_code == 404


@pytest.mark.parametrize("place", ["x", "-1", "9" * 30, "²", "0"])
def test_a_place_nobody_gave_leads_to_the_first_page(client, entry, lead, place):
    LogEntry.objects.filter(pk=entry.pk).update(title="neu")

    assert "alt: Runder Tisch neu: neu" in text_of(page(client, lead, entry, vor=place))


def test_the_way_there_stands_on_the_page_of_the_row(client, entry, lead):
    client.force_login(lead)
    organisation, person = OrganisationFactory(room=entry.room), PersonFactory(room=entry.room)
    for row in (entry, organisation, person):
        url = reverse("rooms:versions", args=[row._meta.label_lower, row.pk])
        assert url in client.get(row.get_absolute_url()).content.decode()
        assert client.get(url).status_code == 200


def test_every_kind_of_row_can_be_told(engagement, lead):
    """Every column with a name is put into words, whatever its type; dates in words stand once."""
    shown, wholes = {}, {model._meta.db_table: model for model in items()}
    for label, _texts, *way in triggers().values():
        model = apps.get_model(label)
        whole = wholes[way[0]] if way else model
        columns = shown_columns(model, whole)
        assert all(str(label) for _each, label in columns), model
        assert all(in_words(each, None) == "" for each, _label in columns), model
        shown[model] = [each.name for each, _label in columns]

    assert shown[LogEntry] == [
        *["circle", "author", "kind", "title", "text", "when", "minutes", "phase", "head_count", "count_method"],
        *["themes", "source"],
    ]
    assert shown[Office] == ["person", "title", "organisation", "party", "period", "is_former"]
    assert shown[LogEntry.persons.through] == ["logentry", "person"]


def test_a_merge_is_told_on_both_sides(client, engagement, lead):
    keep, drop = (PersonFactory(room=engagement.room, name=name) for name in ("Frau Eins", "Frau Zwei"))
    OfficeFactory(person=drop)
    merge_persons(keep, drop, by=lead)
    text = text_of(page(client, lead, drop))

    assert "zusammengeführt mit neu: Frau Eins" in text
    assert "gehört zu alt: Frau Zwei neu: Frau Eins" in text


def test_numbers_and_yes_and_no_stand_in_words(client, engagement, lead):
    row = OwnContribution.objects.create(
        room=engagement.room, engagement=engagement, author=lead, name="Räume", value_eur="10.00"
    )
    office = OfficeFactory(person__room=engagement.room)
    OwnContribution.objects.filter(pk=row.pk).update(value_eur=None, state="erbracht")
    Office.objects.filter(pk=office.pk).update(is_former=True)
    person = page(client, lead, office.person)

    assert re.search(r"Wert in Euro alt: 10[.,]00 ", text_of(page(client, lead, row)))
    assert "a.D. (nicht mehr im Amt) alt: nein neu: ja" in text_of(person)
