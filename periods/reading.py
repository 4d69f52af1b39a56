"""What people mean when they write a date: the wording, its EDTF, its first and last day."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from periods.moments import Moment, read_moment
from periods.relative import spelled_out, without_gaps

LONGEST = 200  # a longer text is a remark, not a date

REMARK = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|\b(?:geplant|voraussichtlich|vorläufig)\b|\b(?:voraussichtl|vorauss|vsl)\."
    r"|(?:\b(?:um|ab|von|gegen)\s)?(?<![\d.])\d{1,2}(?:[:.]\d\d)?(?:\s?(?:-|–|bis)\s?\d{1,2}(?:[:.]\d\d)?)?\s?uhr\b"
    r"|(?<![\d:t])\d{1,2}:\d\d(?::\d\d)?\b"
)
FILLER = re.compile(
    r"\b(?:im|in|am|zum|zur|der|die|dem|den|das|des|jahr|jahre|jahres|jahren|monat|monats|zeitraum|zeit)\b"
    r"|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?\b,?|\b(?:mo|di|mi|do|fr|sa|so)[.,]"
)
SINCE = re.compile(r"(?:seit|ab|von|vom)\s+(.+?)(?:,?\s+(?:fort)?laufend)?")
UNTIL = re.compile(r"bis(?:\s+einschließlich)?\s+(.+)")
BETWEEN = re.compile(r"zwischen\s+(.+?)\s+und\s+(.+)")
TO = re.compile(r"\s+bis(?:\s+einschließlich)?(?:\s+|$)|\s?[–/-]\s?")
AND = re.compile(r"\s+(?:und|u\.)\s+|\s?[&+]\s?")
SET = re.compile(r"\{([^,]+),([^,]+)\}")
OPEN_END = {"", "..", "heute", "jetzt", "dato", "auf weiteres", "laufend", "fortlaufend", "offen", "andauernd"}
PLAIN = re.compile(r"(?!0000)\d{4}(?:-\d\d(?:-\d\d)?)?")  # a year, a month, a day
DASHES = dict.fromkeys(map(ord, "—‒−―"), "–") | {ord("‐"): "-", ord("‑"): "-"}


@dataclass(frozen=True)
class Reading:
    """A wording and what it says: EDTF, first day, last day, and a warning where we had to guess."""

    wording: str
    edtf: str = ""
    earliest: date | None = None
    latest: date | None = None
    warning: str = ""


def read(text, today: date | None = None) -> Reading:
    """What `text` means; never fails, an unknown wording stays a wording.

    Bounds are strict: „um 2015“ runs from 1 January to 31 December 2015. Spring is March to May, summer June to
    August, autumn September to November, winter 2015 December 2015 to February 2016. An open end has no day.
    „heute“ and its kin, days without a year and names of days are written out as a date, because tomorrow they would
    mean another one.
    """
    wording = ("" if text is None else str(text)).replace("\x00", "").strip()
    if len(wording) > LONGEST:
        return _not_understood(wording)
    return _read(wording, today or date.today(), get_language())


@lru_cache(maxsize=4096)
def _read(wording, today, language):
    if not wording:
        return Reading("")
    try:
        absolute = spelled_out(wording, today)
        tries = (absolute, *without_gaps(absolute, today))
        reading = next(filter(None, (_read_whole(each, _normalised(each)) for each in tries)), None)
    except (ValueError, OverflowError):  # a calendar ends somewhere
        reading = None
    return reading if reading and _is_edtf(reading.edtf) else _not_understood(wording)


def _not_understood(wording):
    return Reading(
        wording,
        warning=_(
            "Diese Zeitangabe konnten wir nicht lesen. Sie bleibt im Wortlaut stehen, wird aber nicht einsortiert."
        ),
    )


def _is_edtf(text) -> bool:
    if PLAIN.fullmatch(text):  # counted out on the calendar
        return True
    import edtf  # noqa: PLC0415 – a quarter of a second and 6 MB, only for those who write no plain date

    try:
        edtf.parse_edtf(text)
    except edtf.EDTFParseException:
        return False
    return True


def _normalised(text) -> str:
    """Lower case, one kind of dash, without remarks, times of day, weekdays and articles."""
    text = " ".join(unicodedata.normalize("NFKC", text).lower().translate(DASHES).split())
    text = FILLER.sub(" ", REMARK.sub(" ", text))
    return " ".join(text.split()).strip(" ,;")


def _read_whole(wording, text) -> Reading | None:
    """Tries the simple before the compound: a moment, an open period, an interval, an enumeration."""
    moment = read_moment(text)
    if moment:
        return _reading(wording, moment.edtf, moment.earliest, moment.latest, moment.warning)
    between = BETWEEN.fullmatch(text)
    if between:
        return _interval(wording, between[1], between[2])
    listed = SET.fullmatch(text)
    if listed:
        return _enumeration(wording, listed[1], listed[2])
    return _read_open(wording, text) or _read_split(wording, text)


def _reading(wording, edtf, earliest, latest, *warnings):
    return Reading(wording, edtf, earliest, latest, " ".join(dict.fromkeys(filter(None, warnings))))


def _read_open(wording, text):
    """„seit …“ and „bis …“."""
    since, until = SINCE.fullmatch(text), UNTIL.fullmatch(text)
    if since and (moment := read_moment(since[1])):
        return _reading(wording, f"{moment.opening}/..", moment.earliest, None, moment.warning)
    if until and (moment := read_moment(until[1])):
        return _reading(wording, f"../{moment.closing}", None, moment.latest, moment.warning)
    return None


def _read_split(wording, text):
    """Tries every „bis“, dash and slash, then every „und“, until both sides say something."""
    prefixed = SINCE.fullmatch(text)
    text = prefixed[1] if prefixed else text
    for pattern, build in ((TO, _interval), (AND, _enumeration)):
        for found in pattern.finditer(text):
            reading = build(wording, text[: found.start()], text[found.end() :])
            if reading:
                return reading
    return None


def _interval(wording, left, right):
    left, right = left.strip(" ,;"), right.strip(" ,;")
    if right in OPEN_END:
        start = read_moment(left)
        return start and _reading(wording, f"{start.opening}/..", start.earliest, None, start.warning)
    if left == "..":
        end = read_moment(right)
        return end and _reading(wording, f"../{end.closing}", None, end.latest, end.warning)
    start, end = _both_sides(left, right)
    if not (start and end):
        return None
    if end.latest < start.earliest:
        return _reversed(wording, start, end)
    edtf = f"{start.opening}/{end.closing}"
    return _reading(wording, edtf, start.earliest, end.latest, start.warning, end.warning)


def _reversed(wording, start, end):
    """The later end first: taken the other way round, both ends uncertain."""
    warning = _(
        "Das Ende liegt vor dem Anfang. Übernommen in umgekehrter Reihenfolge, unsicher; der Wortlaut bleibt stehen."
    )
    first, last = end.qualified("?"), start.qualified("?")
    edtf = f"{first.opening}/{last.closing}"
    return _reading(wording, edtf, end.earliest, start.latest, warning, start.warning, end.warning)


def _enumeration(wording, left, right):
    """Neighbours („November und Dezember 2020“) are an interval, others a set."""
    start, end = _both_sides(left, right)
    if not (start and end) or end.latest < start.earliest:
        return None
    edtf = f"{{{start.edtf},{end.edtf}}}"
    if start.latest + timedelta(days=1) == end.earliest:
        edtf = f"{start.opening}/{end.closing}"
    return _reading(wording, edtf, start.earliest, end.latest, start.warning, end.warning)


def _both_sides(left, right) -> tuple[Moment | None, Moment | None]:
    """Both ends; what one leaves out („3.8.–31.12.2020“, „2015–20“) it borrows from the other."""
    start = read_moment(left)
    if start and re.fullmatch(r"\d\d", right) and re.fullmatch(r".*\d{4}", left):
        year = start.earliest.year
        return start, read_moment(f"{year // 100}{right}") if int(right) > year % 100 else None
    end = read_moment(right)
    if start or not end:
        return start, end
    start = _completed(left, end, end.earliest.year)
    if start and end.latest < start.earliest:  # „Oktober bis Februar 2021“ began the year before
        start = _completed(left, end, end.earliest.year - 1)
    return start, end


def _completed(left, end, year) -> Moment | None:
    """The beginning with the year, and where it is only a day the month too, taken from the end."""
    if not re.fullmatch(r"\d{1,2}(?:\.\s?\d{1,2})?\.?", left):
        return read_moment(f"{left} {year}")
    only_day = left.isdigit() and end.earliest == end.latest or re.fullmatch(r"\d+\.", left)
    month = f".{end.earliest.month}" if only_day else ""
    return read_moment(f"{left.rstrip('.')}{month}.{year}")


def display(value, wording: str = "") -> str:
    """What stands on the screen: the wording, if somebody left one, else the EDTF; a bare ISO day in German order."""
    if isinstance(value, Reading):
        value, wording = value.edtf, value.wording
    text = wording or str(value or "")
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    return f"{day[3]}.{day[2]}.{day[1]}" if day else text
