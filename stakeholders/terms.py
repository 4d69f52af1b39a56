"""How the period of an office is worded when it ends."""

import re

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


def following(wording):
    """How the next period begins: „seit 2020“ after „2015 bis 2020“, or nothing."""
    until = re.search(r"(?:^|\s)bis\s+(\S.*)$|\s?[–—]\s?(\S.*)$", wording.strip(), re.IGNORECASE)
    day = until and (until[1] or until[2])
    return f"seit {day}" if day and not OPEN_END.search(wording) else ""
