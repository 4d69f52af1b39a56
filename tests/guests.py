"""What the tests of forms for people without an account share."""

from django.core import signing
from django.utils import timezone

from rooms import guests
from rooms.ids import uuid7


def opened(seconds=60):
    """The token of a page that was opened so long ago."""
    key = uuid7()
    moment = int((timezone.now().timestamp() - seconds) * 1000)
    key = type(key)(int=moment << 80 | key.int & ((1 << 80) - 1))
    return signing.dumps(str(key), salt=guests.SALT)
