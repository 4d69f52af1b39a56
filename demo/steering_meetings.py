"""The meetings of the samples: agenda, who came, minutes with their edition for the group."""

import datetime as dt

from django.utils import timezone

from rooms.models import Release
from rooms.transitions import approve
from steering.enums import ItemState, MeetingState, Presence, ReplyKind, Way
from steering.models import AgendaItem, Attendance, Consensing, Meeting, Minutes, MinutesReply, Visit
from steering.numbering import give_number
from steering.transitions.meetings import bring_open_items
from steering.transitions.minutes import approve_minutes, send_to_review

from .house import made, on_day

BEGINS, ENDS = dt.time(17), dt.time(19)
NOTICE = dt.timedelta(days=16)
PLACE = "Rathaus (fiktiv)"


def load(part, row):
    for data in row.get("meeting", []):
        meeting = _meeting(part, data)
        part.meetings[meeting.number] = meeting
        if data.get("carries"):
            bring_open_items(meeting.body, by=part.by)
            _agenda(part, meeting, data["later"])
        if "minutes" in data:
            _minutes(part, meeting, data)
    if row.get("meeting"):
        member, last = part.house.accounts["lenkungsrunde"], part.house.today - NOTICE * 2
        Visit.objects.create(engagement=part.engagement, person=member, last_on=last)


def _meeting(part, data):
    day = on_day(data["on"])
    state = MeetingState(data.get("state", MeetingState.HELD))
    invited = None if state == MeetingState.PLANNED else day - NOTICE
    since = min(invited or part.house.today, part.house.today)
    meeting = Meeting(
        **part.shared(data, since),
        body=part.known["lenkungsrunde"],
        on=day,
        begins=BEGINS,
        ends=ENDS,
        place=PLACE,
        state=state,
        invited_on=invited,
    )
    give_number(meeting)
    meeting.save()
    _agenda(part, meeting, data["agenda"])
    _attendance(meeting, data)
    return meeting


def _agenda(part, meeting, items):
    for order, item in enumerate(items, start=meeting.agenda.count() + 1):
        _item(part, meeting, order, {"title": item, "closed": True} if isinstance(item, str) else item)


def _item(part, meeting, order, data):
    fields = part.shared(data, meeting.shared_on)
    del fields["engagement"]
    plain = {name: data[name] for name in ("title", "aim", "minutes", "presenter", "input") if name in data}
    state = ItemState.CLOSED if data.get("closed") else ItemState.OPEN
    item = made(AgendaItem, **fields, **plain, meeting=meeting, order=order, state=state)
    if "weigh" in data:
        _weigh(item, fields, data["weigh"])


def _weigh(item, fields, data):
    """A question weighed by everybody for herself; the last option leaves all as it is."""
    asked = made(Consensing, **fields, item=item, question=data["question"], way=Way.SHEET)
    options = data["options"]
    for order, text in enumerate(options, 1):
        asked.options.create(order=order, text=text, is_passive=order == len(options))


def _attendance(meeting, data):
    terms = {term.name: term for term in meeting.body.terms.all()}
    for name, presence in (("present", Presence.PRESENT), ("excused", Presence.EXCUSED)):
        for each in data.get(name, []):
            term = terms[each]
            deputy = term.deputies.first() if presence == Presence.EXCUSED else None
            made(Attendance, meeting=meeting, term=term, deputy=deputy, presence=presence)
    if "guest" in data:
        made(Attendance, meeting=meeting, guest=data["guest"])


def _minutes(part, meeting, data):
    """One text of the team; what the group reads of it was agreed by two. Older ones are approved."""
    by = part.house.accounts["beratung"]
    written = meeting.on + dt.timedelta(days=5)
    minutes = made(
        Minutes,
        id=meeting.pk,
        room=part.room,
        author=by,
        shared_on=written,
        meeting=meeting,
        text=data["minutes"].strip(),
    )
    until = on_day(data.get("review")) or written + NOTICE
    edition = approve(send_to_review(minutes, by=by, reply_by=until), by=part.by)
    for account in data.get("agreed", []):
        fields = part.shared({}, written)
        del fields["engagement"]
        member = part.house.accounts[account]
        made(MinutesReply, **fields | {"author": member}, meeting=meeting, member=member, kind=ReplyKind.AGREES)
    if "review" not in data:
        approve_minutes(minutes, by=part.by)
        Meeting.objects.filter(pk=meeting.pk).update(approved_on=until)
    noon = timezone.make_aware(dt.datetime.combine(written, dt.time(12)))
    Release.objects.filter(pk=edition.pk).update(shared_on=written, decided_at=noon)
