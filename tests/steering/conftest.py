import pytest

from rooms.enums import Circle, Role
from steering.enums import Way
from steering.models import Consensing, ConsensingOption
from tests.factories.engagements import EngagementFactory
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import AgendaItemFactory, BodyFactory, MeetingFactory, TermFactory


@pytest.fixture
def engagement():
    return EngagementFactory()


@pytest.fixture
def lead(engagement):
    return MembershipFactory(room=engagement.room, role=Role.LEAD).user


@pytest.fixture
def advisor(engagement):
    return MembershipFactory(room=engagement.room, role=Role.ADVISOR).user


@pytest.fixture
def contact(engagement):
    """The contact person of the municipality."""
    return MembershipFactory(room=engagement.room, role=Role.CONTACT).user


@pytest.fixture
def member(engagement):
    """A member of the steering group."""
    return MembershipFactory(room=engagement.room, role=Role.STEERING).user


@pytest.fixture
def body(engagement):
    """A steering group everybody in it may see."""
    return BodyFactory(room=engagement.room, circle=Circle.STEERING)


@pytest.fixture
def meeting(engagement, body):
    return MeetingFactory(engagement=engagement, body=body, circle=Circle.STEERING, number=10)


@pytest.fixture
def item(meeting):
    return AgendaItemFactory(meeting=meeting, circle=Circle.STEERING, title="Wo treffen wir uns?")


@pytest.fixture
def signed_in(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def asked(item):
    """A question with three options; the last changes nothing."""

    def build(way=Way.SHEET, called=((), (), ())):
        row = Consensing.objects.create(item=item, room=item.room, circle=Circle.STEERING, question="Wo?", way=way)
        for order, text in enumerate(("Haus", "Halle", "Es bleibt, wie es ist."), 1):
            numbers = {"called": list(called[order - 1]), "is_passive": order == 3}
            ConsensingOption.objects.create(consensing=row, order=order, text=text, **numbers)
        return row

    return build


@pytest.fixture
def sits(engagement, body):
    def build(**more):
        user = MembershipFactory(room=engagement.room, role=Role.STEERING).user
        TermFactory(body=body, account=user, name=user.name, **more)
        return user

    return build
