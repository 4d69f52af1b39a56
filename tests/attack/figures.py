"""How much was tried and what was found: noted by the attacks, printed at the end, kept by `bin/test` below var/.

`python -m tests.attack.figures` prints what the run of `bin/test` has noted, and keeps it.
"""

import datetime as dt
import json
import os
import random
import subprocess
from math import ceil
from pathlib import Path

import pytest

# `bin/test --long` tries everything; otherwise a sample that fits into every commit.
LONG = os.environ.get("LONG") == "1"
only_long = pytest.mark.skipif(not LONG, reason="nur mit --long")
# Where the processes of one run of `bin/test` write together.
NOTES = os.environ.get("FIGURES")
noted = []  # by this process


def size(short, long):
    return long if LONG else short


def some(rows, number, by=""):
    """So many of them, others in each run (and by each `by`), the same for all its processes; with `--long` all."""
    rows = list(rows)
    if LONG or len(rows) <= number:
        return rows
    chosen = random.Random(f"{os.environ['SEED']} {len(rows)}{by}").sample(range(len(rows)), number)
    return [rows[place] for place in sorted(chosen)]


def share(rows, of=5):
    """A part of them, usually a fifth, others in each run; with `--long` all."""
    rows = list(rows)
    return some(rows, ceil(len(rows) / of))


def note(attack, what, number, found=0):
    """One line per note: written at once, so that several processes may note at the same time."""
    row = {"attack": attack, "what": what, "number": number, "found": found}
    noted.append(row)
    if NOTES:
        with Path(NOTES).open("a") as notes:
            notes.write(json.dumps(row, ensure_ascii=False) + "\n")


def sums():
    """What was noted, added up: (attack, what) with number and findings."""
    total = {}
    together = Path(NOTES).read_text().splitlines() if NOTES and Path(NOTES).exists() else []
    for row in map(json.loads, together) if together else noted:
        number, found = total.get((row["attack"], row["what"]), (0, 0))
        total[row["attack"], row["what"]] = number + row["number"], found + row["found"]
    return dict(sorted(total.items()))


def printed():
    yield f"{'Angriff':8} {'Versuche':>9} {'Funde':>6}  was"
    for (attack, what), (number, found) in sums().items():
        yield f"{attack:8} {number:9} {found:6}  {what}"


def keep():
    """The figures of this run, with day and commit, beside the notes."""
    git = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    rows = [{"attack": a, "what": w, "number": n, "found": f} for (a, w), (n, f) in sums().items()]
    run = {"date": f"{dt.date.today()}", "commit": git.stdout.strip(), "long": LONG, "figures": rows}
    Path(NOTES).with_suffix(".json").write_text(json.dumps(run, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    print("\n".join(printed()))
    if NOTES:
        keep()
