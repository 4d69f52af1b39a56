"""T28: the disk is full. A sentence says so, what was typed is kept, and it goes on by itself when there is room."""

import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress

import psycopg
import pytest

from config import localdb
from tests.attack.figures import note, size
from tests.faults.house import Visitor, Writer, done, hidden, tally, writing

pytestmark = pytest.mark.slow
NUMBER, TIMES = size(60, 2000), size(1, 4)
MEGABYTE = 1024 * 1024
SENTENCE, IN_LOG = "Der Speicher ist voll", "Der Speicher ist voll; bis wieder Platz ist"
TYPED = 'Frau "Ö" sagt: <b>wir</b> & die anderen,\nganz wörtlich.'
# What PostgreSQL says when no room is left, here because we say so: runs where nothing can be mounted, too.
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON engagements_logentry FOR EACH ROW EXECUTE FUNCTION no_room();
"""
LIAR = """
from django.shortcuts import redirect


class Planted:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return redirect("/") if request.method == "POST" and response.status_code == 503 else response
"""


@contextmanager
def mounted(folder, megabytes):
    """A file system of that size; only root may have one."""
    command = [
        "mount",
        "-t",
        "tmpfs",
        "-o",
        f"size={megabytes}m,mode={folder.stat().st_mode & 0o777:o}",
        "klein",
        folder,
    ]
    tried = subprocess.run(command, capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"Ein kleines Dateisystem lässt sich hier nicht einhängen: {tried.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def moved(house):
    house.stop()
    kept = house.var.rename(house.root / "var-kept")
    house.var.mkdir(mode=kept.stat().st_mode & 0o777)
    try:
        with mounted(house.var, 600):
            subprocess.run(["cp", "-a", f"{kept}/.", house.var], check=True)
            house.start()
            yield
            house.stop()
    finally:
        shutil.rmtree(house.var)
        kept.rename(house.var)
        house.start()


@pytest.fixture(scope="module")
def small(house):
    """The house with everything it writes on a file system of its own; afterwards it stands where it was."""
    with moved(house):
        yield house


@contextmanager
def full(folder):
    """Not one byte left, until we go; what is given back meanwhile is taken by the function that we hand out."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:

        def fill():
            with suppress(OSError):
                left = os.statvfs(folder)
                os.posix_fallocate(file.fileno(), file.tell(), max(left.f_bavail * left.f_frsize, 1))
                file.seek(0, os.SEEK_END)
            with suppress(OSError):
                while True:
                    file.write(bytes(4096))

        fill()
        try:
            yield fill
        finally:
            ballast.unlink()


def refused_by(writer):
    """Writes until that is refused; the form and the answer. Free space inside the tables goes first."""
    for number in range(2000):
        form = writer.entry(f"Voll {number}") | {"text": TYPED * 50}
        status, page, headers = writer.post(writer.path, form)
        if status == 503:
            return form, page, headers
        assert status == 302
        writer.acknowledged.append(form["title"])
    raise AssertionError("it is never full")


def fill_log(house):
    """Segment after segment of the write-ahead log, more than there are kept for later."""
    with localdb.connect(house.var, localdb.DATABASE) as admin:
        for _segment in range(200):
            admin.execute("SELECT pg_logical_emit_message(true, 'x', repeat('x', 1000000)), pg_switch_wal()")


def said(house):
    return house.log.read_text(errors="replace").count(IN_LOG)


def assert_excused(form, page, headers, path):
    """The sentence, when to come again, and the form as it was."""
    assert SENTENCE in page
    assert (headers["Retry-After"], headers["Cache-Control"]) == ("60", "no-store")
    assert hidden(page) == form
    assert f'action="{path}"' in page
    assert "<b>wir</b>" not in page


def stored(house, title):
    return house.rows("SELECT text FROM engagements_logentry WHERE title = %s", title)


def test_the_page_of_a_full_disk_keeps_the_text_and_the_log_says_it_once(house):
    house.restart()  # what it has said before counts no more
    writer, before = Writer(house), said(house)
    form = writer.entry("Kein Platz") | {"text": TYPED}
    house.rows(NO_ROOM)
    try:
        answers = [writer.post(writer.path, form) for _time in range(12)]
    finally:
        house.rows("DROP FUNCTION no_room CASCADE")

    assert {status for status, _page, _headers in answers} == {503}
    assert_excused(form, *answers[-1][1:], writer.path)
    assert 1 <= said(house) - before <= 2  # each of the two workers says it once
    assert [writer.post(writer.path, hidden(answers[-1][1]))[0] for _time in range(2)] == [302, 302]
    assert stored(house, "Kein Platz") == [(TYPED,)]


