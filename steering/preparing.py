"""What the next meeting should talk about, out of what the house knows already."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.models import Entry
from rooms.enums import Circle

from .enums import Aim, ItemState, Light, MeetingState, ResolutionKind
from .models import AgendaItem, Measure, Meeting, MinutesReply, Progress, Resolution, Task, UpdateRound
from .transitions.meetings import carry_item

LONGEST = 200
DONE = [MeetingState.HELD, MeetingState.CANCELLED]


@dataclass
class Proposal:
    """One item as it could stand on the agenda; `about` says what it is for, so that it comes on it once."""

    about: str
    title: str
    why: str
    aim: str = Aim.DISCUSSION
    minutes: int = 10
    is_wanted: bool = True
    circle: int = Circle.STEERING
    input: str = ""
    presenter: str = ""
    carried: AgendaItem | None = field(default=None, repr=False)


class Preparing:
    """Everything worth proposing to the meeting of a body, as far as this person may read it."""

    def __init__(self, user, meeting):
        self.user, self.meeting = user, meeting
        self.rows = {"engagement": meeting.engagement_id}
        earlier = Meeting.objects.visible_to(user).filter(body=meeting.body_id, on__lt=meeting.on)
        self.before = list(earlier.exclude(state=MeetingState.CANCELLED).latest_first())
        self.last_on = self.before[0].on if self.before else None

    def _seen(self, model, **where):
        return model.objects.visible_to(self.user).filter(**self.rows, **where)

    def all(self):
        """The proposals that stand on this agenda already left out; news is proposed once, to one meeting."""
        everything = [
            *self.open_items(),
            *self.objections(),
            *self.answers(),
            *self.recommendations(),
            *self.tasks(),
            *self.reports(),
            *self.measures(),
        ]
        items = AgendaItem.objects.visible_to(self.user).exclude(about="")
        here = set(items.filter(meeting=self.meeting).values_list("about", flat=True))
        told = set(items.filter(meeting__in=self.before).values_list("about", flat=True))
        news = {row.about for row in everything if row.about.startswith(("antwort-", "runde-"))}
        here |= {row.carried.about for row in everything if row.carried}  # they come back by themselves
        return [row for row in everything if row.about not in here and not (row.about in news and row.about in told)]

    def open_items(self):
        """What stayed open in an earlier meeting and has come onto no other agenda."""
        rows = AgendaItem.objects.visible_to(self.user).filter(meeting__in=self.before, state=ItemState.OPEN)
        over = Q(meeting__state__in=DONE) | Q(meeting__on__lt=timezone.localdate())
        for item in rows.filter(over).select_related("meeting").order_by("meeting__on", "order", "pk"):
            why = _("offen seit der %(number)s. Sitzung") % {"number": item.meeting.number}
            words = {"aim": item.aim, "minutes": item.minutes or 10, "circle": item.circle, "carried": item}
            yield Proposal(f"punkt-{item.pk}", item.title, why, input=item.input, presenter=item.presenter, **words)

    def objections(self):
        """Objections to minutes nobody has spoken about."""
        rows = MinutesReply.objects.visible_to(self.user).open_objections().filter(meeting__in=self.before)
        counted = {}
        for reply in rows:
            counted.setdefault(reply.meeting_id, []).append(reply)
        for meeting in self.before:
            if found := counted.get(meeting.pk):
                title = _("Protokoll der %(number)s. Sitzung") % {"number": meeting.number}
                why = ngettext("ein Einwand ist offen", "%(n)s Einwände sind offen", len(found)) % {"n": len(found)}
                circle = max(row.circle for row in found)
                yield Proposal(f"protokoll-{meeting.pk}", title, why, minutes=5, circle=circle)

    def answers(self):
        """What council or head of administration has answered since the last meeting."""
        rows = self._seen(Resolution, kind=ResolutionKind.DECISION, answers__isnull=False)
        if self.last_on:
            rows = rows.filter(created_at__date__gte=self.last_on)
        for row in rows.select_related("answers").in_order():
            title = _("Antwort: %(row)s") % {"row": row}
            why = str(row.get_outcome_display())
            yield Proposal(f"antwort-{row.pk}", title[:LONGEST], why, Aim.INFORMATION, 5, circle=row.circle)

    def recommendations(self):
        """Recommendations without an answer whose day has passed."""
        for row in self._seen(Resolution).overdue(self.meeting.on).order_by("due", "number"):
            title, day = _("Noch ohne Antwort: %(row)s") % {"row": row}, f"{row.due:%d.%m.%Y}"
            why = _("Antwort erbeten bis %(day)s") % {"day": day}
            yield Proposal(f"empfehlung-{row.pk}", title[:LONGEST], why, minutes=5, circle=row.circle)

    def tasks(self):
        """All that is overdue, as one item; what the group does not read stays apart."""
        rows = list(self._seen(Task, due__lt=self.meeting.on, circle__lte=self.meeting.told_to_all).open())
        if rows:
            why = ngettext("eine Aufgabe ist überfällig", "%(n)s Aufgaben sind überfällig", len(rows))
            lines = "\n".join(f"- {row.text} ({row.who}, {row.due:%d.%m.%Y})" for row in rows)
            circle = max(row.circle for row in rows)
            words = {"minutes": 5, "circle": circle, "input": lines}
            yield Proposal("aufgaben", _("Überfällige Aufgaben"), why % {"n": len(rows)}, **words)

    def reports(self):
        """What came in with the last update round."""
        last = self._seen(UpdateRound, circle__lte=self.meeting.told_to_all).first()
        if last is None:
            return
        n = Progress.objects.visible_to(self.user).filter(round=last, circle__lte=self.meeting.told_to_all).count()
        if n:
            why = ngettext("eine neue Meldung", "%(n)s neue Meldungen", n) % {"n": n}
            title = _("Stand der Maßnahmen: %(round)s") % {"round": last}
            yield Proposal(f"runde-{last.pk}", title, why, Aim.INFORMATION, circle=last.circle)

    def measures(self):
        """Measures that are late or whose light says so; a yellow one in time is offered, not ticked."""
        today = self.meeting.on
        for row in self._seen(Measure).needing_attention(today).in_order():
            is_late = row.period_until is not None and row.period_until < today
            light = Light(row.light)
            parts = [_("überfällig")] if is_late else []
            parts += [f"{light.sign} {light.label}"] if light.needs_reason else []
            parts += [row.light_reason] if row.light_reason else []
            wanted = is_late or light == Light.RED
            words = {"is_wanted": wanted, "circle": row.circle, "presenter": row.owner}
            yield Proposal(f"massnahme-{row.pk}", str(row)[:LONGEST], ", ".join(parts), **words)


@transaction.atomic
def add_items(meeting, chosen, *, by):
    """Put proposals onto the agenda; of two who do it at once the second finds them there."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    known = set(there := AgendaItem.objects.filter(meeting=meeting).values_list("about", flat=True))
    made = []
    for proposal in chosen:
        if proposal.about in known:
            continue
        was_about = proposal.carried.about if proposal.carried else ""
        item = AgendaItem(
            meeting=meeting,
            room_id=meeting.room_id,
            author=by,
            circle=max(Circle.STEERING, meeting.circle, proposal.circle),
            order=len(there) + len(made) + 1,
            title=proposal.title,
            aim=proposal.aim,
            minutes=proposal.minutes,
            presenter=proposal.presenter[:160],
            input=proposal.input,
            about=was_about if was_about not in known | {""} else proposal.about,
        )
        if proposal.carried is None:
            item.save()
        elif not carry_item(proposal.carried, item):
            continue
        made.append(item)
        known.add(item.about)
        Entry.objects.record("agenda.created", item, by=by)
    return made
