"""The page of a row's earlier wordings: what was, beside what came, in words; and what was deleted."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Read
from engagements.models import LogEntry, OwnContribution
from rooms.enums import Circle
from rooms.versions import in_words, shown_columns
from stakeholders.actions import merge_persons
from stakeholders.models import Office
from tests.audit.test_versions import items, triggers
from tests.factories.stakeholders import OfficeFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

LONG = "Wir haben lange gesprochen. " * 20


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
