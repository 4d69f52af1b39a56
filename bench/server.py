"""A server that is measured, and what it and its database have worked."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from config import local, localdb, web_server

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """One gunicorn and a connection to it that stays open."""

    def __init__(self, port):
        self.port, self.cookie, self.client = port, "", None

    @contextmanager
    def running(self, application, environment):
        module = "config.settings" if application.startswith("config") else "bench.settings"
        settings = {"DJANGO_SETTINGS_MODULE": module} | web_server.THRIFTY
        call = web_server.command(self.port, application)
        self.process = subprocess.Popen(call, cwd=local.ROOT, env=environment | settings)
        try:
            self.wait()
            yield
        finally:
            self.process.terminate()
            self.process.wait()

    def wait(self):
        for _attempt in range(200):
            try:
                self.get("/hello", wanted=(200, 302, 404))
                return
            except OSError:
                time.sleep(0.1)
        sys.exit(f"Der Server auf {self.port} antwortet nicht.")

    def get(self, path, wanted=(200,)):
        return self.send("GET", path, wanted=wanted)

    def post(self, path, fields, cookie=""):
        return self.send("POST", path, urlencode(fields), cookie=cookie, wanted=(302,))

    def send(self, verb, path, body=None, *, cookie="", wanted=(200,)):
        """One request; its seconds."""
        headers = {"Cookie": cookie or self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begin = time.perf_counter()
        for attempt in (1, 2):
            self.client = self.client or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.client.request(verb, path, body, headers)
                answer = self.client.getresponse()
                answer.read()
                break
            except (ConnectionError, http.client.HTTPException):
                self.client = None  # closed by the server between two bursts
                begin = time.perf_counter()
                if attempt == 2:
                    raise
        if answer.status not in wanted:
            sys.exit(f"{verb} {path}: {answer.status} {answer.headers.get('Location', '')}")
        return time.perf_counter() - begin

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def memory(self):
        """Megabytes of master and workers; what they share is divided among them."""
        files = [Path(f"/proc/{pid}/smaps_rollup") for pid in [self.process.pid, *self.workers()]]
        lines = [line for file in files for line in file.read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu_of(house, server):
    """Seconds the processes behind a server have worked, by process; a backend may come and go during a burst."""
    found = {}
    for pid in [*server.workers(), *backends(house.name)]:
        with suppress(FileNotFoundError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found[pid] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def backends(database):
    with localdb.connect(local.VAR) as admin:
        question = "SELECT pid, usename FROM pg_stat_activity WHERE datname = %s"
        return [pid for pid, _name in admin.execute(question, [database])]
