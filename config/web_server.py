"""The web server: how it is called, waited for and ended. `bin/bench` measures it as `bin/start` serves."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

from . import local

HOST = "127.0.0.1"
FLAGS = "-w 2 -k gthread --threads 4 --preload --no-control-socket --log-level warning"  # loaded once, shared by both
# Memory one thread gives back serves the next, and what an export has taken goes back to the machine.
THRIFTY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}


def command(port, application, *more):
    """The words that start it."""
    return [sys.executable, "-m", "gunicorn", "-b", f"{HOST}:{port}", *FLAGS.split(), *more, application]


def run(port):
    """The web server; for a port its killed predecessor still holds, it waits a few seconds by itself."""
    call = command(port, "config.wsgi", "--graceful-timeout", "5")
    return subprocess.Popen(call, cwd=local.ROOT, stdin=subprocess.DEVNULL, env=os.environ | THRIFTY)


def wait_until_it_answers(server, port):
    """Any answer will do; a server that dies instead has said why."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=30).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)


def end(server):
    """Asks the web server to go, and makes it go after ten seconds."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
