"""The diary as a table. Sealed entries are left out by design: what leaves the house cannot be sealed."""

import csv
import io

import xlsxwriter
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from rooms.enums import Circle
from rooms.text import to_plain
from stakeholders.models import Organisation, Person

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CELL = 32_000  # Excel takes 32,767 characters in one cell
CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def for_export(entries, user):
    """Filtered entries without the sealed ones, with the people the user may know and nobody has sealed."""
    persons = Person.objects.visible_to(user).exclude(circle=Circle.SEALED)
    organisations = Organisation.objects.visible_to(user).exclude(circle=Circle.SEALED)
    return (
        entries.exclude(circle=Circle.SEALED)
        .select_related("phase", "author")
        .prefetch_related(
            Prefetch("persons", persons.in_order(), to_attr="known_persons"),
            Prefetch("organisations", organisations.in_order(), to_attr="known_organisations"),
        )
        .newest_first()
    )


def headings():
    return [
        _("Wann"), _("erster Tag"), _("letzter Tag"), _("Art"), _("Überschrift"), _("Text"), _("Minuten"), _("Phase"),
        _("Personen"), _("Organisationen"), _("Anzahl"), _("Zählweise"), _("Themen"), _("Quelle"), _("Lesbar für"),
        _("geschrieben von"),
    ]  # fmt: skip


def row_of(entry):
    return [
        entry.when,
        str(entry.when_from or ""),
        str(entry.when_until or ""),
        entry.get_kind_display(),
        entry.title,
        to_plain(entry.text),
        entry.minutes,
        entry.phase.label if entry.phase else "",
        ", ".join(person.name for person in entry.known_persons),
        ", ".join(organisation.name for organisation in entry.known_organisations),
        entry.head_count,
        entry.get_count_method_display(),
        ", ".join(str(label) for label in entry.theme_labels),
        entry.source,
        str(entry.reach.label),
        entry.author.name if entry.author else "",
    ]


def to_csv(entries):
    """Bytes Excel opens with a double click: semicolons, a byte order mark, no formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headings())
    writer.writerows([harmless(value) for value in row_of(entry)] for entry in entries)
    return out.getvalue().encode("utf-8-sig")


def harmless(value):
    """A text a spreadsheet would calculate gets an apostrophe in front."""
    if isinstance(value, str) and (value.startswith(FORMULA_SIGNS) or value.lstrip().startswith(FORMULA_SIGNS)):
        return f"'{value}"
    return value


def to_xlsx(entries):
    """A workbook in memory in which every text is a text."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(_("Prozesstagebuch"))
        bold, plain = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 15, 16)
        sheet.set_column(4, 4, 36)
        sheet.set_column(5, 5, 80)
        for column, heading in enumerate(headings()):
            sheet.write_string(0, column, heading, bold)
        for number, entry in enumerate(entries, start=1):
            for column, value in enumerate(row_of(entry)):
                write_cell(sheet, number, column, value, plain)
    return out.getvalue()


def write_cell(sheet, row, column, value, style):
    if isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value:
        text = value if len(value) <= CELL else value[:CELL] + _(" … (gekürzt)")
        sheet.write_string(row, column, text, style)


WRITERS = {CSV: to_csv, XLSX: to_xlsx}
