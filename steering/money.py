"""Who pays which share of a measure, as somebody writes it line by line: „Landesmittel: 12.000 €“, „Stadt: 40 %“."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .models import Funding

SHARE = re.compile(
    r"^(?P<source>.*?)\s*(?P<mark>[:,;–]?)\s+(?P<number>\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d+)?|[\d.,]*\d)"
    r"\s*(?P<sign>%|Prozent|€|EUR|Euro)$",
    re.IGNORECASE,
)
NO_SHARE = re.compile(r"(?:%|Prozent|€|EUR|Euro)\s*$", re.IGNORECASE)
LONGEST, MOST = 200, Decimal("9999999999.99")


def read_funding(text):
    """The lines as rows that are not saved yet; what looks like a share and is none is said line by line."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [row_of(line, order) for order, line in enumerate(filter(None, lines))]


def row_of(line, order):
    found = SHARE.match(line)
    source = (found["source"] if found else line).strip(" :,;–")
    if found and not found["mark"] and source[-1:].isdigit():  # „Fonds 3 5.000 €“: where does the number begin?
        words = _("„%(line)s“: Bitte einen Doppelpunkt vor den Betrag, zum Beispiel „Land: 12.000 €“.")
        raise ValidationError(words % {"line": line})
    if not source:
        raise ValidationError(_("„%(line)s“: Es fehlt, woher das Geld kommt.") % {"line": line})
    if len(source) > LONGEST:
        raise ValidationError(_("„%(line)s …“ ist zu lang; 200 Zeichen genügen.") % {"line": line[:60]})
    if not found:
        if NO_SHARE.search(line):
            words = _("„%(line)s“: Bitte einen Betrag oder Anteil, zum Beispiel „Land: 12.000 €“ oder „Stadt: 40 %%“.")
            raise ValidationError(words % {"line": line})
        return Funding(source=source, order=order)
    number, is_percent = number_in(found["number"], line), found["sign"].lower() in {"%", "prozent"}
    if is_percent and number > 100:
        raise ValidationError(_("„%(line)s“: Mehr als 100 %% gibt es nicht.") % {"line": line})
    return Funding(source=source, order=order, **{"percent" if is_percent else "amount_eur": number})


def number_in(text, line):
    """A number as Germans write it; two places after the comma at most."""
    text = re.sub(r"\s", "", text)
    if "," in text or re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "").replace(",", ".", 1)
    if not re.fullmatch(r"\d+(\.\d{1,2})?", text, re.ASCII) or Decimal(text) > MOST:
        words = _("„%(line)s“: Diese Zahl ist nicht zu lesen; zum Beispiel 12.000 oder 12,50.")
        raise ValidationError(words % {"line": line})
    return Decimal(text)


def check_sum(rows, cost):
    """All shares together are not more than the whole; percents count against the cost, where it is known."""
    percents = sum(row.percent for row in rows if row.percent is not None)
    amounts = sum(row.amount_eur for row in rows if row.amount_eur is not None)
    if percents > 100:
        words = _("Die Anteile ergeben zusammen %(sum)s %%; mehr als 100 %% geht nicht.")
        raise ValidationError(words % {"sum": in_words(percents)})
    if cost is None:
        return
    paid = amounts + cost * Decimal(percents) / 100
    if paid > cost + Decimal("0.01"):
        words = _("Zusammen ergeben die Quellen %(sum)s €, die Maßnahme kostet aber %(cost)s €.")
        raise ValidationError(words % {"sum": in_words(paid), "cost": in_words(cost)})


def in_words(number):
    return number_format(number, 0 if number == int(number) else 2, force_grouping=True)


def keep_funding(measure, rows):
    """Replace what was known; what stayed as it was is not written again."""
    before = [(row.source, row.amount_eur, row.percent) for row in measure.fundings.all()]
    if before == [(row.source, row.amount_eur, row.percent) for row in rows]:
        return
    measure.fundings.all().delete()
    for row in rows:
        row.measure = measure
        row.save()
