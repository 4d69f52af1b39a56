"""Holding a meeting on screen: who is there, one item after the other, and half of the minutes at the end."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import posted
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from rooms.kept import kept
from rooms.once import Once, wait_for
from stakeholders.seating import Seating

from .. import rules
from ..actions import finish_meeting, note_attendance
from ..enums import ItemState, MeetingState, ResolutionKind
from ..forms.holding import HeldResultForm, HeldTaskForm, NoteForm
from ..forms.meetings import AttendanceForm
from ..holding import Course
from ..models import Consensing, Minutes, Note, Resolution, Task
from ..numbering import give_number
from ..presence import quorum_of
from ..transitions.meetings import close_item
from ..wording import passages, without_internal
from .meetings import about, item_or_404, meeting_or_404

STATES = {"close": ItemState.CLOSED, "carry": ItemState.OPEN}


def refused_to_hold(request, meeting):
    """Why a meeting cannot be held on screen now, in words; empty where it can."""
    if meeting.state == MeetingState.CANCELLED:
        return _("Diese Sitzung ist abgesagt.")
    if not meeting.is_over:
        return _("Die Sitzung ist erst am %(day)s.") % {"day": f"{meeting.on:%d.%m.%Y}"}
    if meeting.approved_on:
        return _("Das Protokoll ist genehmigt; an dieser Sitzung ändert sich nichts mehr.")
    return ""


def hold(request, pk):
    """The beginning: who is there, and whether that is enough."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    if words := refused_to_hold(request, meeting):
        messages.info(request, words)
        return redirect(meeting)
    course = Course(request.user, meeting)
    form = AttendanceForm(posted(request), meeting=meeting, body=meeting.body)
    if request.method == "POST" and form.is_valid():
        try:
            note_attendance(meeting, list(form.lines()), by=request.user, seen=form.cleaned_data["seen"])
        except StepRefused as refused:
            form.look_again(refused)
        else:
            return redirect("steering:hold", meeting.pk)
    seating = Seating(meeting.body, meeting.on)
    context = {
        "meeting": meeting,
        "engagement": meeting.engagement,
        "course": course,
        "form": form,
        "quorum": quorum_of(seating, meeting.attendance.all(), meeting.quorum_needed),
        "first": course.at(0),
    }
    return render(request, "steering/hold.html", context)


def hold_item(request, pk):
    """One item in large type; every button keeps what was typed in any part of the page."""
    user, item = request.user, item_or_404(request.user, pk)
    meeting = meeting_or_404(user, item.meeting_id, rules.can_steer)
    course = Course(user, meeting)
    place = course.place_of(item)
    words = refused_to_hold(request, meeting)
    if place is None:
        words = _("Diesen Punkt lesen nicht alle, die in der Sitzung sind; er kommt nicht an die Wand.")
    if words and (answer := kept(request, words, 409)):
        return answer
    if words:
        messages.info(request, words)
        return redirect(meeting)
    captured = Captured(request, item, meeting)
    if request.method == "POST" and captured.is_valid():
        captured.save()
        return onward(request, course, place, item)
    context = {
        "meeting": meeting,
        "engagement": meeting.engagement,
        "slot": course.slots[place],
        "item": item,
        "place": place + 1,
        "course": course,
        "before": course.at(place - 1) if place else None,
        "after": course.at(place + 1),
        "now": timezone.localtime(),
        "captured": captured,
        "cancel_url": meeting.get_absolute_url(),
        "is_wall": "beamer" in request.GET,
        **said_at(user, item),
    }
    return render(request, "steering/hold_item.html", context, status=captured.status)


def said_at(user, item):
    """What was recommended, given out and weighed at an item, as far as the hall may read it."""
    told = {"item": item, "circle__lte": item.meeting.told_to_all}
    return {
        "resolutions": list(Resolution.objects.visible_to(user).filter(**told).in_order()),
        "tasks": list(Task.objects.visible_to(user).filter(**told)),
        "questions": list(Consensing.objects.visible_to(user).filter(**told)),
    }


