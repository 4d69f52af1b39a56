import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from audit.models import Entry
from engagements.exports.log import harmless
from rooms.enums import Circle
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def fetch(client, engagement, form, **params):
    return client.get(reverse("engagements:log-export", args=[engagement.pk, form]), params)


def rows_of(response, form):
    if form == "csv":
        text = response.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    return [["" if value is None else value for value in row] for row in sheet.values]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_members_take_along_what_they_read(client, member, engagement, form):
    shown = LogEntryFactory(engagement=engagement, circle=Circle.STEERING, title="Für die Runde")
    shown.persons.add(PersonFactory(room=engagement.room, name="Kanarie"))
    shown.organisations.add(OrganisationFactory(room=engagement.room, name="Kanarie"))
    for circle in (Circle.CLIENT, Circle.TEAM, Circle.SEALED):
        LogEntryFactory(engagement=engagement, circle=circle, title="Kanarie", text="Kanarie")
    LogEntryFactory(circle=Circle.PUBLIC, title="Kanarie")
    client.force_login(member)

    rows = rows_of(fetch(client, engagement, form), form)

    assert len(rows) == 2
    assert "Kanarie" not in str(rows)
    assert rows[1][4] == "Für die Runde"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sealed_entries_stay_in_the_house_even_for_the_lead(client, lead, engagement, form):
    LogEntryFactory(engagement=engagement, circle=Circle.SEALED, title="Kanarie", author=lead)
    LogEntryFactory(engagement=engagement, title="Offen")
    client.force_login(lead)

    rows = rows_of(fetch(client, engagement, form), form)
    listed = client.get(reverse("engagements:log-list", args=[engagement.pk])).content.decode()

    assert [row[4] for row in rows[1:]] == ["Offen"]
    assert "Versiegelte Einträge kommen nicht in die Tabellen." in listed


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r", "\n=", " ="])
def test_no_cell_of_the_csv_is_a_formula(sign):
    assert harmless(f"{sign}cmd|' /C calc'!A0").startswith("'")


def test_texts_stay_texts_in_the_workbook(client, advisor, engagement):
    LogEntryFactory(engagement=engagement, title="=1+1", text="https://beispiel.example", source="0815")
    client.force_login(advisor)

    book = openpyxl.load_workbook(io.BytesIO(fetch(client, engagement, "xlsx").content))
    row = next(book.active.iter_rows(min_row=2))

    assert (row[4].data_type, row[4].value) == ("s", "=1+1")
    assert (row[5].data_type, row[5].hyperlink) == ("s", None)
    assert (row[13].data_type, row[13].value) == ("s", "0815")


def test_the_csv_opens_in_excel(client, advisor, engagement):
    LogEntryFactory(engagement=engagement, title="-Übergabe; heute", text="**Fett** und Berater*innen", minutes=0)
    client.force_login(advisor)

    response = fetch(client, engagement, "csv")

    assert response.content.startswith(b"\xef\xbb\xbf")
    row = rows_of(response, "csv")[1]
    assert row[4:7] == ["'-Übergabe; heute", "Fett und Berater*innen", "0"]
    assert response["Content-Disposition"].startswith("attachment")


def test_the_filter_counts_for_the_export_and_it_is_noted(client, advisor, engagement):
    LogEntryFactory(engagement=engagement, title="ja", kind="mediation")
    LogEntryFactory(engagement=engagement, title="nein")
    client.force_login(advisor)

    rows = rows_of(fetch(client, engagement, "csv", art="mediation"), "csv")

    assert [row[4] for row in rows[1:]] == ["ja"]
    line = Entry.objects.about(engagement).get()
    assert (line.action, line.actor, line.summary) == ("engagement.log_exported", advisor, "CSV, 1 Eintrag")


def test_a_very_long_text_is_cut_not_lost(client, advisor, engagement):
    LogEntryFactory(engagement=engagement, text="Wort " * 20_000)
    client.force_login(advisor)

    row = rows_of(fetch(client, engagement, "xlsx"), "xlsx")[1]

    assert row[5].endswith("(gekürzt)")


@pytest.mark.parametrize(("count", "form"), [(1, "csv"), (3, "csv"), (1, "xlsx"), (3, "xlsx")])
def test_an_export_costs_the_same_however_long(client, advisor, count, form, django_assert_num_queries):
    engagement = advisor.memberships.get().room.engagement
    for entry in LogEntryFactory.create_batch(count, engagement=engagement):
        entry.persons.add(PersonFactory(room=engagement.room))
    client.force_login(advisor)

    # 4 of every page; memberships, engagement, persons, organisations, phases, rows, audit line, what was read
    with django_assert_num_queries(12):
        fetch(client, engagement, form)


def test_paper_shows_what_the_reader_may_read_and_how_far_it_reaches(client, member, engagement):
    LogEntryFactory(engagement=engagement, circle=Circle.STEERING, title="Für die Runde")
    LogEntryFactory(engagement=engagement, title="Kanarie")
    client.force_login(member)

    page = client.get(reverse("engagements:log-print", args=[engagement.pk])).content.decode()

    assert "Für die Runde" in page
    assert "Vertraulich" in page
    assert "Lenkungsrunde" in page
    assert "Kanarie" not in page


@pytest.mark.parametrize("route", ["log-print", "csv", "xlsx"])
def test_strangers_take_nothing_along(client, advisor, route):
    foreign = EngagementFactory()
    client.force_login(advisor)

    response = (
        client.get(reverse("engagements:log-print", args=[foreign.pk]))
        if route == "log-print"
        else fetch(client, foreign, route)
    )

    assert response.status_code == 404
