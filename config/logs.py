"""What a line of the log may say: what broke, and where; never the words somebody typed."""

import copy
import logging
import traceback

from django.http import HttpRequest

from .causes import causes


class Wordless(logging.Formatter):
    """An error is its kind and its places: what it says of itself may repeat a row, a password, a note."""

    def format(self, record):
        record = copy.copy(record)
        record.exc_text = None  # another handler may have put the whole text there
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and record.args:  # by the name of its page: an address may hold a token
            match = request.resolver_match
            status = getattr(record, "status_code", record.levelname)
            record.msg, record.args = "%s %s %s", (status, request.method, match.view_name if match else "?")
        return super().format(record)

    def formatException(self, info):  # noqa: N802 -- its name in the standard library
        lines = []
        for error in causes(info[1]):
            lines[:0] = [*traceback.format_tb(error.__traceback__), kind(error) + "\n"]
        return "".join(lines).rstrip()


def kind(error):
    """Its class; of the database also the code, the table and the rule that was broken."""
    told = [f"{type(error).__module__}.{type(error).__qualname__}"]
    if diagnosis := getattr(error, "diag", None):
        told += [diagnosis.sqlstate, diagnosis.table_name, diagnosis.constraint_name, diagnosis.column_name]
    return " ".join(word for word in told if word)