def onward(request, course, place, item):
    """Close or carry over where that was pressed, and on to the next item."""
    what = request.POST.get("what", "stay")
    if what in STATES and item.state != STATES[what]:
        try:
            close_item(item, by=request.user, open_again=what == "carry")
        except StepRefused as refused:
            messages.error(request, str(refused))
    if what in {"stay", ""}:
        return redirect("steering:hold-item", item.pk)
    following = course.at(place + 1)
    return (
        redirect("steering:hold-item", following.pk) if following else redirect("steering:hold-end", course.meeting.pk)
    )


class Captured:
    """The three parts of the page of an item: the note, a result, a task; empty parts make nothing."""

    def __init__(self, request, item, meeting):
        self.request, self.item, self.data = request, item, posted(request)
        if self.data is not None:
            wait_for(item.pk)
        shared = {"engagement": meeting.engagement, "room_id": item.room_id, "meeting": meeting, "item": item}
        self.note = self._note(item)
        body, kind = meeting.body, ResolutionKind.of(meeting.body)
        day, self.is_decision = f"{meeting.on:%d.%m.%Y}", kind == ResolutionKind.DECISION
        resolution = Resolution(
            **shared, title=item.title, kind=kind, outcome=kind.first_outcome, body=body, decided=day
        )
        self.sendings = {}
        self.key = Once(request).sent
        self.result = self._part(HeldResultForm, resolution, "ergebnis")
        self.task = self._part(HeldTaskForm, Task(**shared), "aufgabe")

    def _note(self, item):
        note = Note.objects.visible_to(self.request.user).filter(item=item).first()
        note = note or Note(item=item, room_id=item.room_id, circle=Circle.TEAM)
        self.noted = note.text
        self.typed = self.noted if self.data is None else self.data.get("notiz-text", "")
        return NoteForm(None if self.is_noted else self.data, instance=note, prefix="notiz")

    def _part(self, form_class, row, prefix):
        form = form_class(self.data, instance=row, prefix=prefix)
        if self.data is None or not form.is_filled:
            return form_class(instance=row, prefix=prefix)
        self.sendings[prefix] = Once(self.request, row)
        return self.sendings[prefix].mark(form)

    @property
    def was_sent(self):
        """Whether the very same page has arrived already."""
        return any(once.twin for once in self.sendings.values())

    @property
    def is_noted(self):
        """Whether the note says already what was sent."""
        noted, typed = (text.replace("\r\n", "\n").strip() for text in (self.noted, self.typed))
        return noted == typed

    @property
    def status(self):
        return 409 if any(once.before for once in self.sendings.values()) else 200

    def is_valid(self):
        """Every part that has something in it; what is refused stands there with what was typed."""
        if self.was_sent:
            return True
        parts = [form for form in (self.result, self.task, self.note) if form.is_bound]
        return all([form.is_valid() for form in parts])  # noqa: C419 - all of them say what is wrong

    @transaction.atomic
    def save(self):
        if self.was_sent:
            return
        if self.note.is_bound:
            self.note.save_by(self.request.user)
        if self.result.is_bound:
            give_number(self.result.instance)
            self.result.save_by(self.request.user)
        if self.task.is_bound:
            self.task.save_by(self.request.user)

    @property
    def told(self):
        """What the hall may read of the note."""
        return without_internal(self.noted)

    @property
    def has_internal(self):
        """Whether what is stored or what was typed has passages the hall may not read."""
        return any(inside for text in (self.noted, self.typed) for inside, _piece in passages(text))


def hold_end(request, pk):
    """The end: what came of it; the minutes are half written and wait until the wall is dark, they tell internals."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    if words := refused_to_hold(request, meeting):
        messages.info(request, words)
        return redirect(meeting)
    if request.method == "POST":
        try:
            minutes = finish_meeting(meeting, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
            return redirect(meeting)
        if minutes:
            messages.success(
                request, _("Die Sitzung ist gehalten. Im Protokoll steht schon, was Sie festgehalten haben.")
            )
        return redirect("steering:hold-end", meeting.pk)
    told = {"meeting": meeting, "circle__lte": meeting.told_to_all}
    context = {
        "meeting": meeting,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "course": Course(request.user, meeting),
        "resolutions": Resolution.objects.visible_to(request.user).filter(**told).in_order(),
        "tasks": Task.objects.visible_to(request.user).filter(**told),
        "has_minutes": Minutes.objects.visible_to(request.user).filter(meeting=meeting).exists(),
    }
    return render(request, "steering/hold_end.html", context)
