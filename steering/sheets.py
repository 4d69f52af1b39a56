"""A round as one person may see it: what came back, what is missing, what it said when it was closed."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .enums import Light, MeasureState, RoundState
from .models import Measure, Progress, RoundAsked
from .rounds import askable


@dataclass
class Line:
    """One measure in a round: what was reported, what in the round before, what was corrected after the end."""

    measure: Measure
    email: str = ""
    owner: str = ""
    kept: RoundAsked | None = None
    now: Progress | None = None
    before: Progress | None = None
    corrections: list = field(default_factory=list)
    is_unasked: bool = False

    @property
    def is_change(self):
        old, new = self.before, self.now
        return bool(old and new) and (old.target, old.light) != (new.target, new.light)

    @property
    def is_first(self):
        return self.now is not None and self.before is None

    @property
    def stood(self):
        """Where a measure stood at the end of a round in which nobody reported it."""
        if self.now or not self.kept:
            return ""
        return f"{Light(self.kept.light).sign} {MeasureState(self.kept.state).label}, {Light(self.kept.light).label}"


class Sheet:
    """A round as one person may see it, in a fixed number of statements; a closed one as it was closed."""

    def __init__(self, user, found):
        self.round = found
        self.is_closed = found.state == RoundState.CLOSED
        self.requests = list(found.requests.all())
        self.kept = {row.measure_id: row for row in found.asked.all()} if self.is_closed else {}
        self.lines = {row.pk: self.line_of(row) for row in self.measures(user)}
        self.read(user)
        emails = {request.email for request in self.requests}
        lines = list(self.lines.values())
        for line in lines:  # its address is new since the round was opened
            line.is_unasked = not (line.now or line.corrections or line.email in emails)
        self.changed = [line for line in lines if line.is_change]
        self.first = [line for line in lines if line.is_first]
        self.same = [line for line in lines if line.now and not line.is_change and not line.is_first]
        self.missing = [line for line in lines if not line.now and not line.corrections]
        self.late = [line for line in lines if line.corrections and not line.now]
        self.count(lines)

    def measures(self, user):
        """What is asked for now, or what had been asked for when the round was closed; and what was reported."""
        keys = list(self.kept) if self.is_closed else askable(self.round.engagement_id).values("pk")
        reported = Progress.objects.filter(round=self.round).values("measure")
        rows = Measure.objects.visible_to(user).filter(engagement=self.round.engagement_id)
        return rows.filter(Q(pk__in=keys) | Q(pk__in=reported)).in_order()

    def line_of(self, row):
        kept = self.kept.get(row.pk)
        if self.is_closed:
            return Line(row, email=kept.email, owner=kept.owner, kept=kept) if kept else Line(row, owner=row.owner)
        return Line(row, email=row.email.lower(), owner=row.owner)

    def read(self, user):
        rows = Progress.objects.visible_to(user).filter(measure__in=list(self.lines), round__isnull=False)
        for row in rows.filter(round__number__lte=self.round.number).order_by("round__number", "created_at"):
            line = self.lines[row.measure_id]
            if row.round_id != self.round.pk:
                line.before = row
            elif row.is_correction:
                line.corrections.append(row)
            else:
                line.now = row

    def count(self, lines):
        """For each request how many of its measures are reported, and whether anybody ever answered."""
        for request in self.requests:
            mine = [line for line in lines if line.email == request.email]
            request.all = len(mine)
            request.done = sum(line.now is not None for line in mine)
            request.is_owing = any(line in self.missing for line in mine)
            request.owners = sorted({line.owner for line in mine if line.owner})
            request.is_silent = self.is_closed and request.answered_at is None and not request.done


def told(sheet):
    """What closing leaves open, in one sentence."""
    n = len(sheet.missing)
    if not n:
        return _("Zu allen Maßnahmen ist der Stand gemeldet.")
    words = ngettext(
        "Zu %(n)s Maßnahme fehlt der Stand; sie bleibt ohne Meldung stehen.",
        "Zu %(n)s Maßnahmen fehlt der Stand; sie bleiben ohne Meldung stehen.",
        n,
    )
    return words % {"n": n}
