"""The product as `bin/start` runs it, in a copy of the checkout, with people who write over HTTP."""

import http.client
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import contextmanager
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path

from config import localdb
from tests.config.test_start import PROJECT, SKIPPED, free_port, surroundings

PATIENCE = 120  # seconds until we believe that something does not come back by itself
TO_BUILD = 600  # and that a new house will never stand; other tests may keep the machine busy
GONE = (0, "", {})  # no answer at all
SAMPLES = ("federfuehrung", "beratung")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
TOKEN = "csrfmiddlewaretoken"


class House:
    """A copy of the checkout with a database and files of its own, or of a house that was built before."""

    def __init__(self, folder, built=None):
        self.root, self.port, self.process = folder / "haus", free_port(), None
        self.tmp = folder / "tmp"  # for what its processes put aside
        self.tmp.mkdir()
        if built:
            subprocess.run(["cp", "-a", built, self.root], check=True)  # with the owner of the database
        else:
            shutil.copytree(PROJECT, self.root, ignore=shutil.ignore_patterns(*SKIPPED, "tests", "docs"))
            (self.root / ".venv").symlink_to(PROJECT / ".venv")
        self.var, self.log = self.root / "var", folder / "start.log"

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                ["bin/start", "--port", str(self.port)],
                cwd=self.root,
                env=surroundings(TMPDIR=str(self.tmp)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait(TO_BUILD)

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=60)
        localdb.stop(self.var)

    def wait(self, patience=PATIENCE):
        """Until a page that asks the database comes; returns the seconds."""
        begin = time.monotonic()
        while Visitor(self).get("/anmelden/")[0] != 200:
            assert self.process.poll() is None, self.log.read_text(errors="replace")[-3000:]
            assert time.monotonic() - begin < patience, "it does not come back by itself"
            time.sleep(0.1)
        return time.monotonic() - begin

    def restart(self):
        """A fresh web server."""
        kill([*self.master(), *self.workers()])
        time.sleep(0.2)
        self.wait()

    @contextmanager
    def planted(self, code):
        """The web server with a fault: `Planted` in this code is put around everything it does."""
        settings, fault = self.root / "config/settings.py", self.root / "config/planted.py"
        before = settings.read_text()
        fault.write_text(code)
        settings.write_text(before + '\nMIDDLEWARE.insert(0, "config.planted.Planted")\n')
        try:
            self.restart()
            yield
        finally:
            settings.write_text(before)
            self.restart()
            fault.unlink()

    def manage(self, *arguments, **environment):
        """A command as somebody types it."""
        return subprocess.run(
            ["bin/manage", *map(str, arguments)],
            cwd=self.root,
            env=surroundings(**environment),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def rows(self, question, *values):
        """What the database says, asked past everything."""
        localdb.ensure(self.var)
        with localdb.connect(self.var, localdb.DATABASE) as admin:
            found = admin.execute(question, values or None)
            return found.fetchall() if found.description else []

    # --- Processes ---

    def children(self, pid):
        try:
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def master(self):
        named = [
            pid for pid in self.children(self.process.pid) if "gunicorn" in Path(f"/proc/{pid}/cmdline").read_text()
        ]
        return named[:1]

    def workers(self):
        return [child for master in self.master() for child in self.children(master)]

    def postmaster(self):
        return [int((localdb.data_directory(self.var) / "postmaster.pid").read_text().split()[0])]

    def postgres(self):
        """The whole server, all of its processes."""
        (postmaster,) = self.postmaster()
        return [postmaster, *self.children(postmaster)]

    @contextmanager
    def without_database(self):
        """The database is down, and whoever wants to start it has to wait."""
        with localdb.only_one(self.var):
            localdb.stop(self.var)
            yield


def kill(pids):
    """kill -9; one that has gone before us is no matter."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


class Visitor:
    """A browser with cookies: answers are (status, text, headers), nothing at all is status 0."""

    def __init__(self, house):
        self.base = f"http://127.0.0.1:{house.port}"
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), NoRedirect)

    def get(self, path):
        return self.ask(path)

    def post(self, path, fields):
        return self.ask(path, urllib.parse.urlencode(fields).encode())

    def upload(self, path, fields, name, content):
        """A form with one file, as a browser sends it."""
        edge = uuid.uuid4().hex
        part = f'--{edge}\r\nContent-Disposition: form-data; name="{{}}"'
        texts = [f"{part.format(key)}\r\n\r\n{value}\r\n".encode() for key, value in fields.items()]
        head = f'{part.format("new_files")}; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'.encode()
        body = b"".join([*texts, head, content, f"\r\n--{edge}--\r\n".encode()])
        return self.ask(path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def ask(self, path, data=None, headers=None):
        try:
            answer = self.opener.open(urllib.request.Request(self.base + path, data, headers or {}), timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        except (OSError, http.client.HTTPException):
            return GONE
        with answer:
            try:
                return answer.status, answer.read().decode(errors="replace"), answer.headers
            except (OSError, http.client.HTTPException):
                return GONE


class Writer(Visitor):
    """Signed in as a sample account; writes entries into the first diary she may write to."""

    def __init__(self, house, name=SAMPLES[0]):
        super().__init__(house)
        page = self.get("/anmelden/")[1]
        token = hidden(page)[TOKEN]
        status, _text, headers = self.post(
            "/anmelden/beispiel/", {"email": f"{name}@beispiel.example", "next": "", TOKEN: token}
        )
        assert (status, "anmelden" in headers["Location"]) == (302, False)
        self.path, self.token = self.diary()
        self.acknowledged, self.strange, self.refused, self.longest = [], [], 0, 0
        self.bulk = 0  # so many more signs, by chance, in every entry

    def diary(self):
        """The address where an entry is written, and the token of its form."""
        for key in sorted(set(re.findall(r"/beratungen/([0-9a-f-]{36})/", self.get("/beratungen/")[1]))):
            path = f"/beratungen/{key}/tagebuch/neu/"
            status, page, _headers = self.get(path)
            if status == 200:
                return path, hidden(page)[TOKEN]
        raise AssertionError("no diary")

    def entry(self, title):
        """A filled-in form with the key it was given."""
        return {
            TOKEN: self.token,
            "key": str(uuid.uuid4()),
            "kind": "notiz",
            "when": "heute",
            "circle": "40",
            "title": title,
            "text": f"Was zu {title} gesagt wurde. {secrets.token_hex(self.bulk // 2)}".strip(),
        }

    def draft(self, slot, text):
        """A draft of the form with this address, as the script keeps it."""
        person = json.loads(self.get(f"/entwuerfe/?slot={slot}")[1])["person"]
        data = {"person": person, "slot": slot, "base": 0, "tab": "a", "fields": [["text", text]]}
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return self.ask("/entwuerfe/", json.dumps(data).encode(), headers)

    def write(self, title):
        """Sends one entry until somebody has said that it is stored; every time the same form."""
        form, begin = self.entry(title), time.monotonic()
        while time.monotonic() - begin < PATIENCE:
            status, text, headers = self.post(self.path, form)
            if status == 302 and "/anmelden" not in headers["Location"]:
                self.acknowledged.append(title)
                self.longest = max(self.longest, time.monotonic() - begin)
                return
            self.refused += status == 503
            if status not in (0, 503) or (status == 503 and hidden(text) != form):  # 503 gives back what was typed
                self.strange.append((status, re.sub(r"\s+", " ", text)[-300:]))
            time.sleep(0.1)

    def write_all(self, titles):
        for title in titles:
            self.write(title)


def hidden(page):
    """The hidden fields of a page."""
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(page)}


@contextmanager
def writing(writers, number, word):
    """All writers write at the same time, `number` entries together; afterwards they have come to the end."""
    share = number // len(writers)
    threads = [
        threading.Thread(target=writer.write_all, args=([f"{word} {index}-{n}" for n in range(share)],), daemon=True)
        for index, writer in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(PATIENCE * 10)


def done(writers):
    return [title for writer in writers for title in writer.acknowledged]


def tally(house, acknowledged):
    """Which acknowledged entries are not there, and which are there more than once."""
    counts = dict(house.rows("SELECT title, count(*) FROM engagements_logentry GROUP BY title"))
    lost = [title for title in acknowledged if not counts.get(title)]
    doubled = [title for title in acknowledged if counts.get(title, 0) > 1]
    return lost, doubled
