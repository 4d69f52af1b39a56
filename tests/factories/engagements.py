import factory

from engagements.enums import PhaseState
from engagements.models import Engagement, LogEntry, Phase
from rooms.enums import Role

from .rooms import MembershipFactory, RoomFactory


class EngagementFactory(factory.django.DjangoModelFactory):
    """A consultation in a room of its own; `lead=user` or `advisor=user` lets that person in."""

    class Meta:
        model = Engagement
        skip_postgeneration_save = True

    room = factory.SubFactory(RoomFactory)
    title = factory.Sequence(lambda n: f"Beratung {n}")

    @factory.post_generation
    def lead(self, create, extracted, **kwargs):
        if extracted:
            MembershipFactory(room=self.room, user=extracted, role=Role.LEAD)

    @factory.post_generation
    def advisor(self, create, extracted, **kwargs):
        if extracted:
            MembershipFactory(room=self.room, user=extracted, role=Role.ADVISOR)


class PhaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Phase

    class Params:
        running = factory.Trait(state=PhaseState.RUNNING)

    engagement = factory.SubFactory(EngagementFactory)
    name = factory.Sequence(lambda n: f"Phase {n}")
    code = factory.Sequence(lambda n: f"phase-{n}")
    order = factory.Sequence(lambda n: n)


class LogEntryFactory(factory.django.DjangoModelFactory):
    """An entry for the team, in the room of its consultation."""

    class Meta:
        model = LogEntry
        skip_postgeneration_save = True

    engagement = factory.SubFactory(EngagementFactory)
    room = factory.SelfAttribute("engagement.room")
    title = factory.Sequence(lambda n: f"Eintrag {n}")
    when = "12.03.2018"
