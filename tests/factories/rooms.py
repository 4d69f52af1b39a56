import datetime as dt

import factory

from rooms.enums import Role, RoomKind
from rooms.models import Invitation, Membership, Room

from .accounts import OrganisationFactory, UserFactory


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    kind = RoomKind.ENGAGEMENT
    organisation = factory.SubFactory(OrganisationFactory)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A role in a room, reading as far as the role usually does."""

    class Meta:
        model = Membership

    room = factory.SubFactory(RoomFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.ADVISOR
    clearance = factory.LazyAttribute(lambda row: Role(row.role).clearance)
    starts_on = dt.date(2020, 1, 1)


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"eingeladen{n}@example.org")
    name = factory.Sequence(lambda n: f"Eingeladene {n}")
    room = factory.SubFactory(RoomFactory)
    role = Role.STEERING
    invited_by = factory.SubFactory(UserFactory)
