"""When the database is away for a moment: one sentence, what was typed, and the way to send it again."""

import sys

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.views import defaults

from accounts.carrying import fields_of, texts, to_carry

WAIT = 5  # seconds: usually it is back by then
NOTHING = {"typed": MultiValueDict(), "files": []}
UNREADABLE = (UnreadablePostError, MultiPartParserError, SuspiciousOperation, BadRequest)
TOKEN = "csrfmiddlewaretoken"


def server_error(request):
    """The page for every error nobody has caught; a database that is away has its own."""
    return unreachable(request) if is_outage(sys.exc_info()[1]) else defaults.server_error(request)


def bad_request(request, exception):
    """The same where a session could not be saved, which Django takes for a fault of the browser."""
    return unreachable(request) if is_outage(exception) else defaults.bad_request(request, exception)


def is_outage(error):
    """Whether the database is the reason, maybe behind errors of those who could not go on without it."""
    seen = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def unreachable(request):
    """503 without one query. Passwords are not shown again, and without them a form is not sent again."""
    kept = typed_in(request)
    secret = kept is not NOTHING and any("password" in key for key in request.POST)
    context = {
        "target": request.get_full_path(),
        "is_form": request.method == "POST",
        "texts": texts(kept["typed"]),
        "files": kept["files"],
        "once": "key" in kept["typed"] and not kept["files"],  # rooms.once knows it again
        "fields": [] if secret else sendable(request, kept),
    }
    answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer["Retry-After"] = str(WAIT)
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
