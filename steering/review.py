"""What a member of the group needs to know today, as far as the group may read it, whoever asks."""

from functools import cached_property

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from engagements.enums import PhaseState
from rooms.enums import Circle, ReleaseState
from rooms.models import Release
from stakeholders.models import Body, Term

from .enums import ConsensingState, Light, ResolutionKind, Way
from .models import Consensing, ConsensingSheet, Meeting, Minutes, MinutesReply, Progress, Resolution, Task
from .plan import Plan
from .rules import can_steer

LATEST = 5
SHOWN, ON_WALL = 8, 6  # measures on the page; all of them are in the plan
FOR_ALL = {"circle__lte": Circle.STEERING}  # also the team sees here what the group sees


class Review:
    """One page for one consultation; `since` is the day of the last visit, None on the first."""

    def __init__(self, user, engagement, since, shown=SHOWN):
        self.user, self.engagement, self.since, self.shown = user, engagement, since, shown

    def _rows(self, model, **where):
        return model.objects.visible_to(self.user).filter(**FOR_ALL, **where)

    @cached_property
    def phases(self):
        """What runs now, in the words of the way."""
        return list(self.engagement.phases.filter(state=PhaseState.RUNNING).in_order())

    @cached_property
    def meetings(self):
        known = {"engagement": self.engagement, "body__circle__lte": Circle.STEERING}
        return list(self._rows(Meeting, **known).in_order())

    @property
    def next_meeting(self):
        return next((row for row in self.meetings if row.is_ahead and row.on >= timezone.localdate()), None)

    @cached_property
    def minutes_to_read(self):
        """Meetings whose minutes lie there for this person to agree to, anew for each edition; the team wrote them."""
        if can_steer(self.user, self.engagement):
            return []
        open_ones = {row.pk: row for row in self.meetings if row.reply_by and row.approved_on is None}
        mine = MinutesReply.objects.visible_to(self.user).filter(member=self.user, meeting__in=list(open_ones))
        answered = dict(mine.values_list("meeting", "changed_at"))
        label = Minutes._meta.label_lower
        out = Release.objects.visible_to(self.user).filter(
            kind=label, key__in=list(open_ones), to_circle=Circle.STEERING, state=ReleaseState.RELEASED
        )
        read = dict(out.order_by("decided_at").values_list("key", "decided_at"))
        unread = {key for key, day in read.items() if key not in answered or answered[key] < day}
        return [row for key, row in open_ones.items() if key in unread]

    @cached_property
    def tasks(self):
        """What this person has taken on."""
        return list(self._rows(Task, engagement=self.engagement, account=self.user).open())

    @cached_property
    def questions(self):
        """What she is to weigh, each for herself, as long as she has not."""
        sits = Term.objects.filter(Q(group=None) | Q(group__has_vote=True), account=self.user)
        open_ones = {"state": ConsensingState.OPEN, "way": Way.SHEET, "item__meeting__body__in": sits.values("body")}
        rows = self._rows(Consensing, item__meeting__engagement=self.engagement, **open_ones)
        done = ConsensingSheet.objects.filter(member=self.user).values("consensing")
        return list(rows.exclude(pk__in=done))

    @property
    def asks(self):
        return bool(self.minutes_to_read or self.questions or self.tasks)

    @cached_property
    def plan(self):
        return Plan(self.user, self.engagement, circle=Circle.STEERING)

    @cached_property
    def reported(self):
        """measure -> what was reported of it last since the last visit."""
        rows = self._rows(Progress, measure__in=[row.pk for row in self.plan.measures])
        if self.since:
            rows = rows.filter(shared_on__gte=self.since)
        latest = rows.order_by("measure_id", "-on", "-pk").distinct("measure_id")
        return {row.measure_id: row for row in latest}

    @cached_property
    def measures(self):
        """What needs attention first, then what is new; as many as fit on the page."""
        for row in self.plan.measures:
            row.news = self.reported.get(row.pk)
        rows = sorted(self.plan.measures, key=lambda row: (not self.needs_attention(row), row.news is None))
        return rows[: self.shown]

    @property
    def more(self):
        """How many measures stand only in the plan."""
        return len(self.plan.measures) - len(self.measures)

    @staticmethod
    def needs_attention(row):
        return row.is_open and (row.light in {Light.YELLOW, Light.RED} or row.is_late)

    @cached_property
    def attention(self):
        return [row for row in self.plan.measures if self.needs_attention(row)]

    @cached_property
    def decided(self):
        """What was recommended and decided last, with who did."""
        bodies = Prefetch("body", Body.objects.filter(**FOR_ALL))
        answered = Prefetch("answers", self._rows(Resolution))
        rows = self._rows(Resolution, engagement=self.engagement).newest_first()
        return list(rows.select_related(None).prefetch_related(bodies, answered)[:LATEST])

    @cached_property
    def news(self):
        """What is new since the last visit and how much of it; empty on the first."""
        if self.since is None:
            return {}
        new = self._rows(Resolution, engagement=self.engagement, shared_on__gte=self.since)
        counts = dict(new.order_by().values_list("kind").annotate(n=Count("pk")))
        return {
            "decided": counts.get(ResolutionKind.DECISION, 0),
            "recommended": counts.get(ResolutionKind.RECOMMENDATION, 0),
            "reported": len(self.reported),
        }
