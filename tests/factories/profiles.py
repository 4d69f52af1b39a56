import datetime as dt

import factory

from network.models import CaseProfile, ProfileConsent
from network.profile_words import freeze
from network.steps import EditionState, ProfileStep
from rooms.enums import Circle, Role

from .accounts import UserFactory
from .engagements import EngagementFactory
from .municipalities import LandFactory, PlaceFactory
from .rooms import MembershipFactory

NOON = dt.datetime(2024, 5, 6, 12, tzinfo=dt.UTC)


class CaseProfileFactory(factory.django.DjangoModelFactory):
    """A profile with a word of its own in every step, of a town on the map."""

    class Meta:
        model = CaseProfile

    engagement = factory.SubFactory(EngagementFactory)
    room = factory.SelfAttribute("engagement.room")
    slug = factory.Sequence(lambda n: f"ort-{n}")
    title = factory.Sequence(lambda n: f"Beratung in Ort {n}")
    place = factory.SubFactory(
        PlaceFactory,
        land=factory.SubFactory(LandFactory, key="13", name="Mecklenburg-Vorpommern"),
        latitude=53,
        longitude=11,
    )
    municipality_name = "Stadt Ort"
    population = 12_585
    period = "2015 bis 2020"
    headline = "kurzwort"
    situation = "vorgehenswort"
    results = "vollwort"


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProfileConsent

    profile = factory.SubFactory(CaseProfileFactory)
    room = factory.SelfAttribute("profile.room")
    circle = Circle.CLIENT
    label = "Ansprechpartner"
    words = "Bürgermeister Beispielname"
    person = "Beispielname"
    given_on = dt.date(2024, 5, 1)
    evidence = "Schreiben"


class Sides:
    """A consultation with the people of both sides."""

    def __init__(self, **profile):
        self.lead, self.advisor, self.contact, self.steering = (UserFactory() for _ in range(4))
        self.engagement = EngagementFactory(lead=self.lead, advisor=self.advisor)
        MembershipFactory(room=self.engagement.room, user=self.contact, role=Role.CONTACT)
        MembershipFactory(room=self.engagement.room, user=self.steering, role=Role.STEERING)
        if profile.pop("land", True) is True and "place" not in profile:
            profile["place"] = some_place()
        self.profile = CaseProfileFactory(engagement=self.engagement, **profile)

    def out(self, step=ProfileStep.FULL, circle=Circle.PUBLIC, at=NOON):
        """An edition both sides have signed."""
        return published(self.profile, step, circle, team=self.lead, town=self.contact, at=at)


def some_place(**fields):
    """A town with a spot on the map, in a Land that is there once."""
    from municipalities.models import Place  # noqa: PLC0415

    land = Place.objects.filter(key="13").first() or LandFactory(key="13", name="Mecklenburg-Vorpommern")
    return PlaceFactory(**{"land": land, "latitude": 53, "longitude": 11} | fields)


def published(profile, step=ProfileStep.FULL, circle=Circle.PUBLIC, *, team=None, town=None, at=NOON):
    """An edition as it is out, made without the way there."""
    team, town = team or UserFactory(), town or UserFactory()
    edition = freeze(profile, step, circle)
    fields = {"author": team, "signed_team": team, "signed_team_at": at, "signed_town": town, "signed_town_at": at}
    fields |= {"state": EditionState.PUBLISHED, "circle": circle, "published_at": at}
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.save()
    return edition
