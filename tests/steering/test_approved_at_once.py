"""A member objects in the very moment in which the minutes are approved: her word is counted, or given back."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagements.transitions.steps import StepRefused
from rooms.enums import Circle, Role
from rooms.transitions import approve
from steering.enums import MinutesState
from steering.models import Minutes, MinutesReply
from steering.transitions import minutes as transitions
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import BodyFactory, MeetingFactory, MinutesFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    engagement = EngagementFactory()
    lead, advisor, member = (
        MembershipFactory(room=engagement.room, role=role).user for role in (Role.LEAD, Role.ADVISOR, Role.STEERING)
    )
    body = BodyFactory(room=engagement.room, circle=Circle.STEERING)
    meeting = MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, on=timezone.localdate())
    minutes = MinutesFactory(meeting=meeting)
    approve(transitions.send_to_review(minutes, by=lead, reply_by=timezone.localdate()), by=advisor)
    return minutes, lead, member


def at_once(house, monkeypatch):
    """The approval has counted the objections when the member presses the button; how both ended."""
    minutes, lead, member = house
    counted, sent, told = threading.Event(), threading.Event(), []
    monkeypatch.setattr(transitions, "_check_time", lambda *_asked: (counted.set(), sent.wait(2)))

    def object_now():
        client = Client()
        client.force_login(member)
        counted.wait(30)
        url = reverse("steering:minutes-reply", args=[minutes.meeting_id])
        told.append(client.post(url, {"kind": "einwand", "text": "Das stimmt so nicht."}))
        sent.set()
        connection.close()

    somebody = threading.Thread(target=object_now)
    somebody.start()
    try:
        transitions.approve_minutes(Minutes.objects.get(), by=lead)
    except StepRefused as refused:
        told.append(refused)
    somebody.join(60)
    return told


def test_no_objection_stands_uncounted_beside_approved_minutes(house, monkeypatch):
    (answer,) = at_once(house, monkeypatch)

    assert Minutes.objects.get().state == MinutesState.APPROVED
    assert not MinutesReply.objects.exists()
    assert "Das stimmt so nicht." in answer.content.decode()


def test_without_waiting_it_would(house, monkeypatch):
    """The gate, seen red."""
    monkeypatch.setattr(transitions, "wait_for", lambda key: None)
    at_once(house, monkeypatch)

    assert MinutesReply.objects.exists()
