"""A consultation that ended ten months ago, and the people in it."""

import datetime as dt

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from engagements.enums import ActivityKind, Status
from rooms.enums import Circle, Role
from tests.factories.engagements import EngagementFactory, LogEntryFactory
from tests.factories.rooms import MembershipFactory
from tests.faults.erasure import end

ROLES = ("lead", "advisor", "contact", "steering")


def closed_consultation():
    """Two talks, one sealed note and a workshop."""
    ended = timezone.localdate() - dt.timedelta(days=300)
    engagement = EngagementFactory(status=Status.CLOSED)
    for role in ROLES:
        MembershipFactory(room=engagement.room, role=Role(role), user__name=f"Rolle {role}")
    lead = person(engagement, "lead")
    end(engagement, ended, by=lead)
    LogEntryFactory.create_batch(2, engagement=engagement, author=lead, title="Geheimes Gespräch")
    LogEntryFactory(engagement=engagement, author=lead, kind=ActivityKind.NOTE, circle=Circle.SEALED)
    LogEntryFactory(engagement=engagement, author=lead, kind=ActivityKind.WORKSHOP)
    return engagement


def person(engagement, role):
    return User.objects.get(memberships__room=engagement.room, name=f"Rolle {role}")


def client_of(engagement, role):
    client = Client()
    client.force_login(person(engagement, role))
    return client


def url(name, *args):
    return reverse(f"retention:{name}", args=args)


def page(engagement, role="lead"):
    return client_of(engagement, role).get(url("due", engagement.room_id)).content.decode()
