"""Calendars for programs that cannot sign in: their addresses, and which meetings stand in them."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit.models import Entry
from rooms.acting import act_as
from rooms.enums import Circle
from rooms.reach import reach_of
from stakeholders.models import Body

from .enums import MeetingState
from .models import Feed, Meeting

SALT = "steering.feed"
BACK = timedelta(days=365)
GOES_AFTER = timedelta(days=30)  # so long a cancelled meeting says so, then every calendar has heard of it
MOST = 20  # calendars one person may have at once

# --- The address ---------------------------------------------------------------------------


def token_from(seed, user, key):
    """The token for a form opened with this chance `seed`: sent twice the form shows the same address again."""
    return salted_hmac(SALT, f"{user.pk}:{key}:{seed}", algorithm="sha256").hexdigest()


def digest_of(token):
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_feed(feed, token, *, by):
    """Keep a new calendar, of its token only what tells it from others."""
    feed.person, feed.digest = by, digest_of(token)
    feed.save(force_insert=True)
    Entry.objects.record("feed.created", feed, by=by)


@transaction.atomic
def revoke(feed, *, by):
    """From now on the address opens nothing; sent twice it is revoked once."""
    if Feed.objects.filter(pk=feed.pk, revoked_on=None).update(revoked_on=timezone.localdate()):
        Entry.objects.record("feed.revoked", feed, by=by)


@dataclass
class Opened:
    """What a token leads to: whose calendar it is, of which body, and whether she has revoked it."""

    key: UUID
    person: int
    of_body: bool
    body: UUID | None
    is_revoked: bool


def opened_by(token):
    """The calendar behind a token, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, person, of_body, body, is_revoked FROM feed_opened(%s)", [digest_of(token)])
        found = cursor.fetchone()
    return Opened(*found) if found else None


# --- What stands in it ---------------------------------------------------------------------


def worded(rows):
    """These meetings with as much of them as a calendar shows, in one statement.

    Nothing that is said of a confidential meeting is even loaded, neither its place nor the name of its body.
    """
    words = {
        name: Case(When(circle__lt=Circle.TEAM, then=F(column)), default=Value(""), output_field=CharField())
        for name, column in (("where", "place"), ("of", "body__name"))
    }
    shown = ("number", "on", "begins", "ends", "is_protected", "state", "sequence", "changed_at", "circle", "room")
    return rows.annotate(**words, body_changed_at=F("body__changed_at")).only(*shown).order_by("on", "pk")


def for_calendar(rows):
    """Those that are ahead or not long past; one whose place and time are protected is in no calendar."""
    heard_of = Q(state=MeetingState.CANCELLED, changed_at__lt=timezone.now() - GOES_AFTER)
    return worded(rows.filter(on__gte=timezone.localdate() - BACK, is_protected=False).exclude(heard_of))


def meetings_of(user, *, of_body=False, body=None):
    """All meetings of her rooms, or those of one body, as far as she reads them and their bodies today."""
    rows = Meeting.objects.visible_to(user).filter(body__in=Body.objects.visible_to(user))
    return for_calendar(rows.filter(body=body) if of_body else rows.filter(room__in=reach_of(user).rooms))


def fetched(opened):
    """The owner of a calendar that is asked for now: from here on she acts, and no further than she reads today."""
    act_as(opened.person)
    today = timezone.localdate()
    Feed.objects.filter(pk=opened.key).exclude(fetched_on=today).update(fetched_on=today)
    return get_user_model().objects.get(pk=opened.person)


def open_body(pk):
    """A body that meets in public and that everybody may read, or None; nobody acts, whoever is signed in."""
    act_as(None)
    return Body.objects.visible_to(AnonymousUser()).filter(pk=pk, is_public=True, circle=Circle.PUBLIC).first()


def open_meetings(body):
    return for_calendar(Meeting.objects.visible_to(AnonymousUser()).filter(body=body, circle=Circle.PUBLIC))
