"""The way of a consultation drawn to scale: what was planned as an outline, what happened as a bar."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from .enums import PhaseState

WIDTH, LEFT, TOP, ROW = 760, 170, 26, 36
MONTHS_APART = (1, 3, 6, 12, 24, 60, 120, 300, 600, 1200)
MOST_TICKS = 9
LONGEST_LABEL = 25
# How far a date may be off on either side, by the length of its EDTF: day, month or season, year.
SLACK = {10: timedelta(0), 7: timedelta(days=20), 4: timedelta(days=120)}
ROUGH = timedelta(days=60)


@dataclass(frozen=True)
class Bar:
    """One rectangle; where an edge is rough or open, `left` and `right` say how much of it fades (0 to 1)."""

    kind: str
    x: float
    y: int
    width: float
    height: int
    left: float = 0
    right: float = 0
    key: str = ""

    @property
    def fades(self):
        return bool(self.left or self.right)

    @property
    def stops(self):
        """The offsets of the fading, as SVG wants them."""
        return _number(self.left), _number(1 - self.right)

    @property
    def box(self):
        return {"x": _number(self.x), "width": _number(self.width)}


@dataclass(frozen=True)
class Row:
    phase: object
    label: str
    y: int
    bars: tuple


class Timeline:
    """Everything the drawing needs; False if no phase has a date that could be read."""

    def __init__(self, engagement, phases, today=None):
        self.today = today or timezone.localdate()
        phases = list(phases)
        spans = [span for phase in phases for span in (_planned(phase), _actual(phase, self.today)) if span]
        self.dated = bool(spans)
        shows_today = engagement.is_open and self.dated
        days = [day for span in spans for day in span.days] + ([self.today] if shows_today else [])
        self.first, self.last = _frame(days) if self.dated else (self.today, self.today)
        self.rows = [self._row(number, phase) for number, phase in enumerate(phases)] if self.dated else []
        self.height = TOP + ROW * len(self.rows) + 24
        self.now = _number(self._x(self.today)) if shows_today else ""

    width, top, left = WIDTH, TOP, LEFT

    def __bool__(self):
        return self.dated

    @property
    def bottom(self):
        return self.height - 22

    @property
    def now_anchor(self):
        return "end" if self.now and float(self.now) > WIDTH - 30 else "middle"

    @property
    def masks(self):
        return [bar for row in self.rows for bar in row.bars if bar.fades]

    @property
    def ticks(self):
        """Beginnings of months or years, never more than fit."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = next((step for step in MONTHS_APART if months / step <= MOST_TICKS), MONTHS_APART[-1])
        at = _first_tick(self.first, step)
        ticks = []
        while at < self.last:
            label = date_format(at, "M Y") if step < 12 else str(at.year)
            ticks.append({"x": _number(self._x(at)), "label": label})
            at = _months_later(at, step)
        return ticks

    def _x(self, day):
        return LEFT + (WIDTH - LEFT - 6) * (day - self.first).days / max(1, (self.last - self.first).days)

    def _row(self, number, phase):
        y = TOP + ROW * number + 6
        planned, actual = _planned(phase), _actual(phase, self.today)
        bars = []
        if planned:
            kind = "skipped" if phase.state == PhaseState.SKIPPED else "planned"
            bars.append(self._bar(planned, kind, y, 20, f"p{phase.pk}"))
        if actual:
            bars.append(self._bar(actual, "late" if phase.is_late else "actual", y + 5, 10, f"a{phase.pk}"))
        return Row(phase, _short(phase.label), y + 14, tuple(bars))

    def _bar(self, span, kind, y, height, key):
        start, end = self._x(span.start or self.first), self._x(span.end or self.last)
        width = max(5, end - start)
        days = max(1, ((span.end or self.last) - (span.start or self.first)).days)
        left = 0.5 if span.start is None else min(0.45, span.rough_start.days / days)
        right = 0.5 if span.end is None else min(0.45, span.rough_end.days / days)
        if width < 12:
            left = right = 0
        return Bar(kind, start, y, width, height, left, right, key)


@dataclass(frozen=True)
class Span:
    start: date | None
    end: date | None
    rough_start: timedelta = timedelta(0)
    rough_end: timedelta = timedelta(0)

    @property
    def days(self):
        return [day for day in (self.start, self.end) if day]


def _planned(phase):
    return _span(phase.planned_edtf, phase.planned_from, phase.planned_until)


def _actual(phase, today):
    """What happened; a running phase reaches to today, whatever end is still ahead."""
    span = _span(phase.period_edtf, phase.period_from, phase.period_until)
    if span and phase.state == PhaseState.RUNNING and span.end is None and span.start and span.start <= today:
        return Span(span.start, today, span.rough_start)
    return span


def _span(edtf, start, end):
    if start is None and end is None:
        return None
    opening, _slash, closing = edtf.partition("/")
    return Span(start, end, _slack(opening), _slack(closing or opening))


def _slack(moment):
    bare = moment.rstrip("~?%")
    slack = SLACK.get(len(bare), ROUGH)
    return slack + ROUGH if bare != moment else slack


def _frame(days):
    """From the first to the last day with a little air, at least three months."""
    first, last = min(days), max(days)
    air = max(timedelta(days=8), (last - first) / 40)
    if last - first < timedelta(days=90):
        air += (timedelta(days=90) - (last - first)) / 2
    return first - air, last + air


def _first_tick(day, step):
    month = day.replace(day=1)
    if step < 12:
        month = month.replace(month=(day.month - 1) // step * step + 1)
    else:
        month = month.replace(month=1, year=day.year - day.year % (step // 12))
    while month < day:
        month = _months_later(month, step)
    return month


def _months_later(day, months):
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _short(label):
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def _number(value):
    """With a point whatever the language of the page: SVG knows no comma."""
    return f"{value:.4g}" if abs(value) < 1 else f"{value:.1f}"
