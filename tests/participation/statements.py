"""What the tests of mission statements share."""

from django.urls import reverse

from participation.transitions.statements import adopt, move_version
from rooms.enums import Circle
from rooms.releasing import propose
from rooms.transitions import approve
from steering.enums import Outcome, ResolutionKind
from tests.factories.steering import ResolutionFactory

DAY = "2018-06-13"


def at(name, *args):
    return reverse(f"participation:{name}", args=args)


def text(response):
    return response.content.decode()


def decision(engagement, **more):
    """A decision of the council, as the group reads it."""
    words = {"kind": ResolutionKind.DECISION, "outcome": Outcome.ADOPTED, "organ": "Stadtvertretung"}
    return ResolutionFactory(engagement=engagement, circle=Circle.STEERING, **(words | more))


def adopted(version, by, on, renderings=()):
    """This draft, decided by the council."""
    version = move_version(version, "endfassung", by=by)
    row = decision(version.statement.engagement)
    return adopt(version, row, on=on, by=by, renderings=renderings)


def public(row, first, second):
    """A row that two people have let out to everybody."""
    row.refresh_from_db()
    approve(propose(row, to_circle=Circle.PUBLIC, by=first), by=second)
    row.refresh_from_db()
    return row
