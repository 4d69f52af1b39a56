"""What is being written: kept for its writer while she writes it, and forgotten when it has been sent."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_hex

from django.db import transaction
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import keys
from accounts.carrying import texts

from .models import Draft
from .reach import reach_of

PURPOSE = "draft"
DAYS = 30
LARGEST = 1_000_000  # bytes of one draft
MOST = 200  # drafts of one person
LONGEST_SLOT, LONGEST_TITLE, MOST_FIELDS = 280, 200, 2000
MARK = "draft"  # the field by which a sent form says that there may be a draft of it


class Conflict(Exception):
    """Somewhere else a newer state of the same draft was kept; `.draft` is that one."""

    def __init__(self, draft):
        super().__init__(draft.slot)
        self.draft = draft


class TooMany(Exception):
    """This person keeps as many drafts as one may."""


@dataclass
class Content:
    """What a draft holds: the fields as a browser sends them, where they were typed, and in which window."""

    fields: list = field(default_factory=list)
    title: str = ""
    writer: str = ""

    @property
    def texts(self):
        """What she has written herself, without choices and numbers."""
        typed = MultiValueDict()
        for name, value in self.fields:
            typed.appendlist(name, value)
        return texts(typed)


def bound_to(draft):
    return f"{draft.person_id}"


def seal(draft, content):
    data = json.dumps([content.fields, content.title, content.writer]).encode()
    return keys.seal(PURPOSE, data, bound_to(draft))


def content_of(draft):
    """The draft as it was typed."""
    return Content(*json.loads(keys.open_sealed(PURPOSE, draft.content, bound_to(draft))))


def drafts_of(user):
    """Her drafts, newest first; never anybody else's."""
    return Draft.objects.filter(person=user).exclude(content=b"")


def keep(user, slot, content, *, base, room=None, aside=False):
    """Store this state of a draft and return its row; `base` is the number of the state it was typed on.

    What another window has stored meanwhile is never overwritten: a `Conflict` says so. With `aside` the stored state
    is put beside this one, to be found among her drafts.
    """
    with transaction.atomic():
        row = held(user, slot, base)
        if row.version != base:
            if not row.content or content_of(row).writer != content.writer:
                raise Conflict(row)
        elif aside and row.content:
            check_room_for_one(user)
            Draft.objects.filter(pk=row.pk).update(slot=f"{slot}#{token_hex(4)}")
            row = held(user, slot, row.version)
        row.content, row.version, row.saved_at = seal(row, content), row.version + 1, timezone.now()
        row.room_id = room if room in reach_of(user).rooms else None
        row.save()
    return row


def held(user, slot, version):
    """The row of this form, held for the transaction; made where there is none."""
    found = Draft.objects.select_for_update().filter(person=user, slot=slot)
    if row := found.first():
        return row
    check_room_for_one(user)
    Draft.objects.bulk_create([Draft(person=user, slot=slot, version=version)], ignore_conflicts=True)
    return found.get()


def check_room_for_one(user):
    if drafts_of(user).count() >= MOST:
        raise TooMany


def forget(draft):
    """The content goes; the number stays, so that a late copy does not come back."""
    Draft.objects.filter(pk=draft.pk).update(content=b"", room=None, version=draft.version + 1, saved_at=timezone.now())


def too_old():
    return Draft.objects.filter(saved_at__lt=timezone.now() - timedelta(days=DAYS))


def in_words(moment):
    """When a draft was kept, as people say it."""
    local, today = timezone.localtime(moment), timezone.localdate()
    at = {"time": date_format(local, "H:i")}
    if local.date() == today:
        return _("heute, %(time)s Uhr") % at
    if local.date() == today - timedelta(days=1):
        return _("gestern, %(time)s Uhr") % at
    return _("%(day)s, %(time)s Uhr") % {"day": date_format(local, "d.m.Y"), **at}


class SentOff:
    """A form that was taken needs no draft any more: its answer leads elsewhere, and not to a sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302 and request.user.is_authenticated:
            leads_on = not response["Location"].startswith(resolve_url("accounts:sign-in"))
            if leads_on and MARK in request.POST:
                self.forget(request.user, request.path)
        return response

    def forget(self, user, slot):
        """Also where nothing had reached the server yet: what arrives from now on is too late."""
        if len(slot) <= LONGEST_SLOT:
            with transaction.atomic():
                Draft.objects.bulk_create([Draft(person=user, slot=slot)], ignore_conflicts=True)
                forget(Draft.objects.select_for_update().get(person=user, slot=slot))
