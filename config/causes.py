"""Why a page could not be made: the database is away, or no room is left on a disk; the log says it once."""

import errno
import logging
import time

import psycopg
from django.db import InterfaceError, OperationalError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
CONNECTION = ("08", "57P")  # the classes of SQLSTATE for a server that goes, comes, or is not there
PAUSE = 60  # seconds until the log says the same again


def causes(error):
    """An error and those behind it, which it could not go on without."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def is_outage(error):
    """Whether the database is the reason."""
    return any(isinstance(each, OperationalError | InterfaceError) for each in causes(error))


def is_full(error):
    """Whether no room is left, for the database or for a file of ours."""
    return any(map(lacks_room, causes(error)))


def lacks_room(error):
    return isinstance(error, psycopg.errors.DiskFull) or (isinstance(error, OSError) and error.errno in NO_ROOM)


def is_silent(error):
    """Nobody answers at all; an `OperationalError` may also be about one statement."""
    return isinstance(error, psycopg.OperationalError) and (error.sqlstate or CONNECTION[0]).startswith(CONNECTION)


class OncePerMinute(logging.Filter):
    """What meets every request is one line a minute, not a traceback for each: the log may lie on the full disk."""

    WORDS = {
        lacks_room: "Der Speicher ist voll; bis wieder Platz ist, wird nichts gespeichert",
        is_silent: "Die Datenbank ist nicht erreichbar",
    }

    def __init__(self):
        super().__init__()
        self.said = {}

    def filter(self, record):
        for fits, words in self.WORDS.items():
            for error in filter(fits, causes(record.exc_info and record.exc_info[1])):
                record.msg, record.args, record.exc_info = f"{words}: {first_line(error)}", (), None
                return self.is_due(words)
        return True

    def is_due(self, words):
        now = time.monotonic()
        due = words not in self.said or now - self.said[words] >= PAUSE
        if due:
            self.said[words] = now
        return due


def first_line(error):
    return (str(error).splitlines() or [type(error).__name__])[0]
