import datetime as dt

import pytest

from rooms.enums import Circle, Role
from rooms.transitions import approve
from stakeholders.enums import BodyKind
from steering.enums import Way
from steering.models import Consensing, ConsensingOption, Minutes
from steering.transitions.minutes import send_to_review
from tests.factories.rooms import MembershipFactory
from tests.factories.steering import (
    ActionFieldFactory,
    AgendaItemFactory,
    BodyFactory,
    GoalFactory,
    MeetingFactory,
    MinutesFactory,
    TermFactory,
)

from .minutes import TEXT, TOMORROW


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


@pytest.fixture
def minutes(meeting):
    return MinutesFactory(meeting=meeting, text=TEXT)


@pytest.fixture
def release(minutes, advisor, lead):
    """Lets the group read the minutes."""

    def let_out():
        approve(send_to_review(minutes, by=advisor, reply_by=TOMORROW - dt.timedelta(days=2)), by=lead)
        return Minutes.objects.get(pk=minutes.pk)

    return let_out


@pytest.fixture
def out(release):
    """Minutes whose edition the group reads."""
    return release()


@pytest.fixture
def goal(engagement):
    """A goal of the plan, as the group reads it."""
    field = ActionFieldFactory(engagement=engagement, circle=Circle.STEERING)
    return GoalFactory(field=field, circle=Circle.STEERING)


@pytest.fixture
def council(engagement):
    """An integration council that is being founded."""
    return BodyFactory(
        room=engagement.room, kind=BodyKind.INTEGRATION_BOARD, name="Integrationsbeirat", circle=Circle.STEERING
    )
