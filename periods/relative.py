"""Days told from today, written out as dates: „gestern Abend“, „3.11.“, „letzten Montag“."""

import re
from datetime import date, timedelta

from periods.moments import MONTH, MONTH_STEMS

WORDS = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2}
TIME_OF_DAY = r"(?:\s+(?:früh|morgens?|vormittags?|mittags?|nachmittags?|abends?|nachts?)\b)?"
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b{TIME_OF_DAY}", re.IGNORECASE)
AHEAD = timedelta(days=90)
ONGOING = re.compile(r"\S\s*(?:\bbis|[–—/-])\s*$", re.IGNORECASE)
DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
DAY_NAME = re.compile(
    rf"\b(?:(?P<which>letzt|vorig|vergangen|dies|nächst|kommend)e[nrm]?\s+)?(?P<day>{'|'.join(DAYS)}|sonnabend)s?\b"
    + TIME_OF_DAY,
    re.IGNORECASE,
)
DAY = r"(?<![\d.:,])(?P<day>\d{1,2})"
NO_YEAR = r"(?!\.?\s?'?\d{2,4}\b(?!\s?uhr|[:.]\d))(?!:|\s?uhr)"  # a time of day may follow, and is none itself
IN_NUMBERS = re.compile(rf"{DAY}\.\s?(?P<month>\d{{1,2}})\b{NO_YEAR}\.?", re.IGNORECASE)
IN_WORDS = re.compile(rf"{DAY}\.?\s?{MONTH}{NO_YEAR}", re.IGNORECASE)


def spelled_out(text, today):
    """Words like „gestern“ as dates; „2015 bis heute“ says that it goes on and stays."""
    return WORD.sub(lambda found: _word(found, today), text)


def _word(found, today):
    word = found[1].lower()
    if word == "heute" and ONGOING.search(found.string[: found.start()]):
        return found[0]
    return _written(today + timedelta(days=WORDS[word]))


def without_gaps(text, today):
    """How the text may be meant where it names no year: days with their months first, then names of days."""
    with_year = IN_WORDS.sub(lambda found: _nearest(found, today), text)
    with_year = IN_NUMBERS.sub(lambda found: _nearest(found, today), with_year)
    named = DAY_NAME.sub(lambda found: _named(found, today), text)
    return [each for each in (with_year, named) if each != text]


def _nearest(found, today):
    """The day of this name within the next months, else the last one: in January „20.12.“ is over."""
    parts = found.groupdict()
    month = int(parts["month"]) if "month" in parts else MONTH_STEMS[parts["name"][:3].lower()]
    days = [_day(today.year + year, month, int(parts["day"])) for year in (-1, 0, 1)]
    days = [day for day in days if day and day - today <= AHEAD]
    return _written(max(days)) if days else found[0]


def _day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _named(found, today):
    """The last day of this name, today included; „letzten“ is before today, „nächsten“ after it."""
    name, which = found["day"].lower(), (found["which"] or "").lower()
    number = 5 if name == "sonnabend" else DAYS.index(name)
    if which == "dies":
        return _written(today + timedelta(days=number - today.weekday()))
    if which in {"nächst", "kommend"}:
        return _written(today + timedelta(days=(number - today.weekday() - 1) % 7 + 1))
    last = today - timedelta(days=1) if which else today
    return _written(last - timedelta(days=(last.weekday() - number) % 7))


def _written(day):
    return f"{day:%d.%m.%Y}"
