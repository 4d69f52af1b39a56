"""When the database is away or the disk is full: one sentence, what was typed, and the way to send it again."""

import sys

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.views import defaults

from accounts.carrying import fields_of, texts, to_carry

from .causes import is_full, is_outage

WAIT, WAIT_FOR_ROOM = 5, 60  # seconds: a database is usually back by then; room must be made by somebody
NOTHING = {"typed": MultiValueDict(), "files": []}
UNREADABLE = (UnreadablePostError, MultiPartParserError, SuspiciousOperation, BadRequest)
TOKEN = "csrfmiddlewaretoken"


def server_error(request):
    """The page for every error nobody has caught; the two that are not our fault have their own."""
    return excuse(request, sys.exc_info()[1]) or defaults.server_error(request)


def bad_request(request, exception):
    """The same where a session could not be saved, which Django takes for a fault of the browser."""
    return excuse(request, exception) or defaults.bad_request(request, exception)


def excuse(request, error):
    """The page for an outage or a full disk, or None."""
    full = is_full(error)
    return unreachable(request, full) if full or is_outage(error) else None


def unreachable(request, full):
    """503 without one query. Passwords are not shown again, and without them a form is not sent again."""
    kept = typed_in(request)
    secret = kept is not NOTHING and any("password" in key for key in request.POST)
    context = {
        "full": full,
        "target": request.get_full_path(),
        "is_form": request.method == "POST",
        "texts": texts(kept["typed"]),
        "files": kept["files"],
        "once": "key" in kept["typed"] and not kept["files"],  # rooms.once knows it again
        "fields": [] if secret else sendable(request, kept),
    }
    answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer["Retry-After"] = str(WAIT_FOR_ROOM if full else WAIT)
    answer["Cache-Control"] = "no-store"
    return answer


def typed_in(request):
    try:
        return to_carry(request) if request.method == "POST" else NOTHING
    except UNREADABLE:
        return NOTHING


def sendable(request, kept):
    """All fields as they were; with the token they came with, so that a form of another house stays refused."""
    fields = fields_of(kept["typed"])
    return [*fields, (TOKEN, request.POST.get(TOKEN, ""))] if fields else []
