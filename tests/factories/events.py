import datetime as dt

import factory
from django.utils import timezone

from participation.enums import EventState, Publicness
from participation.models import Event, EventInvitation, Headcount, Proposal, Question, Registration, Slot, Table, Venue
from participation.registering import secret_of
from rooms.acting import hashed
from rooms.enums import Circle
from rooms.ids import uuid7

from .steering import InEngagement


def in_days(n, hour=18):
    """A full hour, some days from now."""
    day = timezone.localtime() + dt.timedelta(days=n)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


class EventFactory(InEngagement):
    """A forum in two weeks, planned by the team of its consultation."""

    class Meta:
        model = Event

    title = factory.Sequence(lambda n: f"Forum {n}")
    begins = factory.LazyFunction(lambda: in_days(14))
    ends = factory.LazyFunction(lambda: in_days(14, 21))


class OpenEventFactory(EventFactory):
    """Released to everybody, open for registration."""

    circle = Circle.PUBLIC
    publicness = Publicness.OPEN
    state = EventState.OPEN


class OfEvent(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    event = factory.SubFactory(EventFactory)
    room = factory.SelfAttribute("event.room")


class VenueFactory(OfEvent):
    class Meta:
        model = Venue

    place_detail = "Rathaus, Saal 2"


class SlotFactory(OfEvent):
    class Meta:
        model = Slot

    title = factory.Sequence(lambda n: f"Schritt {n}")
    minutes = 30
    order = factory.Sequence(lambda n: n)


class TableFactory(OfEvent):
    class Meta:
        model = Table

    title = factory.Sequence(lambda n: f"Tisch {n}")


class ProposalFactory(OfEvent):
    class Meta:
        model = Proposal

    number = factory.Sequence(lambda n: n + 1_000)
    text = factory.Sequence(lambda n: f"Vorschlag mit Wortlaut {n}")
    addressee = "Bauamt"


class HeadcountFactory(OfEvent):
    class Meta:
        model = Headcount

    cells = factory.LazyFunction(lambda: [["insgesamt", 40]])


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    event = factory.SubFactory(EventFactory)
    text = factory.Sequence(lambda n: f"Frage {n}?")


class RegistrationFactory(OfEvent):
    """Put there directly; seats are given by `participation.registering`."""

    class Meta:
        model = Registration

    id = factory.LazyFunction(uuid7)
    name = factory.Sequence(lambda n: f"Gast {n}")
    email = factory.Sequence(lambda n: f"gast{n}@example.org")
    key_hash = factory.LazyAttribute(lambda row: hashed(secret_of(row.id)))


class EventInvitationFactory(OfEvent):
    """Put there directly; letters are written by `participation.inviting`."""

    class Meta:
        model = EventInvitation

    id = factory.LazyFunction(uuid7)
    name = factory.Sequence(lambda n: f"Eingeladen {n}")
    email = factory.Sequence(lambda n: f"eingeladen{n}@example.org")
    text = "Kommen Sie ins Forum."
    key_hash = factory.LazyAttribute(lambda row: hashed(secret_of(row.id)))
