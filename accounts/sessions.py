"""Who sat here last, and ending somebody's sessions."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

LAST_PERSON = "zuletzt"  # cookie: who was signed in in this browser; it opens nothing
KEPT_FOR = 30 * 24 * 60 * 60
SIGNER = signing.Signer(salt="last-person")


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
