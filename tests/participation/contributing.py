"""What the tests of contributions share."""

from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.forms import contribution_guests
from rooms.enums import Circle
from rooms.ids import uuid7
from tests.factories.contributions import CommentedVersionFactory, CommentRoundFactory


def public_round(engagement, **more):
    """A round everybody may write in; released long ago."""
    fields = {"statement__engagement": engagement, "circle": Circle.PUBLIC}
    version = CommentedVersionFactory(**fields)
    return CommentRoundFactory(of=version, circle=Circle.PUBLIC, **more)


def opened(seconds=60):
    """The token of a page that was opened so long ago."""
    key = uuid7()
    moment = int((timezone.now().timestamp() - seconds) * 1000)
    key = type(key)(int=moment << 80 | key.int & ((1 << 80) - 1))
    return signing.dumps(str(key), salt=contribution_guests.SALT)


def words(**more):
    """What a guest sends."""
    return {"text": "Bitte auch die Dörfer nennen.", "language": "de", "opened": opened()} | more


def guest_url(found):
    return reverse("guests:contribution-create", args=[found.slug])


def say(found, client=None, **more):
    return (client or Client()).post(guest_url(found), words(**more))
