"""How long something took, as people write it: „70 min“, „1,5 h“, „2 Stunden“, „1:30“."""

import re

LONGEST = 7 * 24 * 60
NUMBER = r"\d{1,5}(?:[.,]\d{1,2})?"
HOURS = r"(?:h|std|stdn|stunden?)\.?"
MINUTES = r"(?:m|min|mins|minuten?|′|')\.?"
CLOCK = re.compile(rf"(?P<hours>\d{{1,3}}):(?P<minutes>[0-5]\d)\s*(?:{HOURS})?", re.IGNORECASE)
SPOKEN = re.compile(
    rf"(?:(?P<hours>{NUMBER})\s*{HOURS})?\s*(?:und\s+)?(?:(?P<minutes>{NUMBER})\s*(?:{MINUTES})?)?", re.IGNORECASE
)


def read_minutes(text):
    """The minutes a wording means, None for nothing; a bare „1,5“ is hours, a bare „90“ minutes.

    Raises ValueError for what is no duration or longer than a week.
    """
    text = " ".join(text.split()).replace("½", ",5")
    text = f"0{text}" if text.startswith(",") else text
    if not text:
        return None
    found = CLOCK.fullmatch(text) or SPOKEN.fullmatch(text)
    if not found:
        raise ValueError(text)
    hours, minutes = (float((found[name] or "0").replace(",", ".")) for name in ("hours", "minutes"))
    if re.fullmatch(r"\d+[.,]\d+", text):
        hours, minutes = minutes, 0
    total = round(hours * 60 + minutes)
    if total > LONGEST:
        raise ValueError(text)
    return total


def show_minutes(minutes):
    """„45 min“, „1,5 h“, „3 h“, „2 h 10 min“; empty when unknown."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if hours and rest == 0:
        return f"{hours} h"
    if hours and rest == 30:
        return f"{hours},5 h"
    if minutes < 120:
        return f"{minutes} min"
    return f"{hours} h {rest} min"
