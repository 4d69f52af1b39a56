"""How long somebody may sit here, who sat here last, and ending somebody's sessions."""

import time

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

LAST_PERSON = "zuletzt"  # cookie: who was signed in in this browser; it opens nothing
KEPT_FOR = 30 * 24 * 60 * 60
SIGNER = signing.Signer(salt="last-person")
SINCE, SEEN, CONFIRMED = "since", "seen", "confirmed"  # in the session: signed in, last request, password last given
NOTED_EVERY = 60  # seconds


def begin(sender, request, user, **_signal):
    """Signing in: the clocks of the session start anew."""
    request.session.update(dict.fromkeys((SINCE, SEEN, CONFIRMED), int(time.time())))


def minutes_since(request, mark):
    """How long ago something was noted in the session; a clock set back counts as no time at all."""
    return max(0, time.time() - request.session.get(mark, 0)) / 60


def note_seen(request):
    """That somebody is there, at most once a minute."""
    if abs(time.time() - request.session[SEEN]) >= NOTED_EVERY:
        request.session[SEEN] = int(time.time())


def note_confirmed(request):
    """She has given her password: from here on under a new session key."""
    request.session.cycle_key()
    request.session[CONFIRMED] = int(time.time())


def note_person(request, response):
    """Remember in the browser who is signed in, so that a text typed by her is later sent by her alone."""
    value = SIGNER.sign(str(request.user.pk))
    if request.COOKIES.get(LAST_PERSON) != value:
        response.set_cookie(
            LAST_PERSON,
            value,
            max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def last_person(request):
    """The key of the person who was last signed in in this browser, or ''."""
    try:
        return SIGNER.unsign(request.COOKIES.get(LAST_PERSON, ""))
    except signing.BadSignature:
        return ""


def end_sessions(user):
    """Sign a person out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
