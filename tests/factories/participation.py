import factory

from participation.models import MissionStatement, Section, Signatory, StatementStep, StatementVersion
from rooms.enums import Circle

from .engagements import EngagementFactory
from .municipalities import PlaceFactory


class MissionStatementFactory(factory.django.DjangoModelFactory):
    """A mission statement the group works with."""

    class Meta:
        model = MissionStatement

    engagement = factory.SubFactory(EngagementFactory)
    room = factory.SelfAttribute("engagement.room")
    place = factory.SubFactory(PlaceFactory)
    title = factory.Sequence(lambda n: f"Leitbild {n}")
    slug = factory.Sequence(lambda n: f"leitbild-{n}")
    circle = Circle.STEERING


class StatementStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatementStep

    statement = factory.SubFactory(MissionStatementFactory)
    room = factory.SelfAttribute("statement.room")
    circle = Circle.STEERING
    key = "auftrag"


class StatementVersionFactory(factory.django.DjangoModelFactory):
    """A draft for the group; `texts` become its aims, numbered from one."""

    class Meta:
        model = StatementVersion
        skip_postgeneration_save = True

    statement = factory.SubFactory(MissionStatementFactory)
    room = factory.SelfAttribute("statement.room")
    place = factory.SelfAttribute("statement.place")
    slug = factory.SelfAttribute("statement.slug")
    circle = Circle.STEERING
    number = 1
    title = "Ort der Vielfalt"

    @factory.post_generation
    def texts(self, create, texts, **kwargs):
        for number, text in enumerate(texts or [], 1):
            Section.objects.create(version=self, number=number, order=number, heading=f"Ziel {number}", text=text)
        self.statement.last_number = max(self.statement.last_number, len(texts or []))
        self.statement.save(update_fields=["last_number"])


class SignatoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Signatory

    statement = factory.SubFactory(MissionStatementFactory)
    room = factory.SelfAttribute("statement.room")
    circle = Circle.STEERING
    organisation = factory.Sequence(lambda n: f"Verein {n}")
