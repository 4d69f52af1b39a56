"""How the period of an office is worded when it ends."""

import re

from periods.reading import read

SINCE = re.compile(r"^(?:seit|ab|von|vom)\s+", re.IGNORECASE)
OPEN_END = re.compile(r"\s*(?:\bbis(?:\s+(?:heute|jetzt|auf weiteres))?|[–—/-])\s*(?:heute|jetzt)?\s*$", re.IGNORECASE)
END = re.compile(r"\s+bis\s+.*$|\s?[–—/]\s?\S.*$|(?<=\d{4})\s?-\s?\d{4}$", re.IGNORECASE)


def beginning(wording):
    """The start in a wording: „2015“ of „seit 2015“, „2015 bis heute“ and „2015 bis 2020“."""
    wording = wording.strip()
    if wording.lower().startswith("bis "):
        return ""
    return END.sub("", OPEN_END.sub("", SINCE.sub("", wording))).strip()


def ended(wording, until):
    """The wording of a period that ends: its start, „bis“, its end; without an end it stays as it is."""
    until = re.sub(r"^bis\s+", "", until.strip(), flags=re.IGNORECASE)
    if not until:
        return wording
    start = beginning(wording)
    return f"{start} bis {until}" if start else f"bis {until}"


def is_moment(words):
    """Whether words name one day, month or year, and no span."""
    return read(f"bis {without_bis(words)}").edtf.startswith("../")


def without_bis(words):
    return re.sub(r"^bis\s+", "", words.strip(), flags=re.IGNORECASE)


def ended_readably(wording, until):
    """The same so that its end can be read for sure: wording that cannot be continued stands beside it."""
    start, end = read(wording).earliest, read(f"bis {without_bis(until)}").latest
    told = ended(wording, until)
    if (read(told).earliest, read(told).latest) == (start, end):
        return told
    since = f"{start:%d.%m.%Y} " if start else ""
    beside = wording.translate(str.maketrans("()", "[]"))
    return f"{since}bis {without_bis(until)} ({beside})"


def carried_on(term, when):
    """The term of whoever goes along into another body: since then, to the end it had."""
    until = term.period_until
    return f"{when} bis {until:%d.%m.%Y}" if until else f"seit {when}"


def following(wording):
    """How the next period begins: „seit 2020“ after „2015 bis 2020“, or nothing."""
    until = re.search(r"(?:^|\s)bis\s+(\S.*)$|\s?[–—]\s?(\S.*)$", wording.strip(), re.IGNORECASE)
    day = until and (until[1] or until[2])
    return f"seit {day}" if day and not OPEN_END.search(wording) else ""
