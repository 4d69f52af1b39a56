"""A form sent twice makes one row: the key the form was opened with is the key of what it makes."""

import hashlib
import uuid
from dataclasses import dataclass

from crispy_forms.layout import Hidden
from django.db import connection
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.statements import ask

from .ids import own_key, uuid7

CONTENT = 40  # so many bits at the end of a key stand for what was sent, those before for the form and its sender
MASK = (1 << CONTENT) - 1
NUMBERED = 1 << 62  # from here on numbers are keys of forms; those the database counts out stay far below
MADE = 'SELECT 1 FROM "{}" WHERE id BETWEEN %(low)s AND %(high)s LIMIT 1'
NO_CONTENT = {"csrfmiddlewaretoken", "key", "another", "draft", "what"}  # what: the button that was pressed


@dataclass(frozen=True)
class Sent:
    """What a form has made already, and where the text that came with it the second time could go."""

    title: str
    url: str
    edit_url: str
    another: uuid.UUID  # the key of a further row


class Once:
    """One sending of a form that makes a row.

    The form carries a key from when it was opened. Sent again from a shaky train it meets its `twin`, the row the first
    sending made. Sent again with other text, as after going back, it makes nothing: `before` says what there is, and
    the person decides whether she meant to change it or to add a further one. Of two sendings at once the second waits.
    """

    def __init__(self, request, row=None):
        self.request = request
        self.is_new = row is None or row._state.adding
        self.sent = key_of(request)
        owner = own_key(self.sent, request.user.pk, request.path)
        content = own_key(self.sent, request.user.pk, request.path, content_of(request)).int & MASK
        self.low = uuid.UUID(int=owner.int & ~MASK)
        self.key = uuid.UUID(int=owner.int & ~MASK | content)
        self.twin = self.before = None
        if not self.is_new or request.method != "POST":
            return
        if row is not None:
            row.pk = self.key
            high = uuid.UUID(int=self.low.int | MASK)
            if ask(MADE.format(row._meta.db_table), {"low": self.low, "high": high}):
                made = type(row).objects.filter(pk__range=(self.low, high))
                self.meet(made.visible_to(request.user))

    def meet(self, rows):
        """Of the rows this form has made: the one of this very content, or what there is to tell of another."""
        rows = list(rows)
        self.twin = next((row for row in rows if row.pk == self.key), None)
        if rows and not self.twin:
            self.before = self.about(rows[0])

    @property
    def number(self):
        """The key of this form for a row that is counted: its moment in front, chance behind."""
        moment, chance = self.low.int >> 80 & (1 << 40) - 1, self.low.int >> CONTENT & (1 << 22) - 1
        return NUMBERED | moment << 22 | chance

    def meet_part(self, form, siblings, url):
        """The same for a row under `number` that hangs on another: what this form has made among its siblings."""
        if not form.is_bound:
            return
        made = siblings.filter(pk=self.number).first()
        if made is None and type(form.instance)._base_manager.filter(pk=self.number).exists():
            raise Http404  # a key bent to a row elsewhere
        if made and says(form, made):
            self.twin = made
        elif made:
            self.before = self.about(made, url)

    def about(self, row, url=""):
        url = url or (row.get_absolute_url() if hasattr(row, "get_absolute_url") else "")
        return Sent(str(row), url, self.edit_url(row), uuid7())

    def edit_url(self, row):
        """Where such a row is changed; nothing where it cannot be."""
        name = self.request.resolver_match.view_name
        if not name.endswith("create"):
            return ""
        try:
            return reverse(f"{name.removesuffix('create')}update", args=[row.pk])
        except NoReverseMatch:
            return ""

    @property
    def status(self):
        """How the page with the form is answered."""
        return 409 if self.before else 200

    def mark(self, form):
        """Let a form that makes a row carry its key, and refuse it if it has made another row already."""
        if self.is_new and hasattr(form, "helper"):
            form.helper.layout.append(Hidden("key", self.sent))
        if self.before and form.is_bound:
            form.sent_before = self.before
            words = _("Dieses Formular wurde schon gesendet: „%(title)s“. Ihr neuer Text steht noch da.")
            form.errors  # noqa: B018 - checked first, so that the refusal comes on top
            form.add_error(None, words % {"title": self.before.title})
        return form


def says(form, row):
    """Whether what was sent is what stands in a row, field by field."""
    form.errors  # noqa: B018 - read what was sent
    names = [name for name in form._meta.fields if name in form.fields]
    return all(name in form.cleaned_data and form.cleaned_data[name] == getattr(row, name) for name in names)


def key_of(request):
    """The key the form was given when it was opened, or a further one; one that makes no sense is replaced."""
    try:
        return uuid.UUID(request.POST.get("another") or request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def content_of(request):
    """Everything that was sent, in short."""
    words = sorted((name, values) for name, values in request.POST.lists() if name not in NO_CONTENT)
    files = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            files.append((name, upload.name, hashlib.file_digest(upload, "sha256").hexdigest()))
            upload.seek(0)
    return hashlib.sha256(repr((words, files)).encode("utf-8", "surrogatepass")).hexdigest()


def wait_for(key):
    """Until the transaction ends nobody else makes the row of this key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int >> CONTENT & (1 << 63) - 1])
