"""The diary as a table. Sealed entries are left out by design: what leaves the house cannot be sealed."""

import csv
import io
import re
from collections import defaultdict

from django.db.models import ExpressionWrapper, F, TextField
from django.utils.translation import gettext as _

from rooms.enums import Circle
from rooms.noted import note_values
from rooms.text import to_plain
from stakeholders.models import Organisation, Person

from ..enums import ActivityKind, ConflictTheme, CountMethod
from ..models import Phase

# What a spreadsheet would calculate, also behind blanks; a cell that begins with a line end is cut by some.
FORMULA = re.compile(r"(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
IN_ANY_CELL = re.compile(f"\0{FORMULA.pattern}")  # no text holds the sign between the cells
CELL = 32_000  # Excel takes 32,767 characters in one cell
CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Sealed rows are left out, so no text need be looked at whether it is sealed.
TITLE, TEXT, SOURCE = (ExpressionWrapper(F(name), TextField()) for name in ("title", "text", "source"))
COLUMNS = (
    "room", "pk", "circle", "when", "when_from", "when_until", "kind", TITLE, TEXT, "minutes", "phase", "head_count",
    "count_method", "themes", SOURCE, "author__name",
)  # fmt: skip


def headings():
    return [
        _("Wann"), _("erster Tag"), _("letzter Tag"), _("Art"), _("Überschrift"), _("Text"), _("Minuten"), _("Phase"),
        _("Personen"), _("Organisationen"), _("Anzahl"), _("Zählweise"), _("Themen"), _("Quelle"), _("Lesbar für"),
        _("geschrieben von"),
    ]  # fmt: skip


def for_export(entries, user):
    """The cells of the filtered entries without the sealed ones, newest first, row by row; each is noted as read."""
    entries = entries.exclude(circle=Circle.SEALED)
    persons, organisations = (names_beside(entries, model, user) for model in (Person, Organisation))
    phases = {phase.pk: phase.label for phase in Phase.objects.filter(pk__in=entries.order_by().values("phase"))}
    kinds, methods, topics, circles = map(labels, (ActivityKind, CountMethod, ConflictTheme, Circle))
    for (
        room, key, circle, when, first, last, kind, title, text, minutes, phase, count, method, themes, source, author,
    ) in entries.newest_first().values_list(*COLUMNS).iterator():  # fmt: skip
        note_values(room, key, circle)
        yield [
            when, str(first or ""), str(last or ""), kinds[kind], title, to_plain(text), minutes,
            phases.get(phase, ""), ", ".join(persons.get(key, ())), ", ".join(organisations.get(key, ())), count,
            methods.get(method, ""), ", ".join(topics[theme] for theme in themes), source, circles[circle],
            author or "",
        ]  # fmt: skip


def names_beside(entries, model, user):
    """The names of the people or organisations of each entry, those the user may know and nobody has sealed."""
    found = defaultdict(list)
    known = model.objects.visible_to(user).exclude(circle=Circle.SEALED).filter(log__in=entries.order_by().values("pk"))
    for entry, room, key, circle, name in known.in_order().values_list("log", "room", "pk", "circle", "name"):
        note_values(room, key, circle)
        found[entry].append(name)
    return found


def labels(choices):
    """The words of each choice, translated once and not once per row."""
    return {choice.value: str(choice.label) for choice in choices}


def to_csv(rows):
    """Bytes Excel opens with a double click, and how many rows: semicolons, a byte order mark, no formulas."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    out.write("\ufeff")  # not by the codec that does it: that one is written in Python
    writer, count = csv.writer(out, delimiter=";"), 0
    writer.writerow(headings())
    for row in rows:
        count += 1
        found = IN_ANY_CELL.search("\0" + "\0".join(map(str, row)))
        writer.writerow(map(harmless, row) if found else row)
    out.flush()
    return out.buffer.getvalue(), count


def harmless(value):
    """A text a spreadsheet would calculate gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def to_xlsx(rows):
    """A workbook in memory in which every text is a text, and how many rows it has."""
    import xlsxwriter  # 2 MB, only for those who ask for one

    out, number = io.BytesIO(), 0
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
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                write_cell(sheet, number, column, value, plain)
    return out.getvalue(), number


def write_cell(sheet, row, column, value, style):
    if isinstance(value, int):
        sheet.write_number(row, column, value, style)
    elif value:
        text = value if len(value) <= CELL else value[:CELL] + _(" … (gekürzt)")
        sheet.write_string(row, column, text, style)


WRITERS = {CSV: to_csv, XLSX: to_xlsx}
