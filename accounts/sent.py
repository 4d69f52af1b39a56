"""A form that arrives twice, by a double click or because the line broke: the second goes where the first one went.

The token in a form is another each time the form is opened. Forms with a `key` have a better way (`rooms/once.py`).
"""

import hashlib

from django.shortcuts import resolve_url
from django.utils.crypto import salted_hmac

from .models import SentForm

TOKEN = "csrfmiddlewaretoken"


def mark_of(request):
    """Stands for this very sending; nothing where what was sent comes from no form, or takes care of itself."""
    if TOKEN not in request.POST or "key" in request.POST or request.htmx:
        return ""
    files = [(name, [(each.name, digest_of(each)) for each in uploads]) for name, uploads in request.FILES.lists()]
    words = [request.user.pk, request.get_full_path(), sorted(request.POST.lists()), sorted(files)]
    return salted_hmac("accounts.sent", repr(words), algorithm="sha256").hexdigest()


def digest_of(upload):
    """Two files of one name and length may differ in a word."""
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    return digest


def earlier(mark):
    """Where the same sending led before."""
    return SentForm.objects.filter(pk=mark).values_list("location", flat=True).first()


def remember(mark, response):
    """Keep where a form led that was taken; who is only sent to sign in has not been heard yet."""
    doors = tuple(resolve_url(door) for door in ("accounts:sign-in", "accounts:security"))
    if response.status_code == 302 and not response["Location"].startswith(doors) and len(response["Location"]) <= 500:
        SentForm.objects.bulk_create([SentForm(digest=mark, location=response["Location"])], ignore_conflicts=True)
