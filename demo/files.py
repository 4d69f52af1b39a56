"""The sample data as files: read, with the days counted from the day of loading written out."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

DIRECTORY = Path(__file__).resolve().parent / "data"
RELATIVE = re.compile(r"@([+-]\d+)")
PROGRAMMES = ["ludwigslust", "vfb_programme", "nrw", "ludwigshafen", "bw"]
ENGAGEMENTS = ["ludwigslust", "ludwigshafen", "vfb_beratungen", "nrw", "bw", "musterfelde"]
CONTINUATIONS = ["ludwigslust_quellen", "ludwigslust_tagebuch", "ludwigslust_freigaben"]
STEERING = ["ludwigslust_lenkung", "ludwigslust_sitzungen", "ludwigslust_plan", "lenkung_andere"]


def read(name, today):
    """One data file; „@+9“ in it is the day nine days after `today`."""
    with open(DIRECTORY / f"{name}.toml", "rb") as file:
        return _dated(tomllib.load(file), today)


def _dated(value, today):
    if isinstance(value, dict):
        return {key: _dated(each, today) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each, today) for each in value]
    if isinstance(value, str):
        return RELATIVE.sub(lambda found: f"{today + timedelta(days=int(found[1])):%d.%m.%Y}", value)
    return value


def programmes(today):
    """All programmes, each with the key of its organisation."""
    return [
        {"organisation": data["organisation"]} | programme
        for data in (read(name, today) for name in PROGRAMMES)
        for programme in data["programme"]
    ]


def engagements(today):
    """All consultations as the files tell them: repeated ones one by one, continued ones put together."""
    found, files = {}, [read(name, today) for name in ENGAGEMENTS]
    for data in files:
        for row in data["engagement"]:
            for each in _repeated({"organisation": data["organisation"]} | row):
                found[each["key"]] = each
    for data in files:
        for addition in data.get("each", []):
            for key in addition["engagements"]:
                _extend(found[key], addition)
    for name in CONTINUATIONS:
        data = read(name, today)
        _extend(found[data["continues"]], data)
    return list(found.values())


def links(today):
    """Which consultation follows or accompanies which."""
    return [link for name in ENGAGEMENTS for link in read(name, today).get("link", [])]


def steering(today):
    """What each consultation steers with: bodies, meetings, resolutions, plan."""
    return [row for name in STEERING for row in read(name, today)["steering"]]


def _repeated(row):
    """Towns nobody names, one row each."""
    count = row.pop("count", 0)
    if not count:
        return [row]
    return [
        row | {"key": f"{row['key']}-{number}", "title": row["title"].format(number=number)}
        for number in range(1, count + 1)
    ]


def _extend(engagement, addition):
    for name in ("phase", "entry", "release"):
        engagement[name] = engagement.get(name, []) + addition.get(name, [])
