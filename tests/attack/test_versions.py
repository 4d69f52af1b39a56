"""What was before, behind the same wall: who reads it, who writes it, what a dump holds of it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import Version
from engagements.models import LogEntry
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.fields import sealable
from rooms.models import File, RoomItem
from rooms.unlocking import unlock
from rooms.versions import versions_visible_to
from stakeholders.models import Alias, Office
from tests.attack.test_sealed import tables_with
from tests.attack.visits import client_of
from tests.doors.world import AWAY, HOME, canary
from tests.walls import as_owner, sql

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TEAM_WORD = canary(HOME, Circle.TEAM)
WORD = canary(HOME, Circle.SEALED)


@pytest.fixture
def changed(world):
    """Every row with a text has been changed once, so that each has a version with its planted word."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for model in apps.get_models():
        if issubclass(model, RoomItem) and (texts := sealable(model)):
            for row in model.objects.all():
                for name in texts:
                    setattr(row, name, "danach@example.org" if "email" in name else f"danach {row.pk}"[-40:])
                row.save()
    return world


def seen_by(person):
    """(room, circle) of every version the database gives this person without any filter, and how many."""
    act_as(person.pk)
    rows = sql("SELECT room_id, circle FROM audit_version")
    as_owner()
    return rows


WIDEST = {"lead": 50, "advisor": 40}


def test_only_the_team_reads_what_was_and_only_its_circles(changed):
    for role in ("lead", "advisor", "contact", "steering", "former", "networker", "administrator"):
        rows = seen_by(getattr(changed, role))
        home = [circle for room, circle in rows if room == changed.home.room.pk]
        rooms = {changed.home.room.pk, changed.home.programmes[Circle.TEAM].room_id}

        assert max(home, default=-1) == WIDEST.get(role, -1), role
        assert {room for room, _circle in rows} <= rooms, role


def test_the_neighbour_reads_her_own_house_only(changed):
    rows = seen_by(changed.stranger)

    assert changed.away.room.pk in {room for room, _circle in rows}
    assert changed.home.room.pk not in {room for room, _circle in rows}


def test_nobody_acting_reads_none(changed):
    act_as(None)

    assert sql("SELECT count(*) FROM audit_version") == [(0,)]


def test_wall_and_rule_say_the_same(changed):
    for role in ("lead", "advisor", "contact", "steering", "former", "administrator", "stranger"):
        person = getattr(changed, role)
        by_rule = set(versions_visible_to(person).values_list("pk", flat=True))
        act_as(person.pk)
        assert {key for (key,) in sql("SELECT id FROM audit_version")} == by_rule, role
        as_owner()


def test_a_wall_with_a_gap_would_be_seen(changed):
    """The gate, seen red."""
    sql("CREATE POLICY gap ON audit_version FOR SELECT USING (true)")

    assert seen_by(changed.steering)


DEEDS = [
    "UPDATE audit_version SET before = '{}'",
    "DELETE FROM audit_version",
    "TRUNCATE audit_version",
    "INSERT INTO audit_version (at, label, key, deed, before, texts, room_id, circle, shared_on)"
    " SELECT at, label, key, deed, before, texts, room_id, circle, shared_on FROM audit_version",
    "SELECT versioned()",
    "SELECT version_unsealed('{}')",
    "ALTER TABLE engagements_logentry DISABLE TRIGGER versioned",
]


def test_nobody_writes_what_was(changed):
    for role in ("lead", "advisor", "administrator"):
        for deed in DEEDS:
            act_as(getattr(changed, role).pk)
            with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic():
                sql(deed)
            as_owner()


# --- sealed


def test_a_dump_holds_no_word_of_what_was_sealed(changed):
    """Sealed texts that were replaced lie in their versions as they lay in their columns."""
    assert tables_with(TEAM_WORD) >= {"audit_version"}
    assert tables_with(WORD) == set()
    page = client_of(changed, "lead").get(versions_url(changed.home.entries[Circle.SEALED]))
    assert f"Eintrag {WORD}" in page.content.decode()


def versions_url(row):
    return reverse("rooms:versions", args=[row._meta.label_lower, row.pk])


def seal_row(row):
    row.circle = Circle.SEALED
    row.save(update_fields=["circle"])


def test_what_was_open_and_is_sealed_later_leaves_no_word(world):
    entry, person = world.home.entries[Circle.TEAM], world.home.persons[Circle.TEAM]
    organisation = world.home.organisations[Circle.TEAM]
    for row, name in ((entry, "title"), (person, "name"), (organisation, "name")):
        old = getattr(row, name)
        setattr(row, name, "GEHEIMNIS eins")
        row.save(update_fields=[name])
        setattr(row, name, f"{old} wieder")
        row.save(update_fields=[name])
    Office.objects.filter(person=person).update(title="GEHEIMNIS Amt")
    Office.objects.filter(person=person).update(title="Amt")
    Alias.objects.filter(organisation=organisation).update(name="GEHEIMNIS Name")
    Alias.objects.filter(organisation=organisation).delete()  # nothing hangs there that could be sealed with it
    assert tables_with("GEHEIMNIS") == {"audit_version"}
    seen = {row.pk for row in versions_visible_to(world.advisor) if row.key == entry.pk}
    assert seen

    for row in (entry, person, organisation):
        seal_row(row)

    assert tables_with("GEHEIMNIS") == set()
    texts = [row.texts for row in Version.objects.filter(key=entry.pk).order_by("pk")]
    assert texts[0] == {"title": None}
    assert not {row.pk for row in versions_visible_to(type(world.advisor).objects.get(pk=world.advisor.pk))} & seen
    page = client_of(world, "lead").get(versions_url(entry)).content.decode()
    assert "früherer Wortlaut entfernt, weil inzwischen versiegelt" in page
    assert "GEHEIMNIS" not in page


