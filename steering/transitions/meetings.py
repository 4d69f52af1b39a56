"""The only place that moves a meeting from planned to held, and an agenda item from open to closed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable
from stakeholders.models import Body

from ..enums import ItemState, MeetingState
from ..models import AgendaItem, Meeting

MEETING_NEXT = {
    MeetingState.PLANNED: (MeetingState.INVITED, MeetingState.HELD, MeetingState.CANCELLED),
    MeetingState.INVITED: (MeetingState.HELD, MeetingState.CANCELLED),
    MeetingState.HELD: (),
    MeetingState.CANCELLED: (MeetingState.PLANNED,),
}
COPIED = ("title", "aim", "minutes", "presenter", "input", "circle", "room_id")


class TooEarly(StepRefused):
    """Nobody has met yet."""

    def __init__(self, day):
        super().__init__(_("Die Sitzung ist erst am %(day)s.") % {"day": f"{day:%d.%m.%Y}"})


@transaction.atomic
def move_meeting(meeting, target, *, by, reason=""):
    """Take the step; a cancelled meeting says why, a held one hands what stayed open to the next."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    source, target, reason = MeetingState(meeting.state), MeetingState(target), reason.strip()
    if target not in MEETING_NEXT[source]:
        raise StepRefused(not_reachable(source, target))
    if target == MeetingState.HELD and not meeting.is_over:
        raise TooEarly(meeting.on)
    if target == MeetingState.CANCELLED and not reason:
        raise ReasonMissing
    meeting.state = target
    meeting.cancelled_why = reason if target == MeetingState.CANCELLED else ""
    if target == MeetingState.INVITED:
        meeting.invited_on = timezone.localdate()
    meeting.sequence += 1
    meeting.version += 1
    fields = ["state", "cancelled_why", "invited_on", "sequence", "version", "changed_at"]
    meeting.save(update_fields=fields)
    if target == MeetingState.INVITED:
        share_anew(meeting)
    Entry.objects.record("meeting.state", meeting, by=by, summary=f"{source.label} → {target.label}")
    if target in {MeetingState.HELD, MeetingState.CANCELLED}:
        bring_open_items(meeting.body_id, by=by)
    return meeting


@transaction.atomic
def invite(meeting, *, by, reason=""):
    """The step to „eingeladen“; once taken, only what has come onto the agenda since is shared anew."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not meeting.is_ahead or meeting.on < timezone.localdate():
        raise StepRefused(_("Diese Sitzung ist vorbei oder abgesagt; einladen lässt sich nicht mehr."))
    if meeting.state == MeetingState.PLANNED:
        return move_meeting(meeting, MeetingState.INVITED, by=by, reason=reason)
    meeting.version += 1
    meeting.save(update_fields=["version", "changed_at"])
    share_anew(meeting)
    return meeting


def share_anew(meeting):
    """Whoever is invited reads body, meeting and agenda, also if she came after they were written."""
    today = {"shared_on": timezone.localdate()}
    Meeting.objects.filter(pk=meeting.pk).update(**today)
    Body.objects.filter(pk=meeting.body_id).update(**today)
    AgendaItem.objects.filter(meeting=meeting).update(**today)


@transaction.atomic
def bring_open_items(body, *, by):
    """What stayed open comes onto the next agenda of the body, once; without a next meeting it waits for one."""
    target = Meeting.objects.ahead().filter(body=body).first()
    if target is None:
        return []
    over = Meeting.objects.filter(body=body, state__in=[MeetingState.HELD, MeetingState.CANCELLED])
    waiting = AgendaItem.objects.select_for_update(of=("self",)).filter(meeting__in=over, state=ItemState.OPEN)
    brought = []
    for place, item in enumerate(waiting.order_by("meeting__on", "order", "pk"), target.agenda.count() + 1):
        words = {name: getattr(item, name) for name in COPIED}
        brought.append(AgendaItem.objects.create(**words, author=by, meeting=target, order=place, came_from=item))
        item.state = ItemState.CARRIED
        item.save(update_fields=["state", "changed_at"])
    return brought


@transaction.atomic
def close_item(item, *, by, open_again=False):
    """Close an agenda item, or open it again as long as it has not returned elsewhere."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    wanted = ItemState.OPEN if open_again else ItemState.CLOSED
    if item.state == ItemState.CARRIED:
        raise StepRefused(_("Dieser Punkt steht schon auf einer späteren Tagesordnung."))
    item.state = wanted
    item.version += 1
    item.save(update_fields=["state", "version", "changed_at"])
    Entry.objects.record("agenda.state", item, by=by, summary=str(wanted.label))
    return item
