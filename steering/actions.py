"""What happens to several rows at once: a series of meetings, an attendance list, an invitation."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from rooms.once import wait_for
from stakeholders.models import Body
from stakeholders.seating import Seating

from .council_words import FIRST_AGENDA
from .enums import ItemState, MeetingState, ResolutionKind
from .models import AgendaItem, Attendance, Meeting, Minutes, Resolution
from .numbering import give_number
from .presence import stamp_of
from .rhythm import in_rhythm
from .skeleton import skeleton
from .transitions.meetings import bring_open_items, move_meeting


@transaction.atomic
def plan_series(engagement, data, *, by):
    """Plan several meetings of one body in a rhythm; returns them, the first first.

    A day on which the body meets already is left out: a form sent twice plans nothing twice.
    """
    wait_for(data["body"].pk)
    taken = set(data["body"].meetings.exclude(state=MeetingState.CANCELLED).values_list("on", flat=True))
    made = []
    for day in in_rhythm(data["first"], data["every"], data["count"]):
        if day in taken:
            continue
        meeting = Meeting(
            engagement=engagement,
            room_id=engagement.room_id,
            author=by,
            circle=max(Circle.STEERING, data["body"].circle),
            body=data["body"],
            on=day,
            begins=data["begins"],
            ends=data["ends"],
            place=data["place"],
        )
        give_number(meeting)
        meeting.save()
        made.append(meeting)
        Entry.objects.record("meeting.created", meeting, by=by)
    bring_open_items(data["body"], by=by)
    return made


@transaction.atomic
def tell_question(decision, *, by):
    """What came of a recommendation stands there, too, where those who read it also read the decision."""
    if decision.kind != ResolutionKind.DECISION or decision.answers_id is None:
        return
    question = Resolution.objects.select_for_update(of=("self",)).filter(pk=decision.answers_id).first()
    if question and decision.circle <= question.circle and decision.outcome != question.outcome:
        question.outcome = decision.outcome
        question.version += 1
        question.save(update_fields=["outcome", "version", "changed_at"])
        told = str(decision.get_outcome_display())
        Entry.objects.record("resolution.answered", question, by=by, summary=told)


@transaction.atomic
def note_attendance(meeting, lines, *, by, seen=None):
    """Replace the attendance list of a meeting; who saw another list (`seen`) is asked to look again.

    Whose seat is not there any more stays in it: she was there, whatever became of her seat.
    """
    held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if seen is not None and seen != stamp_of(held):
        raise StepRefused(_("Inzwischen hat jemand anderes die Liste geändert. Bitte vergleichen Sie noch einmal."))
    seats = {line.term_id for line in lines if line.term_id}
    meeting.attendance.filter(Q(term__in=seats) | ~Q(guest="")).delete()
    Attendance.objects.bulk_create(lines)
    # What it takes is kept: seats that are added later do not change what was decided.
    held.quorum_needed = Seating(Body.objects.with_seats().get(pk=held.body_id), held.on).quorum
    held.save(update_fields=["quorum_needed", "changed_at"])
    Entry.objects.record("meeting.attendance", meeting, by=by)


@transaction.atomic
def reorder(meeting, item, up):
    """Move one item of an agenda a place up or down."""
    items = held_agenda(meeting)
    keys = [each.pk for each in items]
    here = keys.index(item.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    renumber(items)


def held_agenda(meeting):
    return list(AgendaItem.objects.select_for_update(of=("self",)).filter(meeting=meeting).order_by("order", "pk"))


@transaction.atomic
def remove_item(item, *, by):
    """Take an item off its agenda; those below it move up."""
    items = held_agenda(item.meeting)
    Entry.objects.record("agenda.deleted", item, by=by)
    if item.came_from_id:  # it returns no more; where it came from it can be opened again
        AgendaItem.objects.filter(pk=item.came_from_id).update(state=ItemState.CLOSED)
    key = item.pk
    item.delete()
    renumber([each for each in items if each.pk != key])


def renumber(items):
    for place, each in enumerate(items, 1):
        if each.order != place:
            each.order = place
            each.save(update_fields=["order", "changed_at"])


@transaction.atomic
def finish_meeting(meeting, *, by):
    """The meeting was held: what was captured becomes the draft of its minutes, unless somebody has begun them."""
    wait_for(meeting.pk)
    if meeting.is_ahead:
        meeting = move_meeting(meeting, MeetingState.HELD, by=by)
    text = skeleton(by, meeting)
    if not text or Minutes.objects.filter(meeting=meeting).exists():
        return None
    room = {"room_id": meeting.room_id, "circle": Circle.TEAM, "author": by}
    minutes = Minutes.objects.create(pk=meeting.pk, meeting=meeting, text=text, **room)
    Entry.objects.record("minutes.created", minutes, by=by)
    return minutes


@transaction.atomic
def first_sitting(meeting, data, *, by):
    """Plan the first sitting of a council, with the agenda first sittings have."""
    for name in ("on", "begins", "ends", "place"):
        setattr(meeting, name, data[name])
    give_number(meeting)
    meeting.save()
    for order, (title, aim) in enumerate(FIRST_AGENDA, 1):
        AgendaItem.objects.create(
            room_id=meeting.room_id,
            circle=meeting.circle,
            author=by,
            meeting=meeting,
            order=order,
            title=title,
            aim=aim,
        )
    Entry.objects.record("meeting.created", meeting, by=by)
    bring_open_items(meeting.body, by=by)
    return meeting


@transaction.atomic
def take_seats(before, body, *, by):
    """The seat plan of an earlier body as the first draft of a new one; sent twice, it stands there once."""
    wait_for(body.pk)
    if body.groups.exists():
        return
    for group in before.groups.all():
        group.pk, group.body = None, body
        group._state.adding = True
        group.save()
    Entry.objects.record("body.seats_taken", body, by=by)
