"""The only place that moves a meeting from planned to held, and an agenda item from open to closed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Entry
from engagements.transitions.steps import ReasonMissing, StepRefused, not_reachable
from rooms.enums import Circle
from stakeholders.models import Body

from ..enums import ItemState, MeetingState
from ..models import AgendaItem, Meeting

MEETING_NEXT = {
    MeetingState.PLANNED: (MeetingState.INVITED, MeetingState.HELD, MeetingState.CANCELLED),
    MeetingState.INVITED: (MeetingState.HELD, MeetingState.CANCELLED),
    MeetingState.HELD: (),
    MeetingState.CANCELLED: (MeetingState.PLANNED,),
}
AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
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
    if target == MeetingState.PLANNED:
        fetch_back(meeting)
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
    """Whoever is invited reads body, meeting, agenda and papers, also if she came after they were written."""
    today = {"shared_on": timezone.localdate()}
    Meeting.objects.filter(pk=meeting.pk).update(**today)
    Body.objects.filter(pk=meeting.body_id).update(**today)
    AgendaItem.objects.filter(meeting=meeting).update(**today)
    meeting.papers.filter(circle__lt=Circle.SEALED).update(**today)


@transaction.atomic
def bring_open_items(body, *, by):
    """What stayed open comes onto the next agenda of the body, once; without a next meeting it waits for one."""
    target = Meeting.objects.ahead().filter(body=body).first()
    if target is None:
        return []
    over = Meeting.objects.filter(body=body, state__in=[MeetingState.HELD, MeetingState.CANCELLED])
    waiting = AgendaItem.objects.select_for_update(of=("self",)).filter(meeting__in=over, state=ItemState.OPEN)
    known, brought = set(target.agenda.values_list("about", flat=True)), []
    for place, item in enumerate(waiting.order_by("meeting__on", "order", "pk"), target.agenda.count() + 1):
        words = {name: getattr(item, name) for name in COPIED}
        words["about"] = "" if item.about in known else item.about  # proposed anew before it came back
        new = AgendaItem(**words, author=by, meeting=target, order=place)
        carry_item(item, new)
        brought.append(new)
    return brought


def fetch_back(meeting):
    """Planned again, a meeting has its agenda back, unless somebody has worked with it on the next one meanwhile."""
    for item in meeting.agenda.select_for_update(of=("self",)).filter(state=ItemState.CARRIED):
        copies = AgendaItem.objects.filter(came_from=item)
        if copies.exclude(state=ItemState.OPEN, version=1, meeting__state__in=AHEAD).exists():
            continue
        copies.delete()
        item.state = ItemState.OPEN
        item.save(update_fields=["state", "changed_at"])


@transaction.atomic
def carry_item(item, new):
    """Let an open item return as this new one; whether it did, for it returns once."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.state != ItemState.OPEN:
        return False
    new.came_from = item
    new.save()
    item.state = ItemState.CARRIED
    item.save(update_fields=["state", "changed_at"])
    return True


@transaction.atomic
def close_item(item, *, by, open_again=False):
    """Close an agenda item, or open it again as long as it has not returned elsewhere."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    wanted = ItemState.OPEN if open_again else ItemState.CLOSED
    if item.state == ItemState.CARRIED and item.carried_to.exists():
        raise StepRefused(_("Dieser Punkt steht schon auf einer späteren Tagesordnung."))
    item.state = wanted
    item.version += 1
    item.save(update_fields=["state", "version", "changed_at"])
    Entry.objects.record("agenda.state", item, by=by, summary=str(wanted.label))
    return item
