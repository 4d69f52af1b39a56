"""How long somebody may sit here, who sat here last, and ending somebody's sessions."""

import time
from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .devices import in_words
from .models import Session

LAST_PERSON = "zuletzt"  # cookie: who was signed in in this browser; it opens nothing
KEPT_FOR = 30 * 24 * 60 * 60
SIGNER = signing.Signer(salt="last-person")
SINCE, SEEN, CONFIRMED = "since", "seen", "confirmed"  # in the web session: sign-in, last request, last password
DEVICE, PROVEN = "device", "proven"  # at which device; that she has a second factor
SHARED = "shared"  # others use this device, too: nothing is to stay on it
NOTED_EVERY = 60  # seconds


def begin(sender, request, user, **_signal):
    """Signing in: the clocks of the session start anew, and what has run out elsewhere goes."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    request.session.update(dict.fromkeys((SINCE, SEEN, CONFIRMED), int(time.time())))
    request.session[DEVICE] = in_words(request.META.get("HTTP_USER_AGENT", ""))


def minutes_since(request, mark):
    """How long ago something was noted in the web session; a clock set back counts as no time at all."""
    return max(0, time.time() - request.session.get(mark, 0)) / 60


def note_seen(request):
    """That somebody is there, at most once a minute."""
    if abs(time.time() - request.session[SEEN]) >= NOTED_EVERY:
        request.session[SEEN] = int(time.time())


def note_confirmed(request):
    """She has given her password: from here on under a new session key."""
    request.session.cycle_key()
    request.session[CONFIRMED] = int(time.time())


def note_shared(request, form):
    """Whether others use this device, too, as she has said when signing in; it outlasts the second step."""
    request.session[SHARED] = form.cleaned_data["shared"]


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


def end_sessions(user, but=None):
    """Sign a person out everywhere; `but` is the key of the session she sits at, if that one goes on."""
    user.sessions.exclude(session_key=but).delete()


def sessions_of(user, own_key):
    """Where a person is signed in, the latest first, with what she needs to recognise each one."""
    rows = []
    for row in user.sessions.filter(expire_date__gt=timezone.now()):
        data = row.get_decoded()
        rows.append(
            {
                "id": public_id(row.session_key),
                "device": data.get(DEVICE, ""),
                "since": moment(data.get(SINCE, 0)),
                "seen": moment(data.get(SEEN, 0)),
                "is_this": row.session_key == own_key,
            }
        )
    return sorted(rows, key=lambda row: (row["is_this"], row["seen"]), reverse=True)


def end_one(user, wanted, own_key):
    """Sign a person out at another of her devices; whether there was such a session."""
    others = user.sessions.exclude(session_key=own_key).values_list("session_key", flat=True)
    keys = [key for key in others if public_id(key) == wanted]
    return bool(user.sessions.filter(session_key__in=keys).delete()[0])


def public_id(key):
    """A name for a session that does not open it."""
    return salted_hmac("accounts.sessions", key, algorithm="sha256").hexdigest()[:32]


def moment(seconds):
    return datetime.fromtimestamp(min(seconds, time.time()), UTC)
