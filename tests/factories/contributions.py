import datetime as dt

import factory
from django.utils import timezone

from participation.contributing import secret_of
from participation.enums import ContributionState, PointState, VersionState
from participation.models import CommentRound, Contribution, Point, Section
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7

from .participation import StatementVersionFactory


class CommentedVersionFactory(StatementVersionFactory):
    """A version that is open for comments, with two sections."""

    state = VersionState.COMMENTED

    @factory.post_generation
    def sections(self, create, extracted, **kwargs):
        for number, (heading, text) in enumerate(extracted or SECTIONS, start=1):
            Section.objects.create(version=self, number=number, order=number, heading=heading, text=text)


SECTIONS = [("Begegnung", "Wir begegnen uns mit Achtung."), ("Teilhabe", "Alle können mitreden.")]


class CommentRoundFactory(factory.django.DjangoModelFactory):
    """A round that runs, for the group; the public one is made with `circle=PUBLIC` on it and its version."""

    class Meta:
        model = CommentRound

    of = factory.SubFactory(CommentedVersionFactory)
    statement = factory.SelfAttribute("of.statement")
    room = factory.SelfAttribute("of.room")
    slug = factory.SelfAttribute("of.slug")
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=3))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=20))
    circle = Circle.STEERING


class ContributionFactory(factory.django.DjangoModelFactory):
    """A letter nobody has looked at yet."""

    class Meta:
        model = Contribution

    round = factory.SubFactory(CommentRoundFactory)
    statement = factory.SelfAttribute("round.statement")
    room = factory.SelfAttribute("round.room")
    number = factory.Sequence(lambda n: 900 + n)
    source = "brief"
    text = "Bitte auch die Dörfer nennen."
    state = ContributionState.NEW
    id = factory.LazyFunction(uuid7)
    key_hash = factory.LazyAttribute(lambda row: hashed(secret_of(row.id)))


class PointFactory(factory.django.DjangoModelFactory):
    """A point nobody has said anything about."""

    class Meta:
        model = Point

    contribution = factory.SubFactory(ContributionFactory, state=ContributionState.ACCEPTED)
    room = factory.SelfAttribute("contribution.room")
    text = "Die Dörfer nennen"
    state = PointState.OPEN
