"""A mail server of our own, with every mood a mail server can be in."""

import socketserver
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes

from django.db import transaction
from django.utils import timezone

from accounts.letters import post, send_due
from accounts.models import Letter

PATIENCE = 60  # seconds; only a test that has gone wrong waits so long

REFUSALS = {"later": "451 later", "never": "550 5.1.1 nobody here", "distrusts": "550 5.7.1 sign in first"}


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail unless it is in another mood; `taken` is what it has said 250 to.

    Moods: "well"; "busy" (421 at once), "later" (451), "never" (550), "distrusts" (550 5.7.1),
    "silent" (says nothing until `release`), "breaks" (closes where it should say 250), "forgets" (takes it, and closes
    before it has said so).
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.mood, self.taken, self.asked, self.release = "well", [], 0, threading.Event()
        self.met, self.lock = threading.Event(), threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def readers(self):
        return [mail["To"] for mail in self.taken]

    @property
    def marks(self):
        return [mail["Message-ID"] for mail in self.taken]

    def go(self):
        self.release.set()
        self.shutdown()
        self.server_close()


class Talk(socketserver.StreamRequestHandler):
    """One connection, line by line."""

    timeout = PATIENCE

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        with self.server.lock:
            self.server.asked += 1
        with suppress(OSError):  # the other side has gone
            self.talk()

    def talk(self):
        self.server.met.set()
        if self.server.mood == "silent":
            self.server.release.wait(PATIENCE)
            return
        if self.server.mood == "busy":
            self.say("421 busy")
            return
        self.say("220 here")
        for line in self.rfile:
            word = line.strip().upper()
            if word.startswith(b"QUIT"):
                self.say("221 bye")
                return
            if word.startswith(b"RCPT") and self.server.mood in REFUSALS:
                self.say(REFUSALS[self.server.mood])
            elif word == b"DATA":
                self.say("354 go on")
                if not self.take():
                    return
            else:
                self.say("250 ok")

    def take(self):
        """Read a mail to its end; whether the talk goes on."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line)
        if self.server.mood == "breaks":
            return False
        with self.server.lock:
            self.server.taken.append(message_from_bytes(b"".join(lines)))
        if self.server.mood == "forgets":
            return False
        self.say("250 taken")
        return True


@contextmanager
def mail_server():
    server = MailServer()
    try:
        yield server
    finally:
        server.go()


def rounds():
    return [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def rounds_over():
    for thread in rounds():
        thread.join()


def try_again():
    """As if the time until the next try were over."""
    Letter.objects.open().update(due_at=timezone.now())
    send_due()


def post_many(number):
    with transaction.atomic():
        for each in range(number):
            post("test", f"p{each}@example.org", "Betreff", "Worte", once=f"test:{each}")
