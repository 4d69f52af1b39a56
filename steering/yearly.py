"""A year of a body, as it may leave the house: counts, recommendations with their answers, and its own words."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rooms.enums import Circle
from stakeholders.models import Body, CouncilYear
from stakeholders.seating import Seating

from .enums import MeetingState, Outcome, ResolutionKind
from .models import Measure, Meeting, Resolution
from .presence import is_represented

WAITS = {Outcome.PENDING, Outcome.POSTPONED}
READERS = {
    Circle.STEERING: gettext_lazy("für die Lenkungsrunde"),
    Circle.CLIENT: gettext_lazy("nur für Beratungsteam und Ansprechpersonen der Kommune"),
    Circle.TEAM: gettext_lazy("nur für das Beratungsteam"),
}


@dataclass
class Chapter:
    """A heading with a text somebody wrote, and lines the house counted."""

    title: str
    text: str = ""
    lines: list = field(default_factory=list)


class YearPaper:
    """One year of one body; whoever reads it, nothing stands in it from further inside than the body."""

    def __init__(self, user, body, year):
        self.user, self.body, self.year = user, body, year
        self.first, self.last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        self.day = min(self.last, timezone.localdate())
        self.circle = max(Circle.STEERING, body.circle)

    @property
    def title(self):
        return _("Jahresbericht %(year)s") % {"year": self.year}

    @property
    def facts(self):
        """Whose report it is, of which day its states are, and for whom it is."""
        today = date_format(timezone.localdate(), "j. F Y")
        return [self.body.name, _("Stand %(day)s") % {"day": today}, str(READERS[Circle(self.circle)])]

    @cached_property
    def own(self):
        """What somebody wrote for this year, or an empty page."""
        rows = self.told(CouncilYear).filter(body=self.body, year=self.year)
        return rows.first() or CouncilYear(year=self.year)

    def told(self, model):
        return model.objects.visible_to(self.user).filter(circle__lte=self.circle)

    def chapters(self):
        found = [
            Chapter(_("Vorwort"), self.own.foreword),
            Chapter(_("Mitglieder und Sitze"), lines=self.seats()),
            Chapter(_("Sitzungen"), lines=self.sittings()),
            Chapter(_("Empfehlungen und Antworten"), lines=self.recommendations()),
            Chapter(_("Noch ohne Antwort"), lines=self.waiting()),
            Chapter(_("Was getan wurde"), self.own.done, self.measures()),
            Chapter(_("Wie es weitergeht"), self.own.ahead, self.planned()),
        ]
        return [chapter for chapter in found if chapter.text or chapter.lines]

    def seats(self):
        seating = Seating(self.body, self.day)
        if not seating.rows:
            return []
        lines = [_("%(seats)s am %(day)s") % {"seats": seating.told, "day": date_format(self.day, "d.m.Y")}]
        for row in seating.rows:
            if row.group is None:
                continue
            words = ngettext("%(group)s: %(n)s Sitz", "%(group)s: %(n)s Sitze", row.group.seats)
            line = words % {"group": row.group, "n": row.group.seats}
            if not row.is_without_names:  # else the number of people would be told by a trait
                line += _(", besetzt %(n)s") % {"n": len(row.places)}
            lines.append(line)
        return lines + self.shares()

    def shares(self):
        """The latest of each trait: a class in words, a number only where a body is large enough to keep one."""
        latest = {}
        for share in self.body.shares.filter(as_of__lte=self.last):
            latest.setdefault(share.trait, share)
        lines = []
        for share in latest.values():
            told = share.get_share_display()
            if share.count is not None:
                told = _("%(n)s von %(all)s") % {"n": share.count, "all": share.seats}
            words = {"trait": share.trait, "told": told, "day": date_format(share.as_of, "d.m.Y")}
            lines.append(_("%(trait)s: %(told)s (eigene Angabe, anonym, %(day)s)") % words)
        return lines

    def sittings(self):
        rows = self.told(Meeting).filter(body=self.body, state=MeetingState.HELD, on__range=(self.first, self.last))
        held = list(rows.order_by("on", "pk").prefetch_related("attendance"))
        if not held:
            return []
        lines = [ngettext("%(n)s Sitzung", "%(n)s Sitzungen", len(held)) % {"n": len(held)}]
        for row in held:
            line = _("%(number)s. Sitzung am %(day)s") % {"number": row.number, "day": date_format(row.on, "d.m.Y")}
            noted = [each for each in row.attendance.all() if each.term_id]
            if noted:
                members = {term.pk for term in Seating(self.body, row.on).members}
                there = sum(each.term_id in members and is_represented(each) for each in noted)
                line += _(": %(n)s von %(all)s da") % {"n": there, "all": len(members)}
            lines.append(line)
        return lines

    @cached_property
    def recommended(self):
        """All the body has recommended by the end of the year, with the answers that may be told."""
        bodies = Prefetch("body", Body.objects.visible_to(self.user).filter(circle__lte=self.circle))
        answers = Prefetch("answered_by", self.told(Resolution).in_order().prefetch_related(bodies))
        rows = self.told(Resolution).filter(body=self.body, kind=ResolutionKind.RECOMMENDATION)
        until = Q(decided_from__lte=self.last) | Q(decided_from=None)
        return list(rows.filter(until).order_by("number").prefetch_related(answers))

    def is_of_the_year(self, row):
        return bool(row.decided_from and row.decided_until and row.decided_until >= self.first)

    def recommendations(self):
        lines = []
        for row in self.recommended:
            if self.is_of_the_year(row):
                lines.append(f"{row} ({row.decided}): {row.get_outcome_display()}")
                lines += [f"→ {self.answer(each)}" for each in row.answered_by.all()]
        return lines

    def answer(self, row):
        by = ", ".join(part for part in (row.by, row.decided) if part)
        return f"{row} ({by}): {row.get_outcome_display()}" if by else f"{row}: {row.get_outcome_display()}"

    def waiting(self):
        """Recommendations of this and earlier years nobody has decided about."""
        rows = [row for row in self.recommended if row.outcome in WAITS and not row.answered_by.all()]
        return [f"{row} ({row.decided})" if row.decided else str(row) for row in rows]

    def measures(self):
        grounds = [each.pk for row in self.recommended for each in (row, *row.answered_by.all())]
        rows = self.told(Measure).filter(rests_on__in=grounds).in_order() if grounds else []
        return [f"{row}: {row.get_state_display()}" for row in rows]

    def planned(self):
        rows = self.told(Meeting).filter(body=self.body).ahead() if self.day < self.last else []
        return [_("Sitzung am %(day)s") % {"day": date_format(row.on, "d.m.Y")} for row in rows]
