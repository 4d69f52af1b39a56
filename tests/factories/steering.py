import datetime as dt

import factory

from stakeholders.models import Body, SeatGroup, Term
from steering.models import (
    ActionField,
    AgendaItem,
    Goal,
    Measure,
    Meeting,
    Minutes,
    Resolution,
    Task,
    UpdateRound,
)

from .engagements import EngagementFactory
from .rooms import RoomFactory


class BodyFactory(factory.django.DjangoModelFactory):
    """A steering group for the team of its room."""

    class Meta:
        model = Body

    room = factory.SubFactory(RoomFactory)
    name = factory.Sequence(lambda n: f"Lenkungsrunde {n}")


class SeatGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SeatGroup

    body = factory.SubFactory(BodyFactory)
    label = "Zivilgesellschaft"


class TermFactory(factory.django.DjangoModelFactory):
    """A member without dates: sits there always."""

    class Meta:
        model = Term

    body = factory.SubFactory(BodyFactory)
    name = factory.Sequence(lambda n: f"Mitglied {n}")


class InEngagement(factory.django.DjangoModelFactory):
    """A row in the room of its consultation."""

    class Meta:
        abstract = True

    engagement = factory.SubFactory(EngagementFactory)
    room = factory.SelfAttribute("engagement.room")


class MeetingFactory(InEngagement):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory, room=factory.SelfAttribute("..room"))
    number = factory.Sequence(lambda n: n + 1_000)  # far from those a test gives itself
    on = dt.date(2026, 3, 12)


class InMeeting(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    meeting = factory.SubFactory(MeetingFactory)
    room = factory.SelfAttribute("meeting.room")


class AgendaItemFactory(InMeeting):
    class Meta:
        model = AgendaItem

    title = factory.Sequence(lambda n: f"Punkt {n}")
    order = factory.Sequence(lambda n: n + 1)


class MinutesFactory(InMeeting):
    class Meta:
        model = Minutes

    id = factory.SelfAttribute("meeting.pk")
    text = "Die Runde hat beraten."


class ResolutionFactory(InEngagement):
    class Meta:
        model = Resolution

    kind = "empfehlung"
    number = factory.Sequence(lambda n: n + 1_000)  # far from those a test gives itself
    title = factory.Sequence(lambda n: f"Vorschlag {n}")
    wording = "Die Runde empfiehlt es."


class TaskFactory(InEngagement):
    class Meta:
        model = Task

    text = factory.Sequence(lambda n: f"Aufgabe {n}")
    who = "Geschäftsstelle"


class ActionFieldFactory(InEngagement):
    class Meta:
        model = ActionField

    number = factory.Sequence(lambda n: n + 1_000)  # far from those a test gives itself
    name = factory.Sequence(lambda n: f"Handlungsfeld {n}")


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    field = factory.SubFactory(ActionFieldFactory)
    room = factory.SelfAttribute("field.room")
    number = factory.Sequence(lambda n: n + 1_000)  # far from those a test gives itself
    text = factory.Sequence(lambda n: f"Ziel {n}")


class MeasureFactory(factory.django.DjangoModelFactory):
    """A proposed measure in the room of its goal."""

    class Meta:
        model = Measure

    goal = factory.SubFactory(GoalFactory)
    engagement = factory.SelfAttribute("goal.field.engagement")
    room = factory.SelfAttribute("goal.room")
    number = factory.Sequence(lambda n: n + 1_000)  # far from those a test gives itself
    title = factory.Sequence(lambda n: f"Maßnahme {n}")


class UpdateRoundFactory(InEngagement):
    class Meta:
        model = UpdateRound

    number = factory.Sequence(lambda n: n + 1_000)  # far from those a test gives itself
    answers_by = dt.date(2026, 4, 1)