def test_also_by_plain_sql(world):
    """Whoever seals past our Python takes the words out as well."""
    key = world.home.entries[Circle.TEAM].pk
    LogEntry.objects.filter(pk=key).update(title="GEHEIMNIS")
    LogEntry.objects.filter(pk=key).update(title="", text="", source="")
    assert tables_with("GEHEIMNIS") == {"audit_version"}
    sql("UPDATE engagements_logentry SET circle = 50 WHERE id = %s", [key])

    assert tables_with("GEHEIMNIS") == set()


def test_without_that_the_words_would_stay(world):
    """The gate, seen red: a database that keeps what it finds."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("CREATE OR REPLACE FUNCTION version_unsealed(texts jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT texts'")
    entry = world.home.entries[Circle.TEAM]
    entry.title = "danach"
    entry.save(update_fields=["title"])
    seal_row(entry)

    assert "audit_version" in tables_with(f"Eintrag {TEAM_WORD}")


def test_what_was_sealed_stays_sealed_once_it_is_open_again(world):
    """The words of then are read by author and lead, also those of what hung on the row."""
    person = world.home.persons[Circle.SEALED]
    person.note = f"jetzt {WORD}"
    person.save(update_fields=["note"])
    Office.objects.filter(person=person).first().save()
    person.circle = Circle.TEAM
    person.save(update_fields=["circle"])

    assert {row.circle for row in Version.objects.filter(key=person.pk)} == {Circle.SEALED}
    assert person.pk not in {row.key for row in versions_visible_to(world.advisor)}


def test_an_unlock_opens_what_was_too(changed):
    entry = changed.home.entries[Circle.SEALED]
    url = versions_url(entry)
    assert client_of(changed, "advisor").get(url).status_code == 404
    unlock(changed.home.room, "engagements.logentry", [entry.pk], by=changed.advisor, reason="Termin", link="/")
    page = client_of(changed, "advisor").get(url)

    assert page.status_code == 200
    assert WORD in page.content.decode()


def test_what_is_pointed_at_has_a_name_only_for_who_reads_it(world):
    entry = world.home.entries[Circle.TEAM]
    entry.organisations.clear()
    lead, advisor = (client_of(world, role).get(versions_url(entry)).content.decode() for role in ("lead", "advisor"))

    assert f"Verein {WORD}" in lead
    assert WORD not in advisor
    assert "nicht lesbar" in advisor
    assert f"Verein {TEAM_WORD}" in advisor


def test_an_office_has_a_name_only_for_who_reads_its_person(world):
    contact, offices = world.home.contact, world.home.offices
    for circle in (Circle.SEALED, Circle.TEAM):
        contact.office = offices[circle]
        contact.save(update_fields=["office"])
    lead, advisor = (client_of(world, role).get(versions_url(contact)).content.decode() for role in ("lead", "advisor"))

    assert f"Amt {WORD}" in lead
    assert WORD not in advisor
    assert f"Amt {TEAM_WORD}" in advisor


def test_for_others_there_is_no_such_page(changed):
    for role in ("nobody", "contact", "steering", "former", "networker", "administrator", "stranger"):
        status = 302 if role == "nobody" else 404
        client = client_of(changed, role)
        for circle in Circle:
            for row in (changed.home.entries[circle], changed.home.persons[circle], changed.home.files[circle]):
                assert client.get(versions_url(row)).status_code == status
        response = client.get(reverse("rooms:deleted", args=[changed.home.room.pk]))
        assert response.status_code == (403 if role in {"contact", "steering"} else status)


def test_what_was_deleted_is_read_by_the_team_and_sealed_only_by_the_lead(world):
    urls = {circle: versions_url(world.home.files[circle]) for circle in Circle}
    File.objects.filter(room=world.home.room).delete()
    for role, hidden in (("lead", set()), ("advisor", {Circle.SEALED}), ("steering", set(Circle))):
        client = client_of(world, role)
        statuses = {circle: client.get(url).status_code for circle, url in urls.items()}
        assert {circle for circle, status in statuses.items() if status == 404} == hidden
    page = client_of(world, "lead").get(reverse("rooms:deleted", args=[world.home.room.pk])).content.decode()

    assert f"{WORD}.txt" in page
    assert canary(AWAY, Circle.TEAM) not in page
