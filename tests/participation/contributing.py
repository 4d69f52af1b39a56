"""What the tests of contributions share."""

from django.test import Client
from django.urls import reverse

from rooms.enums import Circle
from tests.factories.contributions import CommentedVersionFactory, CommentRoundFactory
from tests.guests import opened


def public_round(engagement, **more):
    """A round everybody may write in; released long ago."""
    fields = {"statement__engagement": engagement, "circle": Circle.PUBLIC}
    version = CommentedVersionFactory(**fields)
    return CommentRoundFactory(of=version, circle=Circle.PUBLIC, **more)


def words(**more):
    """What a guest sends."""
    return {"text": "Bitte auch die Dörfer nennen.", "language": "de", "opened": opened()} | more


def guest_url(found):
    return reverse("guests:contribution-create", args=[found.slug])


def say(found, client=None, **more):
    return (client or Client()).post(guest_url(found), words(**more))
