"""What one person sees in one room: in words, in numbers, and row by row."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, F
from django.db.models.functions import Coalesce, TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .enums import TEAM_ROLES, Circle, Role
from .keyset import ByDay, keyset_page
from .reach import reach_of


@dataclass(frozen=True)
class Shelf:
    """One kind of row a room holds; named by its model, since apps below this one bring it."""

    slug: str
    model_name: str
    title: str
    period: str

    @property
    def model(self):
        return apps.get_model(self.model_name)

    @property
    def label(self):
        return self.model._meta.verbose_name_plural


SHELVES = (
    Shelf("eintraege", "engagements.LogEntry", "title", "when"),
    Shelf("vereinbarungen", "engagements.Agreement", "title", "signed"),
    Shelf("auftraege", "engagements.Mandate", "organ", "given_on"),
    Shelf("eigenleistungen", "engagements.OwnContribution", "name", "due"),
)


def shelf_called(slug):
    """The shelf of this name; a name nobody gave leads to the first."""
    return next((shelf for shelf in SHELVES if shelf.slug == slug), SHELVES[0])


class Sight:
    """What a person sees in a room, as far as whoever asks sees it, too.

    The statements run as whoever asks, so the wall in the database answers for her; `visible_to(person)` narrows that
    to the person. Of the person's memberships only those of rooms they share are known here. In this room that can
    only show too little: what reaches her through the network alone and was shared before she came.
    """

    def __init__(self, room, person, *, asked_by):
        self.room, self.person, self.asked_by = room, person, asked_by

    def rows(self, shelf):
        return shelf.model.objects.visible_to(self.asked_by).visible_to(self.person).filter(room=self.room)

    def page(self, shelf, params):
        """A page of titles with circle and date, newest first."""
        dated = self.rows(shelf).only(shelf.title, shelf.period, "circle", "room")
        dated = dated.annotate(on=Coalesce(F(f"{shelf.period}_from"), TruncDate("created_at")))
        page = keyset_page(dated, params, by=ByDay("on"))
        for row in page.rows:
            row.said = getattr(row, shelf.period) or date_format(row.on, "d.m.Y")
        return page

    def counts(self):
        """(circle, pairs of shelf and number) for every circle that is open to the person, the narrowest first."""
        found = {
            shelf: dict(self.rows(shelf).order_by().values_list("circle").annotate(Count("pk"))) for shelf in SHELVES
        }
        innermost = reach_of(self.person).clearance(self.room.pk) or Circle.PUBLIC
        return [
            (circle, [(shelf, numbers.get(circle, 0)) for shelf, numbers in found.items()])
            for circle in sorted(Circle, reverse=True)
            if circle <= innermost or any(circle in numbers for numbers in found.values())
        ]


def reach_words(membership):
    """How far a membership opens its room, in words to follow „liest“."""
    circle, role = Circle(membership.clearance), Role(membership.role)
    if circle == Circle.SEALED:
        return _("alles in diesem Raum, auch Versiegeltes")
    if circle == Circle.TEAM and role in TEAM_ROLES:
        return _("alles bis zum Kreis „Beratungsteam“, dazu, was von eigener Hand versiegelt ist")
    if role.reads_back:
        return _("alles, was für den Kreis „%(circle)s“ oder weiter geteilt ist") % {"circle": circle.label}
    return _(
        "alles, was seit dem %(day)s für den Kreis „%(circle)s“ oder weiter geteilt wurde, und alles Öffentliche"
    ) % {
        "circle": circle.label,
        "day": date_format(membership.starts_on, "d.m.Y"),
    }