def test_without_room_texts_come_back_and_drafts_stay_on_the_device(small):
    writer = Writer(small)
    with full(small.var):
        form, page, headers = refused_by(writer)
        drafts = [writer.draft(f"/x{number}/", TYPED * 500) for number in range(30)]
        away = Visitor(small).get("/anmelden/")[0]

    assert_excused(form, page, headers, writer.path)
    assert {status for status, _text, _headers in drafts} <= {200, 503}
    assert "kann den Entwurf gerade nicht speichern" in drafts[-1][1]
    assert away in (200, 503)
    assert [writer.post(writer.path, hidden(page))[0] for _time in range(2)] == [302, 302]
    assert stored(small, form["title"]) == [(form["text"],)]
    assert tally(small, writer.acknowledged) == ([], [])


def test_a_disk_that_fills_and_empties_under_load_loses_nothing(small):
    writers = [Writer(small) for _n in range(4)]
    for writer in writers:
        writer.bulk = 40_000
    server = small.postmaster()
    with writing(writers, NUMBER, "Fast voll"):
        for turn in range(1, TIMES + 1):
            while len(done(writers)) < NUMBER * turn // (TIMES + 1):
                time.sleep(0.02)
            before = sum(writer.refused for writer in writers)
            with full(small.var) as fill_again:  # the server gives back old parts of its log
                while sum(writer.refused for writer in writers) < before + 8 and len(done(writers)) < NUMBER:
                    fill_again()
                    time.sleep(0.02)
    refused = sum(writer.refused for writer in writers)
    lost, doubled = tally(small, done(writers))
    note("T28", f"Einträge, während die Platte {TIMES} × voll war ({refused} abgewiesen)", NUMBER, len(lost + doubled))

    assert [writer.strange for writer in writers] == [[]] * 4
    assert (len(done(writers)), lost, doubled) == (NUMBER, [], [])
    assert refused >= 2 * TIMES  # a slow writer is in the middle of one when the disk has room again
    assert small.postmaster() == server


def test_a_log_of_the_database_without_room_stops_it_and_it_comes_back_by_itself(small):
    """The write-ahead log can only grow: without room the server gives up, and starts as soon as there is some."""
    writer = Writer(small)
    writer.write("Vor dem Log")
    form = writer.entry("Beim Log") | {"text": TYPED}
    with full(small.var):
        with pytest.raises(psycopg.Error):
            fill_log(small)
        status, page, _headers = writer.post(writer.path, form)
        assert status == 503
        time.sleep(3)
        assert writer.post(writer.path, form)[0] == 503
    seconds = small.wait()
    note("T28", f"das Log der Datenbank ohne Platz; wieder da nach {seconds:.1f} s", 1)

    assert hidden(page) == form
    assert writer.post(writer.path, hidden(page))[0] == 302
    assert stored(small, "Beim Log") == [(TYPED,)]
    assert tally(small, ["Vor dem Log", *writer.acknowledged]) == ([], [])


@pytest.mark.parametrize("place", ["files", "tmp"])
def test_an_upload_without_room_is_a_sentence_in_its_form(small, place):
    """Where files lie, and where they lie while they arrive."""
    writer, folder = Writer(small), small.var / "files" if place == "files" else small.tmp
    for each in {folder, small.var / "files"}:
        each.mkdir(mode=0o700, exist_ok=True)
    before = {path.name for path in (small.var / "files").iterdir()}
    form = writer.entry(f"Datei nach {place}") | {"text": TYPED}
    content = b"Wort. " * MEGABYTE
    with mounted(folder, 3):
        status, page, _headers = writer.upload(writer.path, form, "notiz.txt", content)
        left = [path.name for path in folder.iterdir()]

    assert status == 200
    assert re.search("der Ablage fehlt Platz|gerade kein Platz dafür", page)
    assert "Frau &quot;Ö&quot; sagt: &lt;b&gt;wir&lt;/b&gt;" in page
    assert (left, stored(small, form["title"])) == ([], [])
    assert {path.name for path in (small.var / "files").iterdir()} == before
    assert writer.upload(writer.path, form, "notiz.txt", content)[0] == 302
    assert stored(small, form["title"]) == [(TYPED,)]


def test_a_server_that_says_stored_without_room_is_found_out(house):
    """The control: every refusal is answered as if it had been stored."""
    with house.planted(LIAR):
        writer = Writer(house)
        house.rows(NO_ROOM)
        try:
            writer.write("Gelogen")
        finally:
            house.rows("DROP FUNCTION no_room CASCADE")

    assert tally(house, writer.acknowledged) == (["Gelogen"], [])
