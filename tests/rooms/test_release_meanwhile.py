"""A row is changed in the very moment in which its release is agreed to or withdrawn."""

import pytest

from engagements.models import OwnContribution
from rooms import transitions
from rooms.enums import Circle, Role
from rooms.releasing import propose
from rooms.transitions import ReleaseRefused, approve, withdraw_release
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    engagement = EngagementFactory()
    lead = MembershipFactory(room=engagement.room, role=Role.LEAD).user
    advisor = MembershipFactory(room=engagement.room, role=Role.ADVISOR).user
    row = OwnContribution.objects.create(engagement=engagement, room=engagement.room, author=advisor, name="Saal")
    return row, lead, advisor


@pytest.fixture
def changed_meanwhile(monkeypatch):
    """Between the look at a row and the writing of it somebody else saves."""
    real = transitions.item_of

    def item_of(user, release):
        row = real(user, release)
        OwnContribution.objects.filter(pk=row.pk).update(note="eben gespeichert", version=row.version + 1)
        return row

    return lambda: monkeypatch.setattr(transitions, "item_of", item_of)


def test_other_words_than_those_proposed_do_not_go_out(house, changed_meanwhile):
    row, lead, advisor = house
    release = propose(row, to_circle=Circle.CLIENT, by=advisor)
    changed_meanwhile()

    with pytest.raises(ReleaseRefused, match="wurde das geändert"):
        approve(release, by=lead)

    row.refresh_from_db()
    assert row.circle == Circle.TEAM


def test_taking_a_row_back_overwrites_no_text(house, changed_meanwhile):
    row, lead, advisor = house
    release = approve(propose(row, to_circle=Circle.CLIENT, by=advisor), by=lead)
    changed_meanwhile()

    withdraw_release(release, by=lead)

    row.refresh_from_db()
    assert (row.circle, row.note) == (Circle.TEAM, "eben gespeichert")
