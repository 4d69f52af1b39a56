"""Disputed points: made questions for the group that weighs them by resistance, and what came of it."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import StepRefused
from rooms.ids import own_key
from stakeholders.seating import Seating
from steering.consensing import how_many, passive_solution, result_of
from steering.models import AgendaItem, Consensing, ConsensingOption, Meeting
from steering.preparing import Proposal, add_items
from steering.presence import voters_of

from .enums import Handling, PointState, Weighed
from .transitions.contributions import held, propose

BECOMES = {Weighed.CONTRIBUTION: Handling.TAKEN, Weighed.AS_IS: Handling.NOT}


@dataclass
class Question:
    """One disputed point as the group will read it."""

    point: object
    question: str
    options: list  # of (Weighed, text)


def meetings_for(user, whole):
    """The sittings ahead in which something can be weighed, those of the drafting group first."""
    rows = list(Meeting.objects.visible_to(user).filter(room=whole.room_id).ahead())
    drafted_by = getattr(whole, "drafted_by_id", None)
    return sorted(rows, key=lambda row: row.body_id != drafted_by)


# --- Asking the group ----------------------------------------------------------------------


def why_not(point):
    """Why a point is not weighed, in words; empty where it can be."""
    if point.is_decided:
        return _("Über diesen Punkt ist schon entschieden.")
    if point.merged_with_id:
        return _("Dieser Punkt ist mit einem anderen verbunden. Lassen Sie jenen abwägen.")
    return _("Über diesen Punkt wird schon abgewogen.") if point.is_weighed else ""


@transaction.atomic
def weigh(meeting, questions, *, title, way, by, key):
    """One item on the agenda, and on it a question for each point; sent twice it is there once."""
    made = []
    held_meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not held_meeting.is_ahead:
        raise StepRefused(_("Diese Sitzung ist nicht mehr geplant. Bitte wählen Sie eine andere."))
    about = f"strittig-{key}"
    add_items(held_meeting, [Proposal(about, title, "", minutes=5 * len(questions))], by=by)
    item = AgendaItem.objects.get(meeting=meeting, about=about)
    for n, each in enumerate(questions):
        point, own = held(each.point), own_key(key, n)
        if point.consensing_id == own:
            continue
        if words := why_not(point):
            raise StepRefused(f"{point}: {words}")
        asked = Consensing(
            pk=own, room_id=item.room_id, author=by, circle=item.circle, item=item, question=each.question, way=way
        )
        asked.save(force_insert=True)
        ConsensingOption.objects.bulk_create(
            ConsensingOption(consensing=asked, order=order, text=text, is_passive=kind == Weighed.AS_IS)
            for order, (kind, text) in enumerate(each.options, start=1)
        )
        Entry.objects.record("consensing.created", asked, by=by)
        point.consensing, point.weighed = asked, [str(kind) for kind, _text in each.options]
        point.version += 1
        point.save(update_fields=["consensing", "weighed", "version", "changed_at"])
        Entry.objects.record("point.weighed", point, by=by)
        made.append(asked)
    return item


def options_for(point):
    """What the options say before somebody words them: the draft's answer, what is meant for everybody, no change.

    What came in, and the wording proposed in it, stays with the team; the group reads what somebody writes here.
    """
    draft = point.reason if point.handling in {Handling.CHANGED, Handling.TAKEN} else ""
    return {
        Weighed.DRAFT: draft[:300],
        Weighed.CONTRIBUTION: point.public_text[:300],
        Weighed.AS_IS: passive_solution(),
    }


# --- What came of it -----------------------------------------------------------------------


@dataclass
class Weighing:
    """How the question about a point stands: how many have answered while it runs, the lines once it is counted."""

    asked: Consensing
    meeting: Meeting
    is_running: bool
    voted: int | None = None
    of: int | None = None
    lines: list = field(default_factory=list)

    @property
    def best(self):
        """The options with the least resistance: one, or several that are level."""
        return [line for line in self.lines if line.option.place == 1]


def weighing_of(user, point):
    """The question about a point as far as this person reads it; whose sheet is there nobody is told."""
    rows = Consensing.objects.visible_to(user).filter(pk=point.consensing_id).select_related("item__meeting__body")
    asked = rows.prefetch_related("options").first() if point.consensing_id else None
    if asked is None:
        return None
    meeting = asked.item.meeting
    found = Weighing(asked, meeting, point.is_weighed)
    if not asked.is_open:
        found.lines = result_of(asked)
    elif asked.by_sheet:
        body = type(meeting.body).objects.with_seats().get(pk=meeting.body_id)
        voters = voters_of(Seating(body, meeting.on), meeting.attendance.select_related("deputy"))
        found.voted, found.of = how_many(asked, voters), len(voters)
    return found


@transaction.atomic
def take_over(point, option_pk, *, by):
    """What the least resistance was against becomes the proposed handling, with its sentence of reason."""
    point = held(point)
    asked = Consensing.objects.filter(pk=point.consensing_id).select_related("item__meeting__body").first()
    if asked is None or asked.is_open:
        raise StepRefused(_("Erst wenn die Bewertung abgeschlossen ist, steht ein Ergebnis da."))
    options = list(asked.options.all())
    option = next((row for row in options if row.pk == option_pk), None)
    if option is None or option.place != 1:
        raise StepRefused(_("Übernommen wird, was den geringsten Widerstand hat."))
    return propose(point, handling=handling_for(point, options.index(option)), reason=reason_for(asked, option), by=by)


def handling_for(point, n):
    """The answer an option stands for; of the draft that which was proposed, if it changed something."""
    kind = Weighed(point.weighed[n])
    if kind in BECOMES:
        return BECOMES[kind]
    was = point.handling if point.state == PointState.PROPOSED else ""
    return Handling(was) if was in {Handling.TAKEN, Handling.CHANGED} else Handling.CHANGED


def reason_for(asked, option):
    """In the words of the group, without its numbers: this may be read by everybody."""
    words = {"body": asked.item.meeting.body, "day": f"{asked.closed_on:%d.%m.%Y}", "text": option.text}
    return _("%(body)s hat am %(day)s abgewogen. Den geringsten Widerstand gab es gegen: „%(text)s“") % words
