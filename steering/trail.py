"""The way of a thing: from its impulse over meeting, recommendation and answer to measure and state.

Each step is asked for by itself and as far as this person reads it; at something hidden the way ends, as if nothing
came before or after.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.models import LogEntry

from .enums import ResolutionKind
from .models import AgendaItem, Impulse, Measure, Meeting, Progress, Resolution


@dataclass
class Stop:
    """One step of a way: what it is, what it is called, where it is read, and what came of it."""

    label: str
    title: str
    url: str = ""
    note: str = ""
    is_here: bool = False
    below: list = field(default_factory=list)
    impulse: Impulse | None = None


class Trail:
    """The ways through one measure, resolution or meeting, in a fixed number of statements."""

    def __init__(self, user, here):
        self.user, self.here = user, here
        self.resolutions, self.measures = {}, {}
        self.find()

    def find(self):
        """Back from where we are, then forwards."""
        here, rows = self.here, []
        if isinstance(here, Measure):
            self.measures[here.pk] = here
            rows = list(self._seen(Resolution).filter(pk=here.rests_on_id))
        elif isinstance(here, Meeting):
            rows = list(self._seen(Resolution).filter(meeting=here).in_order())
        else:
            rows = [here]
        asked = [] if isinstance(here, Meeting) else [row.answers_id for row in rows if row.answers_id]
        questions = self._seen(Resolution).filter(pk__in=asked).in_order()
        self.resolutions = {row.pk: row for row in [*questions, *rows]}
        if not isinstance(here, Measure):
            keys = [row.pk for row in rows]
            answers = self._seen(Resolution).filter(answers__in=keys).in_order()
            self.resolutions |= {row.pk: row for row in answers}
            grounds = {*keys, *(row.pk for row in answers)}
            self.measures = {row.pk: row for row in self._seen(Measure).filter(rests_on__in=grounds).in_order()}

    def _seen(self, model):
        return model.objects.visible_to(self.user).filter(room=self.here.room_id)

    # --- what stands beside the steps

    @cached_property
    def meetings(self):
        keys = {row.meeting_id for row in self.resolutions.values()}
        return {row.pk: row for row in self._seen(Meeting).filter(pk__in=keys).select_related("body")}

    @cached_property
    def items(self):
        keys = {row.item_id for row in self.resolutions.values()}
        return {row.pk: row for row in self._seen(AgendaItem).filter(pk__in=keys)}

    @cached_property
    def impulses(self):
        """measure -> what it goes back to; of several measures nobody asks that."""
        if not isinstance(self.here, Measure):
            return []
        return list(self._seen(Impulse).filter(measure=self.here).order_by("pk"))

    @cached_property
    def entries(self):
        keys = [row.entry_id for row in self.impulses if row.entry_id]
        return {row.pk: row for row in self._seen(LogEntry).filter(pk__in=keys).defer("text")}

    @cached_property
    def reports(self):
        """measure -> what was reported of it last."""
        rows = self._seen(Progress).filter(measure__in=list(self.measures))
        return {row.measure_id: row for row in rows.order_by("measure_id", "-on", "-pk").distinct("measure_id")}

    # --- the steps in their order

    @cached_property
    def stops(self):
        """The ways as a tree, the oldest first; empty where there is only the thing itself."""
        if isinstance(self.here, Meeting):
            below = [self.stop_of_resolution(row) for row in self.beginnings]
            return [self.stop_of_meeting(self.here, below)] if below else []
        found = [stop for row in self.beginnings for stop in self.from_meeting(row)]
        whole = [*map(self.stop_of_impulse, self.impulses), *(found or [self.stop_of_measure(self.here)])]
        is_alone = len(whole) == 1 and whole[0].is_here and not any(stop.url for stop in whole[0].below)
        return [] if is_alone else whole

    @property
    def beginnings(self):
        """The resolutions that answer none of the others here."""
        return [row for row in self.resolutions.values() if row.answers_id not in self.resolutions]

    def from_meeting(self, row):
        meeting, stop = self.meetings.get(row.meeting_id), self.stop_of_resolution(row)
        return [self.stop_of_meeting(meeting, [stop])] if meeting else [stop]

    def stop_of_meeting(self, row, below):
        day = date_format(row.on, "d.m.Y")
        return Stop(_("Sitzung"), str(row), row.get_absolute_url(), day, row.pk == self.here.pk, below)

    def stop_of_resolution(self, row):
        answers = [each for each in self.resolutions.values() if each.answers_id == row.pk]
        measures = [each for each in self.measures.values() if each.rests_on_id == row.pk]
        item = self.items.get(row.item_id)
        facts = [row.get_outcome_display(), row.decided, item and item.title]
        if row.answers_id and row.answers_id in self.resolutions:
            label = _("Antwort")
        else:
            label = str(ResolutionKind(row.kind).label)
        below = [*map(self.stop_of_resolution, answers), *map(self.stop_of_measure, measures)]
        note = ", ".join(str(fact) for fact in facts if fact)
        return Stop(label, str(row), row.get_absolute_url(), note, row.pk == self.here.pk, below)

    def stop_of_measure(self, row):
        last = self.reports.get(row.pk)
        state = f"{row.light_sign} {row.get_state_display()}, {row.get_light_display()}"
        told = _("gemeldet am %(day)s") % {"day": date_format(last.on, "d.m.Y")} if last else ""
        below = [Stop(_("Stand"), state, "", told)] if last else []
        note = "" if last else state
        return Stop(_("Maßnahme"), str(row), row.get_absolute_url(), note, row.pk == self.here.pk, below)

    def stop_of_impulse(self, row):
        entry, label = self.entries.get(row.entry_id), str(row.get_kind_display())
        if entry is None:
            return Stop(label, row.text, impulse=row)
        return Stop(label, row.text, entry.get_absolute_url(), _("im Prozesstagebuch"), impulse=row)
