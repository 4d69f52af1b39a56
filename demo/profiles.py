"""The case profiles of the samples, each signed as far as it has come."""

import datetime as dt

from django.utils import timezone

from network.models import ProfileConsent
from network.profile_facts import new_profile
from network.profile_words import freeze
from network.steps import EditionState, ProfileStep
from rooms.enums import Circle

from . import files
from .house import circle, on_day

NOT_WORDS = {"engagement", "step", "circle", "signed", "consent", "waiting"}


def load(house):
    for row in files.read("steckbriefe", house.today)["profile"]:
        _profile(house, row)


def _profile(house, row):
    engagement, by = house.engagements[row["engagement"]], house.accounts["federfuehrung"]
    profile = new_profile(engagement, by)
    for name, value in row.items():
        if name not in NOT_WORDS:
            setattr(profile, name, value.strip() if isinstance(value, str) else value)
    profile.clean_fields(exclude=["engagement", "room", "place", "author"])
    profile.save()
    for data in row.get("consent", []):
        where = {"room": engagement.room, "author": by, "circle": Circle.CLIENT}
        ProfileConsent.objects.create(profile=profile, **where, **data)
    _edition(house, profile, row, by)


def _edition(house, profile, row, by):
    """Out if it is signed by both, else waiting for the municipality."""
    edition = freeze(profile, ProfileStep(row["step"]), circle(row.get("circle", "public")))
    day = on_day(row["signed"]) or house.today
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
    signed = {"author": by, "circle": Circle.CLIENT, "shared_on": day, "signed_team": by, "signed_team_at": at}
    if not row.get("waiting"):
        signed |= {"signed_town": house.accounts["kommune"], "signed_town_at": at, "published_at": at}
        signed |= {"state": EditionState.PUBLISHED, "circle": edition.to_circle}
    for name, value in signed.items():
        setattr(edition, name, value)
    edition.save()
