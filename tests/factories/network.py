import datetime as dt

import factory

from network.models import (
    Cohort,
    Course,
    CourseModule,
    CourseParticipant,
    HelpOffer,
    HelpRequest,
    LibraryItem,
    Network,
    NetworkMember,
    PeerConsultation,
    PeerSeat,
    PoolProfile,
    PoolRequest,
)
from rooms.enums import Circle, Role, RoomKind

from .accounts import UserFactory
from .rooms import MembershipFactory, RoomFactory

LONG_AGO = dt.date(2015, 1, 1)


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network

    name = factory.Sequence(lambda n: f"Netzwerk {n}")
    room = factory.SubFactory(RoomFactory, kind=RoomKind.NETWORK)


class InNetwork(factory.django.DjangoModelFactory):
    """A row of a network, read by the network."""

    class Meta:
        abstract = True

    network = factory.SubFactory(NetworkFactory)
    room = factory.SelfAttribute("network.room")
    circle = Circle.NETWORK
    shared_on = LONG_AGO


class NetworkMemberFactory(InNetwork):
    class Meta:
        model = NetworkMember

    name = factory.Sequence(lambda n: f"Stadt {n}")
    sort_name = factory.SelfAttribute("name")


class CohortFactory(InNetwork):
    class Meta:
        model = Cohort

    title = "Konfliktmanagement"
    number = factory.Sequence(lambda n: n + 1)


class CourseFactory(InNetwork):
    class Meta:
        model = Course

    title = "Zertifikatslehrgang"
    needed = 2


class CourseModuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CourseModule

    course = factory.SubFactory(CourseFactory)
    title = factory.Sequence(lambda n: f"Modul {n}")


class CourseParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CourseParticipant

    course = factory.SubFactory(CourseFactory)
    room = factory.SelfAttribute("course.room")
    name = factory.Sequence(lambda n: f"Teilnehmerin {n}")


class LibraryItemFactory(InNetwork):
    class Meta:
        model = LibraryItem

    title = factory.Sequence(lambda n: f"Handbuch {n}")
    kind = "handbuch"


class PoolProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PoolProfile

    network = factory.SubFactory(NetworkFactory)
    room = factory.SelfAttribute("network.room")
    person = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Mediatorin {n}")
    qualification = "Mediatorin, zehn Jahre"
    admitted_on = LONG_AGO


class PoolRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PoolRequest

    profile = factory.SubFactory(PoolProfileFactory)
    asked_person = factory.SelfAttribute("profile.person")
    name = factory.SelfAttribute("profile.name")
    room = factory.SelfAttribute("engagement.room")
    conflict_note = "geprüft, nichts bekannt"
    message = "Ein Team für eine Stadt"


class PeerConsultationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PeerConsultation
        skip_postgeneration_save = True

    network = factory.SubFactory(NetworkFactory)
    room = factory.SelfAttribute("network.room")
    giver = factory.SubFactory(UserFactory)
    title = "Ein Runder Tisch stockt"
    case = "In einer Stadt kommt ein Runder Tisch nicht weiter."

    @factory.post_generation
    def seats(self, create, extracted, **_kwargs):
        for person in [self.giver, *(extracted or [])]:
            PeerSeat.objects.create(consultation=self, person=person)


class HelpRequestFactory(InNetwork):
    class Meta:
        model = HelpRequest

    author = factory.SubFactory(UserFactory)
    kind = "methode"
    question = factory.Sequence(lambda n: f"Wer hat Methode {n} schon erprobt?")


class HelpOfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HelpOffer

    request = factory.SubFactory(HelpRequestFactory)
    person = factory.SubFactory(UserFactory)
    words = "Ich habe das zweimal gemacht."


def networker(network, **user):
    """An ordinary member of a network."""
    person = UserFactory(**user)
    MembershipFactory(room=network.room, user=person, role=Role.OBSERVER, starts_on=LONG_AGO)
    return person


def keeper(network, **user):
    """An administrator who keeps this network."""
    person = UserFactory(is_network_admin=True, **user)
    MembershipFactory(room=network.room, user=person, role=Role.LEAD, starts_on=LONG_AGO)
    return person
