"""One end of a period: a day, a month, a season, a year, or a part of one, as people write it."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

CENTURY = 100
PIVOT = 70
MONTH_STEMS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mrz": 3, "mae": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip
MONTH = (
    r"(?P<name>jan(?:uar)?|jän(?:ner)?|feb(?:r|ruar)?|mär(?:z)?|maerz|mrz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?"
    r"|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)\b\.?"
)
YEAR = r"(?P<year>(?:1[5-9]|2[01])\d\d)"
ANY_YEAR = r"(?P<year>(?:1[5-9]|2[01])\d\d|'?\d\d)"
ORDINAL = {"erstes": 1, "erste": 1, "zweites": 2, "zweite": 2, "drittes": 3, "viertes": 4}
ORDINAL |= {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
NUMBER = rf"(?P<number>{'|'.join(sorted(ORDINAL, key=len, reverse=True))})\.?"

SEASONS = {"frühjahr": 21, "frühling": 21, "fruehjahr": 21, "sommer": 22, "herbst": 23, "winter": 24}
WINTER = 24
HALVES = {1: 40, 2: 41}
THIRDS = {"anfang": 0, "mitte": 1, "ende": 2}
# EDTF code: first month, number of months. Winter runs from December into February of the next year.
SPANS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)}
SPANS |= {33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)}
SPANS |= {37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6)}


@dataclass(frozen=True)
class Moment:
    """What one end of a period says; `start` and `end` are its EDTF where it opens or closes an interval."""

    edtf: str
    earliest: date
    latest: date
    start: str = ""
    end: str = ""
    warning: str = ""

    @property
    def opening(self):
        """Its EDTF as the beginning of an interval."""
        return self.start or self.edtf

    @property
    def closing(self):
        """Its EDTF as the end of an interval."""
        return self.end or self.edtf

    def qualified(self, mark: str) -> "Moment":
        """The same moment, approximate (~), uncertain (?) or both (%)."""
        if not mark:
            return self
        opening, closing = _marked(self.opening, mark), _marked(self.closing, mark)
        edtf = f"{opening}/{closing}" if self.start else opening
        return replace(self, edtf=edtf, start=self.start and opening, end=self.end and closing)


def _marked(edtf, mark):
    bare = edtf.rstrip("~?%")
    return bare + (mark if edtf in (bare, bare + mark) else "%")


def _year(text) -> int:
    """Two digits mean the years 1970 to 2069."""
    year = int(text.lstrip("'"))
    if year >= CENTURY:
        return year
    return year + (2000 if year < PIVOT else 1900)


def _month_of(found) -> int:
    number = found.groupdict().get("month")
    return int(number) if number else MONTH_STEMS[found["name"][:3]]


def _of_day(day: date) -> Moment:
    return Moment(day.isoformat(), day, day)


def _of_month(year, month) -> Moment | None:
    if month not in MONTHS:
        return None
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return Moment(f"{year:04d}-{month:02d}", first, last)


def _of_span(year, code) -> Moment:
    """A season, quarter, third or half of a year."""
    month, length = SPANS[code]
    first = _of_month(year, month)
    last = _of_month(year + (month + length - 2) // 12, (month + length - 2) % 12 + 1)
    return Moment(f"{year:04d}-{code}", first.earliest, last.latest, start=first.edtf, end=last.edtf)


def _read_day(found):
    """A day; one the calendar does not have becomes its month, uncertain."""
    year, month, day = _year(found["year"]), _month_of(found), int(found["day"])
    whole = _of_month(year, month)
    if whole is None or 1 <= day <= whole.latest.day:
        return whole and _of_day(date(year, month, day))
    names = {"day": day, "month": MONTHS[month], "year": year}
    warning = _(
        "Den %(day)d. %(month)s %(year)d gibt es nicht. Übernommen als %(month)s %(year)d, unsicher; "
        "der Wortlaut bleibt stehen."
    )
    return replace(whole.qualified("?"), warning=warning % names)


def _read_month(found):
    return _of_month(_year(found["year"]), _month_of(found))


def _read_year(found):
    year = _year(found["year"])
    return Moment(f"{year:04d}", date(year, 1, 1), date(year, 12, 31))


def _read_decade(found):
    first = int(found["decade"]) * 10
    return Moment(
        f"{first // 10}X", date(first, 1, 1), date(first + 9, 12, 31), start=f"{first:04d}", end=f"{first + 9:04d}"
    )


def _read_season(found):
    """„Winter 2015“ and „Winter 2015/2016“ are the same winter; no other season crosses a year."""
    year, code = _year(found["year"]), SEASONS[found["season"]]
    following = found["following"]
    if following and (code != WINTER or int(following) % CENTURY != (year + 1) % CENTURY):
        return None
    return _of_span(year, code)


def _read_code(found):
    code = int(found["code"])
    return _of_span(_year(found["year"]), code) if code in SPANS else None


def _read_third_of_year(found):
    return _of_span(_year(found["year"]), 37 + THIRDS[found["third"]])


def _read_third_of_month(found):
    """Beginning, middle and end of a month: ten days each, roughly."""
    whole = _read_month(found)
    first = whole.earliest + timedelta(days=10 * THIRDS[found["third"]])
    last = whole.latest if found["third"] == "ende" else first + timedelta(days=9)
    start, end = f"{first.isoformat()}~", f"{last.isoformat()}~"
    return Moment(f"{start}/{end}", first, last, start=start, end=end)


def _read_quarter(found):
    return _of_span(_year(found["year"]), 32 + ORDINAL[found["number"]])


def _read_half(found):
    code = HALVES.get(ORDINAL[found["number"]])
    return code and _of_span(_year(found["year"]), code)


def _read_week(found):
    try:
        monday = date.fromisocalendar(_year(found["year"]), int(found["week"]), 1)
    except ValueError:
        return None
    sunday = monday + timedelta(days=6)
    start, end = monday.isoformat(), sunday.isoformat()
    return Moment(f"{start}/{end}", monday, sunday, start=start, end=end)


def _forms():
    """What may stand alone, each with its reader; the first that fits the whole text wins."""
    third, season = f"(?P<third>{'|'.join(THIRDS)})", f"(?P<season>{'|'.join(SEASONS)})"
    day, month = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
    forms = (
        (rf"{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:t[\d:.+z-]*)?", _read_day),
        (rf"{YEAR}-(?P<month>0\d|1[0-2])", _read_month),
        (rf"{YEAR}-(?P<code>\d\d)", _read_code),
        (YEAR, _read_year),
        (rf"{day}\s?[./-]\s?{month}\s?[./-]\s?{ANY_YEAR}", _read_day),
        (rf"{day}\.?\s?{MONTH}\s?{ANY_YEAR}", _read_day),
        (rf"{month}\s?[./-]\s?{YEAR}", _read_month),
        (rf"{MONTH}[\s/-]?{ANY_YEAR}", _read_month),
        (rf"{season}\s{ANY_YEAR}(?:\s?[/–-]\s?(?P<following>\d\d(?:\d\d)?))?", _read_season),
        (rf"{third}\s{YEAR}", _read_third_of_year),
        (rf"{third}\s{MONTH}\s?{YEAR}", _read_third_of_month),
        (rf"{NUMBER}\s?(?:quartal|q)\s?/?{YEAR}", _read_quarter),
        (rf"q\s?{NUMBER}\s?/?{YEAR}", _read_quarter),
        (rf"{NUMBER}\s?(?:halbjahr|hj\.?|hälfte)\s?/?{YEAR}", _read_half),
        (rf"(?:kw\s?(?P<week>\d{{1,2}}))\s?[./,]?\s?{YEAR}", _read_week),
        (rf"(?P<week>\d{{1,2}})\.?\s?kw\s?/?{YEAR}", _read_week),
        (r"(?P<decade>(?:1[5-9]|2[01])\d)(?:0er|x)", _read_decade),
    )
    return tuple((re.compile(pattern), reader) for pattern, reader in forms)


FORMS = _forms()
ROUGHLY = re.compile(r"^(?:rund\s+um|um|ca\.?|circa|zirka|etwa|ungefähr|gegen|±|~)\s*(?=\S)")
PERHAPS = re.compile(r"^(?:vermutlich|wohl|wahrscheinlich|vielleicht|evtl\.?|eventuell)\s+")


def read_moment(text: str) -> Moment | None:
    """One end of a period in normalised German; None where it says nothing we know."""
    bare = text.strip(" ,;.")
    marks = set()
    for pattern, mark in ((PERHAPS, "?"), (ROUGHLY, "~"), (PERHAPS, "?")):
        stripped = pattern.sub("", bare)
        if stripped != bare:
            marks.add(mark)
            bare = stripped
    if bare[-1:] in ("~", "?", "%"):
        marks.add(bare[-1])
        bare = bare[:-1].rstrip()
    mark = "" if not marks else marks.pop() if len(marks) == 1 else "%"
    for pattern, reader in FORMS:
        found = pattern.fullmatch(bare)
        moment = found and reader(found)
        if moment:
            return moment.qualified(mark)
    return None
