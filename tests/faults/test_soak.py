"""T34: people work on and on. Memory stays flat, and no connection, file or error is left behind."""

import os
import random
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pytest

from config import localdb
from tests.attack.figures import note, size
from tests.faults.house import SAMPLES, Writer

pytestmark = pytest.mark.slow
SECONDS = size(20, 1800)
PEOPLE = size(6, 16)
AT_LEAST = 150  # requests, however slow the machine
THREADS = 8  # two workers with four threads each, and every thread holds one connection
GROWTH = size(0.10, 0.05)  # from the middle of the run to its end; a short run is still warming up
LEAK = """
import tempfile
from django.db import connections

kept = []


class Planted:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(kept) < 1000:
            kept.append(b"x" * 1_000_000)
        if len(kept) in (40, 50, 60):
            kept.append(tempfile.NamedTemporaryFile(delete=False))
            connection = connections["default"].copy()
            connection.connect()
            kept.append(connection)
        return self.get_response(request)
"""


@dataclass
class Looks:
    """What was seen while the load was on, and what was left when it was over."""

    memory: list = field(default_factory=list)  # megabytes of the workers, from second to second
    seconds: list = field(default_factory=list)  # of every answer
    strange: list = field(default_factory=list)  # every answer that is not as it should be
    connections: int = 0
    waiting: int = 0
    files: list = field(default_factory=list)
    handles: int = 0

    @property
    def growth(self):
        """How much larger the last third is than the middle one; the first is for warming up."""
        third = len(self.memory) // 3
        return median(self.memory[-third:]) / median(self.memory[third:-third]) - 1

    def complaints(self):
        found = {
            "memory": self.growth * (self.growth > GROWTH),
            "connections": self.connections * (self.connections > THREADS),
            "waiting": self.waiting,
            "files": self.files,
            "handles": max(self.handles, 0),
            "answers": self.strange,
        }
        return {name: wrong for name, wrong in found.items() if wrong}


class Worker(Writer):
    """Does what people do all day, in any order; writes and uploads into one diary, exports others."""

    def __init__(self, house, number, looks):
        super().__init__(house, SAMPLES[number % len(SAMPLES)])
        self.chance, self.looks = random.Random(number), looks
        self.cases = sorted(set(re.findall(r"/beratungen/[0-9a-f-]{36}/", self.get("/beratungen/")[1])))
        self.others = [case for case in self.cases if case not in self.path]

    def work(self, over):
        doing = [self.page] * 12 + [self.create] * 2 + [self.upload_file, self.export, self.search, self.search]
        while not over.is_set():
            begin = time.monotonic()
            status, text, _headers = self.chance.choice(doing)()
            self.looks.seconds.append(time.monotonic() - begin)
            if status not in (200, 302):
                self.looks.strange.append((status, re.sub(r"\s+", " ", text)[-300:]))

    def page(self):
        case = self.chance.choice(self.cases)
        return self.get(self.chance.choice(["/beratungen/", case, f"{case}tagebuch/", f"{case}phasen/"]))

    def search(self):
        return self.get(f"/beratungen/suche/?q={quote(self.chance.choice(['Gespräch', 'Rat', 'Schule']))}")

    def create(self):
        return self.post(self.path, self.entry(f"Dauerlauf {time.monotonic()}"))

    def upload_file(self):
        fields = self.entry(f"Mit Datei {time.monotonic()}")
        return self.upload(self.path, fields, "notiz.txt", b"Wort. " * self.chance.randrange(1, 60_000))

    def export(self):
        case, kind = self.chance.choice(self.others or self.cases[:1]), self.chance.choice(["csv", "xlsx"])
        return self.get(f"{case}tagebuch/export.{kind}" if self.others else case)


def megabytes(pids):
    """The memory of these processes; what they share is divided among those who share it."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) for text in rollups) / 1024


def handles(pids):
    return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)


def connections(house, state="%"):
    with localdb.connect(house.var) as admin:
        question = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ortsgespraech_web' AND state LIKE %s"
        return admin.execute(question, [state]).fetchone()[0]


def soak(house, seconds):
    looks, over = Looks(), threading.Event()
    people = [Worker(house, number, looks) for number in range(PEOPLE)]
    for person in people:  # so that every kind of page has been made once
        for do in (person.create, person.upload_file, person.export, person.search):
            do()
    workers, until = house.workers(), time.monotonic() + seconds
    files, at_first = set(house.tmp.iterdir()), handles(workers) - connections(house)
    threads = [threading.Thread(target=person.work, args=[over], daemon=True) for person in people]
    for thread in threads:
        thread.start()
    while time.monotonic() < until or len(looks.seconds) < AT_LEAST:
        looks.memory.append(megabytes(workers))
        time.sleep(seconds / 100)
    over.set()
    for thread in threads:
        thread.join(60)
    time.sleep(3)  # the server closes connections of browsers that have gone
    assert house.workers() == workers, "a worker was replaced meanwhile"
    looks.connections, looks.waiting = connections(house), connections(house, "idle in transaction%")
    looks.files = sorted(path.name for path in set(house.tmp.iterdir()) - files)
    looks.handles = handles(workers) - looks.connections - at_first
    return looks


def test_memory_stays_flat_and_nothing_is_left_behind(house):
    house.restart()
    looks = soak(house, SECONDS)

    slow = sorted(looks.seconds)[int(len(looks.seconds) * 0.95)]
    start, end = median(looks.memory[:3]), median(looks.memory[-3:])
    figures = f"{start:.0f} → {end:.0f} MB, im letzten Drittel {looks.growth:+.1%}, p95 {slow * 1000:.0f} ms"
    note("T34", f"Anfragen in {SECONDS} s von {PEOPLE} Personen ({figures})", len(looks.seconds), len(looks.strange))
    assert looks.complaints() == {}


def test_a_server_that_leaks_is_found_out(house):
    """The control: a bit of memory at every request, and a few files and connections."""
    with house.planted(LEAK):
        found = soak(house, 15)

    assert {"memory", "connections", "files"} <= set(found.complaints())
