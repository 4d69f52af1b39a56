"""A form sent twice makes one row: what was sent, and by whom, is the key of what it makes."""

import hashlib
import uuid

from crispy_forms.layout import Hidden
from django.db import connection

from .ids import own_key, uuid7


class Once:
    """One sending of a form that makes a row.

    The form carries a key from when it was opened. Sent again from a shaky train it meets its `twin`, the row the first
    sending made; with anything else in it, it makes another row. Of two sendings at once the second waits.
    """

    def __init__(self, request, row=None):
        self.is_new = row is None or row._state.adding
        self.sent = key_of(request)
        self.key = own_key(self.sent, request.user.pk, request.path, content_of(request))
        self.twin = None
        if not self.is_new or request.method != "POST":
            return
        wait_for(self.key)
        if row is not None:
            row.pk = self.key
            self.twin = type(row).objects.visible_to(request.user).filter(pk=self.key).first()

    def mark(self, form):
        """Let a form that makes a row carry its key."""
        if self.is_new:
            form.helper.layout.append(Hidden("key", self.sent))
        return form


def key_of(request):
    """The key the form was given when it was opened; one that makes no sense is replaced."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def content_of(request):
    """Everything that was sent, in short."""
    words = sorted(
        (name, values) for name, values in request.POST.lists() if name not in {"csrfmiddlewaretoken", "key"}
    )
    files = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            files.append((name, upload.name, hashlib.file_digest(upload, "sha256").hexdigest()))
            upload.seek(0)
    return hashlib.sha256(repr((words, files)).encode("utf-8", "surrogatepass")).hexdigest()


def wait_for(key):
    """Until the transaction ends nobody else makes the row of this key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int & (1 << 63) - 1])
