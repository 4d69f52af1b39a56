"""What the house already knows of a mission statement, step by step, and what the next act would be."""

from functools import cached_property

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.enums import ActivityKind
from engagements.models import LogEntry, Mandate
from stakeholders.enums import StepState
from stakeholders.models import Body
from steering.models import Measure, Resolution

from .enums import EventState, Publicness, SectionKind, VersionState
from .enums import StatementStepKey as K
from .models import AimMeasure, Event, Signatory, StatementStep, StatementVersion
from .statement_findings import FINDERS
from .transitions.statements import decides

LATEST_FORUMS = 3


class Course:
    """One mission statement as far as this person reads it; each step asks what it needs."""

    def __init__(self, user, statement):
        self.user, self.statement = user, statement
        self.engagement = statement.engagement

    def url(self, name, *args):
        return reverse(name, args=args or [self.statement.pk])

    @cached_property
    def steps(self):
        rows = StatementStep.objects.visible_to(self.user).filter(statement=self.statement)
        return sorted(rows, key=lambda step: step.number)

    @cached_property
    def here(self):
        """The step that is to be taken: what runs, or the first still open."""
        running = [step for step in self.steps if step.state == StepState.RUNNING]
        return next(iter(running or [step for step in self.steps if not step.is_over]), None)

    @cached_property
    def versions(self):
        rows = StatementVersion.objects.visible_to(self.user).filter(statement=self.statement)
        named = [Prefetch(name, Resolution.objects.visible_to(self.user)) for name in ("resolution", "recommended")]
        return list(rows.in_order().prefetch_related("sections", *named))

    @cached_property
    def standards(self):
        """The newest first, without what was dropped."""
        return [row for row in self.versions if row.is_standard and row.state != VersionState.DROPPED]

    @property
    def newest(self):
        return next(iter(self.standards), None)

    @cached_property
    def adopted(self):
        return next((row for row in self.standards if row.state == VersionState.ADOPTED), None)

    def renderings_of(self, version):
        return [row for row in self.versions if row.renders_id == version.pk]

    def lag_of(self, rendering):
        """What a wording of an older version says of itself: which one is in force, or being written."""
        facts = {"old": rendering.number}
        if self.adopted and self.adopted.number > rendering.number:
            words = _("gibt Fassung %(old)s wieder; inzwischen gilt Fassung %(new)s")
            return words % (facts | {"new": self.adopted.number})
        if self.newest and self.newest.number > rendering.number:
            words = _("gibt Fassung %(old)s wieder; inzwischen gibt es Fassung %(new)s")
            return words % (facts | {"new": self.newest.number})
        return ""

    @property
    def latest_renderings(self):
        """The last of each wording and language, with what it lags behind."""
        found = {}
        for row in self.versions:
            if not row.is_standard and row.state != VersionState.DROPPED:
                found.setdefault((row.wording, row.language), row)
        rows = list(found.values())
        for row in rows:
            row.lag = self.lag_of(row)
        return rows

    @cached_property
    def drafted_by(self):
        return Body.objects.visible_to(self.user).filter(pk=self.statement.drafted_by_id).first()

    @cached_property
    def events(self):
        """Events of this consultation that were open to people from outside, the latest first."""
        rows = Event.objects.visible_to(self.user).filter(engagement=self.engagement)
        rows = rows.exclude(publicness=Publicness.CLOSED).exclude(state=EventState.CANCELLED)
        return list(rows.latest_first()[:LATEST_FORUMS])

    @cached_property
    def forums(self):
        """What the diary says of such events."""
        rows = LogEntry.objects.visible_to(self.user).filter(
            room=self.statement.room_id, kind=ActivityKind.PUBLIC_EVENT
        )
        return list(rows.newest_first()[:LATEST_FORUMS])

    @cached_property
    def has_mandate(self):
        return Mandate.objects.visible_to(self.user).filter(engagement=self.engagement).exists()

    @cached_property
    def decisions(self):
        """Decisions of this consultation by which a version could be adopted."""
        bodies = Prefetch("body", Body.objects.visible_to(self.user))
        rows = Resolution.objects.visible_to(self.user).filter(engagement=self.engagement)
        return [row for row in rows.newest_first().prefetch_related(bodies) if decides(row)]

    @cached_property
    def aims(self):
        return aims_of(self.user, self.statement, self.adopted or self.newest)

    @cached_property
    def signatories(self):
        return list(Signatory.objects.visible_to(self.user).filter(statement=self.statement))

    @property
    def review_is_due(self):
        due = self.statement.review_due
        return due is not None and due <= timezone.localdate()

    def findings(self, key):
        return list(FINDERS[K(key)](self))

    def known(self):
        """The steps for which everything is there."""
        found = set()
        for key in K:
            asked = [finding for finding in self.findings(key) if finding.is_there is not None]
            if asked and not any(finding.is_missing for finding in asked):
                found.add(key)
        return found


class Aim:
    """One guiding aim with the measures that serve it."""

    def __init__(self, section, links):
        self.section, self.links = section, links

    @property
    def is_without(self):
        return not self.links


def aims_of(user, statement, version):
    """The aims of a version, each with its measures as far as this person reads them."""
    if version is None:
        return []
    links = list(AimMeasure.objects.filter(statement=statement))
    measures = Measure.objects.visible_to(user).filter(pk__in=[link.measure_id for link in links]).order_by("number")
    rank = {row.pk: (place, row) for place, row in enumerate(measures)}
    serving = {}
    for link in links:
        if link.measure_id in rank:
            place, link.shown = rank[link.measure_id]
            serving.setdefault(link.number, []).append((place, link))
    sections = [row for row in version.sections.all() if row.kind == SectionKind.AIM]
    return [
        Aim(row, [link for _place, link in sorted(serving.get(row.number, []), key=lambda each: each[0])])
        for row in sections
    ]
