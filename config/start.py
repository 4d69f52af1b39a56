"""bin/start: from a fresh checkout to a running house, and every later start in seconds."""

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import psycopg

from accounts.management.commands.build_catalogues import outdated

from . import local, localdb, tables, web_server

SAMPLE_ACCOUNTS = ("federfuehrung", "beratung", "lenkungsrunde", "kommune", "netzwerk", "fremd")
SAMPLE_DOMAIN = "beispiel.example"
SAMPLE_PASSWORD = "ortsgespraech"
GLANCE, MINUTE = 0.5, 60  # seconds between two looks at what must run, and at mail that is left over


def main():
    """Runs until Ctrl-C, and then stops what it started."""
    options = arguments()
    refuse_busy_port(options.port)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    started = []  # the embedded server, if it was not up before
    try:
        get_ready(options, started)
        code = serve(options.port, started)
    except KeyboardInterrupt:
        print("\nAbgebrochen.")
        code = 130
    except psycopg.Error as error:
        code = f"Die Datenbank lehnt ab: {str(error).splitlines()[0]}"
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if started:
            stop_database()
    sys.exit(code)


def arguments():
    """What can be said on the command line."""
    parser = argparse.ArgumentParser(
        prog="bin/start", description="Startet Ortsgespräch auf diesem Rechner; Strg-C beendet es."
    )
    parser.add_argument("--port", type=int, default=8000, help="Port auf 127.0.0.1 (sonst 8000)")
    parser.add_argument("--no-demo", action="store_true", help="ohne Beispielfälle und Beispielkonten")
    parser.add_argument(
        "--reset-demo", action="store_true", help="löscht die lokale Datenbank, legt die Beispiele neu an"
    )
    options = parser.parse_args()
    if not 0 < options.port < 65536:
        parser.error("--port liegt zwischen 1 und 65535")
    return options


