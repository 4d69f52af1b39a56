import datetime as dt

import factory
from django.utils import timezone

from participation.enums import Subject
from participation.models import CommentRound, RoundSection
from rooms.enums import Circle

from .engagements import EngagementFactory


class OpenQuestionFactory(factory.django.DjangoModelFactory):
    """A question without a text that runs, for the group; the public one is made with `circle=PUBLIC`."""

    class Meta:
        model = CommentRound

    class Params:
        engagement = factory.SubFactory(EngagementFactory)

    room = factory.SelfAttribute("engagement.room")
    subject = Subject.QUESTION
    title = "Was soll sich am Busbahnhof ändern?"
    slug = factory.Sequence(lambda n: f"frage-{n}")
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=3))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=20))
    circle = Circle.STEERING


class AskedSectionFactory(factory.django.DjangoModelFactory):
    """A part of a text with the number it has there."""

    class Meta:
        model = RoundSection

    number = 1
    sign = "2.1"
    heading = "Ankommen"
    text = "Wer neu ist, findet eine Tür."
