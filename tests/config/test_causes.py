"""The page of a full disk, and what the log says of it."""

import errno
import logging

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError

from config import causes
from rooms import uploads
from rooms.upload_handler import StopsAtLargest
from tests.config.test_backup import page

FULL = psycopg.errors.DiskFull("could not extend file\nDETAIL: Was niemand lesen soll")


def hidden(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [hidden(OperationalError("x"), FULL), OSError(errno.ENOSPC, "No space left"), hidden(ValueError(), FULL)],
    ids=["database", "file", "behind-another"],
)
def test_a_full_disk_has_its_own_sentence_and_keeps_the_text(error):
    answer = page(error, text="Mein langer Satz")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Der Speicher ist voll" in answer.content.decode()
    assert "Mein langer Satz" in answer.content.decode()


def test_another_fault_of_a_file_is_no_full_disk():
    assert page(OSError(errno.EACCES, "Permission denied"), text="Mein langer Satz").status_code == 500


def lines(*errors):
    """What comes through to the log."""
    once, kept = causes.OncePerMinute(), []
    for error in errors:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "Anfrage %s", ("/a/",), (type(error), error, None))
        if once.filter(record):
            kept.append(record)
    return kept


def test_a_full_disk_is_one_line_without_traceback_and_without_words():
    (line,) = lines(*[hidden(OperationalError("x"), FULL) for _time in range(50)])

    assert line.getMessage() == f"{causes.OncePerMinute.WORDS[causes.lacks_room]}: could not extend file"
    assert line.exc_info is None


def test_what_is_no_outage_is_told_every_time():
    """The control: a deadlock is an `OperationalError` as well, and each one is of interest."""
    assert len(lines(*[hidden(OperationalError("x"), psycopg.errors.DeadlockDetected("x")) for _time in range(5)])) == 5


def test_after_a_minute_it_is_said_again(monkeypatch):
    now = iter([0.0, 30.0, 61.0])
    monkeypatch.setattr(causes.time, "monotonic", lambda: next(now))

    assert len(lines(FULL, FULL, FULL)) == 2


@pytest.mark.parametrize("place", ["/dev/full", "/dev/null"])
def test_a_file_that_finds_no_room_on_its_way_is_refused_by_name(place):
    handler = StopsAtLargest()
    handler.new_file("new_files", "notiz.txt", "text/plain", 4)
    with open(place, "wb") as there:
        handler.file.file.close()
        handler.file.file = there
        handler.receive_data_chunk(b"Wort", 0)
    assert handler.is_lost == (place == "/dev/full")
    if handler.is_lost:
        with pytest.raises(ValidationError, match="„notiz.txt“: Auf dem Server ist gerade kein Platz dafür"):
            uploads.check(handler.file_complete(4))