def refuse_busy_port(port):
    """Better now than after half a minute of setting up."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((web_server.HOST, port))
        except PermissionError:
            sys.exit(f"Port {port} darf nur root verwenden: bitte einen über 1023 nehmen, etwa bin/start --port 8080.")
        except OSError:
            sys.exit(f"Port {port} ist belegt: bitte einen anderen nehmen, etwa bin/start --port {port % 65535 + 1}.")


def get_ready(options, started):
    """Everything before the first page; what is done already is skipped."""
    local.prepare()
    os.environ["HTTPS"] = "0"  # we serve plain http on the loopback address, whatever .env says
    local.keep_master_key()
    open_database(options, started)
    migrate()
    if list(outdated(local.ROOT / "locale")):
        with step("Übersetzungen"):
            manage("build_catalogues")
    collect_static_files()
    os.environ["SAMPLE_MODE"] = "1"  # we serve a loopback address, so samples may be loaded
    if not options.no_demo and is_empty():
        with step("Beispielfälle"):
            manage("load_demo")
    os.environ["SAMPLE_MODE"] = str(int(not options.no_demo and has_samples()))


# --- Steps ---------------------------------------------------------------------------------


@contextmanager
def step(name):
    """One line per step, with its seconds."""
    print(f"{name} …", end=" ", flush=True)
    begin = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)  # so that the reason starts a line
        raise
    print(f"{time.monotonic() - begin:.1f} s", flush=True)


def manage(*arguments):
    """Runs a command of Django; its output is shown only if it fails."""
    command = [sys.executable, str(local.ROOT / "manage.py"), *arguments]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, **pipes, text=True)
    if done.returncode:
        print(done.stdout)
        sys.exit(f"bin/manage {' '.join(arguments)} ist gescheitert; der Grund steht darüber.")


def open_database(options, started):
    """Starts our own server, or looks whether the other one answers."""
    if not local.is_embedded():
        if options.reset_demo:
            sys.exit("--reset-demo gilt nur der lokalen Datenbank; DATABASE_URL nennt eine andere.")
        local.split_roles(must=True)
        local.refuse_strong_web_role()
        local.open_outside_database()
        return
    with step("Datenbank"):
        if localdb.ensure(local.VAR, database_name()):
            started.append(True)
        if options.reset_demo:
            localdb.drop(local.VAR, database_name())
            if "FILES_DIR" not in os.environ:
                shutil.rmtree(local.VAR / "files", ignore_errors=True)
            localdb.ensure(local.VAR, database_name())


def database_name():
    """The database inside our own server."""
    return os.environ.get("DATABASE_NAME") or localdb.DATABASE


def migrate():
    """Builds the tables if the migrations changed since the last time."""
    current = tables.fingerprint()
    with local.owner_connection() as owner:
        if tables.state(owner) == current:
            return
    with step("Tabellen"):
        manage("migrate", "--no-input", "--verbosity=0")
        manage("load_templates")
    with local.owner_connection() as owner:
        tables.remember_state(owner, current)


def collect_static_files():
    """Copies style sheet and scripts to where they are served from, if one of them changed."""
    target, stamp = local.ROOT / "static_collected", local.VAR / "static-stamp"
    digest = hashlib.sha256((local.ROOT / "requirements.txt").read_bytes())
    for file in sorted(path for path in local.ROOT.glob("static/**/*") if path.is_file()):
        digest.update(str(file.relative_to(local.ROOT)).encode() + file.read_bytes())
    current = digest.hexdigest()
    if (target / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == current:
        return
    with step("Gestaltung"):
        manage("collectstatic", "--no-input", "--clear", "--verbosity=0")
    stamp.write_text(current)


def is_empty():
    """Whether nobody has an account yet."""
    with local.owner_connection() as owner:
        return not owner.execute("SELECT EXISTS (SELECT FROM accounts_user)").fetchone()[0]


def has_samples():
    """Whether the sample accounts are there."""
    email = f"{SAMPLE_ACCOUNTS[0]}@{SAMPLE_DOMAIN}"
    with local.owner_connection() as owner:
        return owner.execute("SELECT EXISTS (SELECT FROM accounts_user WHERE email = %s)", [email]).fetchone()[0]


# --- Serving -------------------------------------------------------------------------------


def serve(port, started):
    """Serves until Ctrl-C, and brings back whatever was killed meanwhile; the return value is the exit code."""
    server = web_server.run(port)
    try:
        web_server.wait_until_it_answers(server, port)
        if server.poll() is None:
            announce(port)
        complained, looked = [], time.monotonic()
        while True:
            look_after_database(started, complained)
            looked = look_after_letters(looked)
            try:
                code = server.wait(timeout=GLANCE)
            except subprocess.TimeoutExpired:
                continue
            if code >= 0:
                return code
            say(f"Der Webserver wurde beendet (Signal {-code}) und startet neu.")
            server = web_server.run(port)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        print("\nOrtsgespräch wird beendet …", flush=True)
        return 0
    finally:
        web_server.end(server)


def look_after_database(started, complained):
    """Starts our own server again if it is gone; what cannot be mended now is said once and tried again in a moment."""
    if not local.is_embedded() or localdb.has_process(local.VAR):
        return
    try:
        if localdb.ensure(local.VAR, database_name()):
            started.append(True)
            say("Die Datenbank war weg und läuft wieder.")
        complained.clear()
    except SystemExit as problem:
        if not complained:
            say(problem)
            complained.append(problem)


def look_after_letters(looked):
    """Once a minute sends mail that is left over; the return value is when it was last looked for."""
    if time.monotonic() - looked < MINUTE:
        return looked
    with suppress(psycopg.Error, SystemExit):
        if local.letters_wait():
            threading.Thread(target=manage, args=["send_letters"], daemon=True).start()
    return time.monotonic()


def say(sentence):
    """With the time, because nobody may have been looking."""
    print(f"{time.strftime('%H:%M:%S')} {sentence}", flush=True)


def announce(port):
    """Where to look, and as whom."""
    print(f"\nOrtsgespräch läuft: http://{web_server.HOST}:{port}/   (Strg-C beendet)")
    if os.environ["EMAIL_URL"].startswith("filemail:"):
        print(f"E-Mails gehen in Dateien: {local.MAIL}")
    if os.environ["SAMPLE_MODE"] == "1":
        print(f"Beispielkonten, Passwort „{SAMPLE_PASSWORD}“:")
        for name in SAMPLE_ACCOUNTS:
            print(f"  {name}@{SAMPLE_DOMAIN}")
    sys.stdout.flush()


def stop_database():
    """Stops our own server unless somebody else, such as a test run, still uses it."""
    if localdb.is_in_use(local.VAR):
        print("Die lokale Datenbank läuft weiter: ein anderer Prozess benutzt sie noch.")
    else:
        localdb.stop(local.VAR)


if __name__ == "__main__":
    main()
