"""bin/bench: the product against the floor, burst by burst in turns, so that neighbours slow both."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack, contextmanager
from itertools import count, cycle
from statistics import median
from urllib.parse import urlencode

from bench.server import Server, cpu_of
from bench.shape import SHAPE
from config import local, localdb, start, tables

SIZES = {"small": 2_000, "large": 20_000}
PORT = int(os.environ.get("BENCH_PORT", "8126"))
GOALS = {"list": 2, "detail": 2, "search": 1, "create": 5, "csv": 4, "profile": 1, "map": 1}


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no server is left behind
    surroundings()
    sizes = ["small", "large"] if options.large else ["small"]
    houses = {size: House(SIZES[size], PORT + 10 * number) for number, size in enumerate(sizes)}
    for house in houses.values():
        house.fill(options.fresh)
    with ExitStack() as stack:
        for house in houses.values():
            stack.enter_context(house.served())
        small = houses["small"]
        print(f"{'':12}{'floor ms':>10}{'ours ms':>10}{'p50 ×':>8}{'cpu ×':>8}{'goal':>8}")
        for name in options.only or small.operations():
            compare(small, name, options)
        memory(small)
        if options.large:
            growth(small, houses["large"], options)
    for house in houses.values():
        house.count()


def arguments():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="zehnmal so viele Zeilen dazu")
    parser.add_argument("--fresh", action="store_true", help="legt die Beratungen neu an")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5, help="Länge eines Stoßes")
    parser.add_argument(
        "--only",
        nargs="*",
        help='nur diese: list detail log plan review search create csv profile map "profile new" "map new"',
    )
    return parser.parse_args()


def surroundings():
    """As bin/start has them: a local run with production settings, behind no proxy."""
    local.prepare()
    os.environ.update(HTTPS="0", SAMPLE_MODE="0", DEBUG="0", LOG_LEVEL="ERROR", ALLOWED_HOSTS="127.0.0.1")
    os.environ["LIMIT_PUBLIC_ADDRESS"] = "999999/1"  # the whole benchmark comes from one address
    local.keep_master_key()
    start.collect_static_files()


# --- One database with its two servers -----------------------------------------------------


class House:
    """A database of one size, the product and the floor in front of it."""

    def __init__(self, engagements, port):
        self.engagements = engagements
        self.name = f"{os.environ.get('DATABASE_NAME') or localdb.DATABASE}_bench_{engagements}"
        self.kept = local.VAR / f"{self.name}.json"
        self.asked = count()
        self.ours, self.floor = Server(port), Server(port + 1)

    def environment(self, role, **more):
        return os.environ | {"DATABASE_NAME": self.name, "DATABASE_ROLE": role, **more}

    def ask(self, role, *arguments):
        """The answer of `python -m bench` in this database."""
        command = [sys.executable, "-m", "bench", *arguments]
        return subprocess.run(
            command, cwd=local.ROOT, env=self.environment(role), check=True, stdout=-1
        ).stdout.decode()

    def fill(self, fresh):
        """Builds the database, or brings the one that is there to these migrations."""
        if fresh or not self.kept.exists() or json.loads(self.kept.read_text()).get("shape") != SHAPE:
            localdb.drop(local.VAR, self.name)
            self.kept.unlink(missing_ok=True)
        localdb.ensure(local.VAR, self.name)
        if not self.kept.exists():
            begin = time.monotonic()
            self.migrate()
            self.keep(json.loads(self.ask("owner", "build", str(self.engagements))))
            print(f"{self.engagements} Beratungen angelegt: {time.monotonic() - begin:.0f} s", flush=True)
        self.facts = json.loads(self.kept.read_text())
        if self.facts.pop("tables") != tables.fingerprint():
            self.migrate()
            self.keep(self.facts)

    def migrate(self):
        command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity=0"]
        subprocess.run(command, cwd=local.ROOT, env=self.environment("owner"), check=True)

    def keep(self, facts):
        self.kept.write_text(json.dumps(facts | {"tables": tables.fingerprint()}))

    @contextmanager
    def served(self):
        """Product and floor, both with two workers; somebody signed in."""
        self.session, *others = self.ask("web", "sign-in", str(self.facts["user"])).split()
        self.writing = cycle(others)
        self.ours.cookie = f"sessionid={self.session}"
        with (
            self.ours.running("config.wsgi", self.environment("web")),
            self.floor.running("bench.wsgi", self.environment("owner", BENCH_FACTS=json.dumps(self.facts))),
        ):
            yield

    def pages(self):
        facts = self.facts
        case, long = f"/beratungen/{facts['engagement']}/", f"/beratungen/{facts['long']}/"
        words = urlencode({"q": facts["word"]})
        return {
            "list": ("/beratungen/", "/engagements"),
            "detail": (case, "/detail"),
            "log": (f"{case}tagebuch/", "/log"),
            "plan": (f"/lenkung/{facts['engagement']}/plan/", "/plan"),
            "review": (f"/lenkung/{facts['engagement']}/stand/", "/plan"),
            "search": (f"/beratungen/suche/?{words}", f"/search?{words}"),
            "profile": (f"/oeffentlich/beratungen/{facts['slug']}/", "/profile"),
            "map": ("/oeffentlich/karte/", "/germany"),
            "csv": (f"{long}tagebuch/export.csv", "/csv"),
        }

    def operations(self):
        """For each operation how to do it once at the floor and once at the product."""
        found = {
            name: (lambda page=floor: self.floor.get(page), lambda page=ours: self.ours.get(page))
            for name, (ours, floor) in self.pages().items()
        }
        for name in ("profile", "map"):
            ours, floor = self.pages()[name]
            found[f"{name} new"] = (lambda page=floor: self.floor.get(page), lambda page=ours: self.ours_anew(page))
        return found | {"create": (self.create_at_floor, self.create)}

    def ours_anew(self, page):
        """By an address nobody has asked for yet: the page is made, not taken from those that are kept."""
        return self.ours.get(f"{page}?neu={next(self.asked)}")

    def create_at_floor(self):
        return self.floor.post("/create", {"title": "Gespräch", "text": "Ein Wort nach dem anderen. " * 20})

    def create(self):
        token = "a" * 32
        fields = {"csrfmiddlewaretoken": token, "key": uuid.uuid4()}
        fields |= {"kind": "einzelgespraech", "when": "heute", "circle": 40}
        texts = {"title": f"Gespräch {uuid.uuid4()}", "text": "Ein Wort nach dem anderen. " * 20}
        page = f"/beratungen/{self.facts['written']}/tagebuch/neu/"
        # In turns at many devices: what a page would tell her gathers in a session where she opens none.
        return self.ours.post(page, fields | texts, cookie=f"sessionid={next(self.writing)}; csrftoken={token}")

    def count(self):
        """What each page asks of the database."""
        pages = [(name, ours, self.session) for name, (ours, _floor) in self.pages().items() if name != "csv"]
        print(f"\n{self.engagements} Beratungen    statements    rows  blocks")
        for name, found in json.loads(self.ask("web", "count", json.dumps(pages))).items():
            print(f"{name:16}{found['statements']:>14}{found['rows']:>8}{found['blocks']:>8}")


# --- Measuring -----------------------------------------------------------------------------


def burst(house, server, once, seconds):
    """Median seconds and CPU seconds of one operation, done again and again for a while."""
    once()
    before, end, taken = cpu_of(house, server), time.monotonic() + seconds, []
    while time.monotonic() < end or len(taken) < 5:
        taken.append(once())
    spent = sum(now - before.get(pid, 0) for pid, now in cpu_of(house, server).items())
    return median(taken), spent / len(taken)


def bracketed(house, name, options):
    """Floor, product, floor: for each round the product's figures and the mean of the floor's."""
    floor, ours = house.operations()[name]
    for _round in range(options.rounds):
        first = burst(house, house.floor, floor, options.seconds)
        middle = burst(house, house.ours, ours, options.seconds)
        last = burst(house, house.floor, floor, options.seconds)
        yield middle, tuple((a + b) / 2 for a, b in zip(first, last, strict=True))


def compare(house, name, options):
    rounds = list(bracketed(house, name, options))
    p50 = median(ours[0] / floor[0] for ours, floor in rounds)
    cpu = sum(ours[1] for ours, _floor in rounds) / max(sum(floor[1] for _ours, floor in rounds), 1e-6)
    floor, ours = (median(each[side][0] for each in rounds) * 1000 for side in (1, 0))
    goal = f"≤ {GOALS[name]}" if name in GOALS else ""
    print(f"{name:12}{floor:>10.1f}{ours:>10.1f}{p50:>8.2f}{cpu:>8.2f}{goal:>8}", flush=True)


def memory(house):
    ours, floor = house.ours.memory(), house.floor.memory()
    print(f"\nSpeicher, zwei Prozesse: {ours:.0f} MB gegen {floor:.0f} MB, {ours / floor:.2f} × (Ziel ≤ 1.6)")


def growth(small, large, options):
    """The product against itself: ten times the rows."""
    print(f"\n{'':8}{'2.000 ms':>10}{'20.000 ms':>10}{'p50 ×':>8}{'cpu ×':>8}   (Ziel der Liste ≤ 1.1)")
    for name in options.only or ("list", "detail", "log", "search"):
        pairs = []
        for _round in range(options.rounds):
            first, second, third = (
                burst(house, house.ours, house.operations()[name][1], options.seconds)
                for house in (small, large, small)
            )
            pairs.append((tuple((a + c) / 2 for a, c in zip(first, third, strict=True)), second))
        p50 = median(large[0] / small[0] for small, large in pairs)
        cpu = sum(large[1] for _small, large in pairs) / sum(small[1] for small, _large in pairs)
        a, b = (median(pair[side][0] for pair in pairs) * 1000 for side in (0, 1))
        print(f"{name:8}{a:>10.1f}{b:>10.1f}{p50:>8.2f}{cpu:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
