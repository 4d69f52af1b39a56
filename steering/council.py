"""What the house already knows of a council's way, step by step, and what the next act would be."""

from functools import cached_property

from django.db.models import Prefetch, Q
from django.urls import reverse

from engagements.enums import ActivityKind
from engagements.models import LogEntry
from stakeholders.enums import BodyKind, FoundingStep, StepState
from stakeholders.models import Body, Call, CouncilStep, CouncilYear, Nomination
from stakeholders.seating import Seating

from . import rules
from .enums import MeetingState
from .findings import DECIDES, FINDERS
from .models import Meeting, Resolution


class Council:
    """One body on its way, as far as this person reads it; each step asks what it needs."""

    def __init__(self, user, body):
        self.user, self.body = user, body
        self.engagement = body.room.engagement
        self.seating = Seating(body)

    @property
    def may_steer(self):
        """The team prepares sittings and writes the diary; the town's contact person keeps the body and reads these."""
        return rules.can_steer(self.user, self.engagement)

    def url(self, name, *args):
        return reverse(name, args=args or [self.body.pk])

    @cached_property
    def steps(self):
        rows = CouncilStep.objects.visible_to(self.user).filter(body=self.body)
        return sorted(rows, key=lambda step: step.number)

    @cached_property
    def bases(self):
        return list(self.body.legal_bases.select_related("amends"))

    @cached_property
    def relatives(self):
        """The bodies of this kind that were there before, the one it came out of among them."""
        rows = Body.objects.visible_to(self.user).filter(room=self.body.room_id).exclude(pk=self.body.pk)
        same = Q(kind=BodyKind.INTEGRATION_BOARD) | Q(pk=self.body.predecessor_id)
        return list(rows.filter(same).exclude(predecessor=self.body).in_order().with_seats())

    @cached_property
    def predecessor(self):
        return next((each for each in self.relatives if each.pk == self.body.predecessor_id), None)

    @cached_property
    def meetings(self):
        rows = Meeting.objects.visible_to(self.user).filter(body__in=[self.body.pk, self.body.predecessor_id])
        return list(rows.exclude(state=MeetingState.CANCELLED).select_related("body").order_by("on", "pk"))

    def meetings_of(self, body):
        return [row for row in self.meetings if body and row.body_id == body.pk]

    @cached_property
    def resolutions(self):
        """What was recommended and decided about this council, by its name; by its kind where there is no other."""
        rows = Resolution.objects.visible_to(self.user).filter(engagement=self.engagement)
        about = Q(title__icontains=self.body.name)
        if not any(each != self.predecessor for each in self.relatives):
            about |= Q(title__icontains=str(self.body.get_kind_display()))
        bodies = Prefetch("body", Body.objects.visible_to(self.user))
        return list(rows.filter(about).exclude(body=self.body).newest_first().prefetch_related(bodies, "passages"))

    @cached_property
    def calls(self):
        return list(Call.objects.visible_to(self.user).filter(body=self.body))

    @cached_property
    def nominations(self):
        return list(Nomination.objects.visible_to(self.user).filter(body=self.body).in_order())

    @cached_property
    def years(self):
        rows = CouncilYear.objects.visible_to(self.user).filter(body=self.body)
        return {row.year for row in rows}

    @cached_property
    def trainings(self):
        kinds = [ActivityKind.TRAINING, ActivityKind.INPUT]
        rows = LogEntry.objects.visible_to(self.user).filter(room=self.body.room_id, kind__in=kinds)
        return list(rows.filter(title__icontains="Beirat"))

    def findings(self, key):
        return list(FINDERS[FoundingStep(key)](self))

    def known(self):
        """The steps for which everything is there, with the day it came to be: what need not be asked any more."""
        found = {}
        for key in FoundingStep:
            asked = [finding for finding in self.findings(key) if finding.is_there is not None]
            if asked and not any(finding.is_missing for finding in asked):
                found[key] = self.day_of(key)
        return found

    def day_of(self, key):
        decided = [basis.decided for basis in self.bases if basis.kind in DECIDES and basis.decided]
        days = {FoundingStep.WAY: decided[-1:], FoundingStep.FIRST: [self.body.set_up]}
        return next(iter(days.get(key, [])), "")

    def basis(self, *kinds):
        return [basis for basis in self.bases if basis.kind in kinds]

    def seats_in_words(self):
        """„7 + 5 + 3 = 15“."""
        seats = [row.group.seats for row in self.seating.rows if row.group]
        sum_ = " + ".join(str(n) for n in seats)
        return f"{sum_} = {sum(seats)}" if len(seats) > 1 else sum_


def next_of(steps):
    """The step that is to be taken: what runs, or the first still open."""
    running = [step for step in steps if step.state == StepState.RUNNING]
    return next(iter(running or [step for step in steps if not step.is_over]), None)
