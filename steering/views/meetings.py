"""Meetings: planned, invited to, held; and the agenda between them."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from audit.models import Entry
from engagements.transitions.steps import StepRefused
from engagements.views.phases import engagement_or_404
from rooms.once import wait_for
from stakeholders.models import Body, Term
from stakeholders.seating import Seating

from .. import rules
from ..actions import note_attendance, plan_series, remove_item, reorder
from ..enums import ConsensingState, MeetingState
from ..forms.meetings import AgendaItemForm, AttendanceForm, CancelForm, MeetingForm, SeriesForm, bodies_for
from ..models import AgendaItem, Attendance, Consensing, Meeting
from ..numbering import give_number
from ..papers import papers_of
from ..presence import quorum_of
from ..skeleton import numbered
from ..trail import Trail
from ..transitions.meetings import MEETING_NEXT, bring_open_items, close_item, move_meeting
from ..transitions.minutes import edition_of
from .base import as_far_as, edit, row_or_404, show_form

HISTORY_LINES = 20
ASKED = {
    MeetingState.HELD: gettext_lazy("Hat die %(meeting)s stattgefunden?"),
    MeetingState.CANCELLED: gettext_lazy("%(meeting)s absagen?"),
    MeetingState.PLANNED: gettext_lazy("%(meeting)s doch wieder planen?"),
}
MOVED = {
    MeetingState.HELD: gettext_lazy("Die %(meeting)s ist gehalten. Offenes steht auf der nächsten Tagesordnung."),
    MeetingState.CANCELLED: gettext_lazy("Die %(meeting)s ist abgesagt und verschwindet aus den Kalendern."),
    MeetingState.PLANNED: gettext_lazy("Die %(meeting)s ist wieder geplant."),
}


def hub_of(engagement):
    return _("Lenkung"), reverse("steering:hub", args=[engagement.pk])


def about(meeting):
    return str(meeting), meeting.get_absolute_url()


def meeting_or_404(user, pk, rule=None):
    """A meeting with its body, seats, members and list."""
    terms = Prefetch("body__terms", Term.objects.in_order())
    lists = Prefetch("attendance", Attendance.objects.select_related("term", "deputy"))
    rows = Meeting.objects.select_related("body").prefetch_related("body__groups", terms, lists)
    return row_or_404(user, rows, pk, rule)


def meeting_create(request, pk):
    user, engagement = request.user, engagement_or_404(request.user, pk, rules.can_steer)
    first = bodies_for(user, engagement.room_id).first()
    if first is None:
        messages.info(request, _("Eine Sitzung braucht ein Gremium. Legen Sie zuerst eines an."))
        return redirect("stakeholders:body-create", engagement.room_id)
    meeting = Meeting(engagement=engagement, room_id=engagement.room_id, body=first)
    answer = edit(
        request,
        MeetingForm,
        meeting,
        title=_("Sitzung planen"),
        said=_("Die Sitzung steht. Als Nächstes: Worum soll es gehen?"),
        engagement=engagement,
        back=hub_of(engagement),
        before_saving=give_number,
    )
    if not meeting._state.adding:
        bring_open_items(meeting.body_id, by=user)
        return redirect(meeting)
    return answer


def meeting_series(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_steer)
    form = SeriesForm(posted(request), user=request.user, room_id=engagement.room_id)
    if request.method == "POST" and form.is_valid():
        made = plan_series(engagement, form.cleaned_data, by=request.user)
        words = ngettext("%(n)s Sitzung ist geplant.", "%(n)s Sitzungen sind geplant.", len(made))
        if made:
            messages.success(request, words % {"n": len(made)})
        else:
            messages.info(request, _("An diesen Tagen tagt das Gremium schon."))
        return redirect("steering:hub", engagement.pk)
    return show_form(
        request, form, title=_("Sitzungen im Rhythmus planen"), engagement=engagement, back=hub_of(engagement)
    )


def meeting_detail(request, pk):
    """One meeting: what stands on the agenda, who came, what was recorded, and what comes next."""
    user, meeting = request.user, meeting_or_404(request.user, pk)
    engagement = meeting.engagement
    seating = Seating(meeting.body, meeting.on)
    may_steer = rules.can_steer(user, engagement)
    record = getattr(meeting, "record", None) if may_steer else None
    context = {
        "meeting": meeting,
        "engagement": engagement,
        "body": Body.objects.visible_to(user).filter(pk=meeting.body_id).first(),
        "agenda": agenda_of(user, meeting),
        "seating": seating,
        "attendance": meeting.attendance.all(),
        "quorum": quorum_of(seating, meeting.attendance.all(), meeting.quorum_needed),
        "papers": papers_of(user, meeting, seating),
        "record": record,
        "edition": edition_of(meeting.pk, user=user),
        "trail": Trail(user, meeting),
        "tasks": meeting.tasks.visible_to(user),
        "steps": steps_of(meeting),
        "may_steer": may_steer,
        "is_today": meeting.on == timezone.localdate(),
        "history": Entry.objects.about(meeting)[:HISTORY_LINES] if may_steer else [],
    }
    context["waits"] = waits(context) if may_steer else {}
    return render(request, "steering/meeting_detail.html", context)


def agenda_of(user, meeting):
    """The items she reads, each with the questions weighed at it."""
    questions = Prefetch("consensing", Consensing.objects.visible_to(user), to_attr="questions")
    return numbered(AgendaItem.objects.visible_to(user).filter(meeting=meeting).in_order().prefetch_related(questions))


def steps_of(meeting):
    """Where a meeting can go from here; the invitation has a page of its own, and nobody has met tomorrow."""
    apart = {MeetingState.INVITED} if meeting.is_over else {MeetingState.INVITED, MeetingState.HELD}
    return [state for state in MEETING_NEXT[MeetingState(meeting.state)] if state not in apart]


def waits(context):
    """What is still to be done about a meeting, by name; nothing about one that was called off."""
    meeting = context["meeting"]
    found = {
        "agenda": not context["agenda"],
        "attendance": meeting.is_over and not context["quorum"].noted and bool(context["seating"].members),
        "held": meeting.is_over and meeting.is_ahead,
    }
    is_off = meeting.state == MeetingState.CANCELLED
    return {} if is_off else {name: True for name, is_so in found.items() if is_so}


def meeting_update(request, pk):
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    return edit(
        request,
        MeetingForm,
        meeting,
        title=_("%(meeting)s ändern") % {"meeting": meeting},
        said=_("Gespeichert. Die Kalender der Mitglieder ziehen nach."),
        engagement=meeting.engagement,
        back=about(meeting),
    )


def meeting_move(request, pk, state):
    """Hold, cancel or plan again."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    if state not in MeetingState.values:
        raise Http404
    # The invitation has a page of its own, on which it is written and sent.
    known = {str(each): each for each in MEETING_NEXT[MeetingState(meeting.state)] if each != MeetingState.INVITED}
    if state not in known:
        words = _("Dieser Schritt geht nicht mehr: Die Sitzung ist %(state)s.")
        messages.error(request, words % {"state": meeting.get_state_display()})
        return redirect(meeting)
    target = known[state]
    form = CancelForm(posted(request), needs_reason=target == MeetingState.CANCELLED)
    if request.method == "POST" and form.is_valid():
        try:
            move_meeting(meeting, target, by=request.user, reason=form.cleaned_data["reason"])
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, MOVED[target] % {"meeting": meeting})
            return redirect(meeting)
    return show_form(
        request, form, title=ASKED[target] % {"meeting": meeting}, engagement=meeting.engagement, back=about(meeting)
    )


def agenda_create(request, pk):
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    if request.method == "POST":  # of two at once the second gets the next number
        wait_for(meeting.pk)
    item = AgendaItem(meeting=meeting, room_id=meeting.room_id, order=meeting.agenda.count() + 1)
    said = _("Der Punkt steht auf der Tagesordnung.")
    return _agenda(request, meeting, item, _("Tagesordnungspunkt hinzufügen"), said)


def item_or_404(user, pk):
    rows = AgendaItem.objects.visible_to(user).select_related("meeting__engagement__room", "meeting__body")
    item = get_object_or_404(rows, pk=pk)
    require(rules.can_steer, user, item.meeting.engagement)
    return item


def agenda_update(request, pk):
    item = item_or_404(request.user, pk)
    return _agenda(request, item.meeting, item, _("Tagesordnungspunkt ändern"), _("Gespeichert."))


def _agenda(request, meeting, item, title, said):
    if is_fixed(request, meeting):
        return redirect(meeting)
    words = {"title": title, "said": said, "engagement": meeting.engagement}
    words |= {"initial": as_far_as(meeting)} if item._state.adding else {}
    return edit(request, AgendaItemForm, item, back=about(meeting), **words)


def is_fixed(request, meeting):
    """Whether the agenda stays as the approved minutes have it; says so."""
    if meeting.approved_on:
        messages.error(request, _("Das Protokoll ist genehmigt; die Tagesordnung bleibt, wie sie war."))
    return bool(meeting.approved_on)


def agenda_delete(request, pk):
    item = item_or_404(request.user, pk)
    meeting = item.meeting
    if is_fixed(request, meeting):
        return redirect(meeting)
    if item.consensing.filter(state=ConsensingState.CLOSED).exists():
        messages.error(request, _("Zu diesem Punkt ist schon bewertet worden; er bleibt auf der Tagesordnung."))
        return redirect(meeting)
    if request.method == "POST":
        remove_item(item, by=request.user)
        messages.success(request, _("Der Punkt steht nicht mehr auf der Tagesordnung."))
        return redirect(meeting)
    text = _("Was vertagt werden soll, lassen Sie offen: Es kommt von selbst auf die nächste Tagesordnung.")
    if item.consensing.filter(state=ConsensingState.OPEN).exists():
        text += " " + _("Was bis jetzt dazu bewertet wurde, geht mit ihm verloren.")
    context = {
        "title": _("„%(item)s“ von der Tagesordnung nehmen?") % {"item": item.title},
        "text": text,
        "button": _("Von der Tagesordnung nehmen"),
        "danger": True,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "cancel_url": meeting.get_absolute_url(),
    }
    return render(request, "steering/confirm.html", context)


@require_POST
def agenda_order(request, pk):
    """Up or down by one; close or open again."""
    item = item_or_404(request.user, pk)
    if is_fixed(request, item.meeting):
        return redirect(item.meeting)
    if request.POST.get("what") in {"up", "down"}:
        reorder(item.meeting, item, up=request.POST["what"] == "up")
    else:
        try:
            close_item(item, by=request.user, open_again=request.POST.get("what") == "open")
        except StepRefused as refused:
            messages.error(request, str(refused))
    return redirect(item)


def attendance(request, pk):
    """Who was there, checked against the members of that day."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    form = AttendanceForm(posted(request), meeting=meeting, body=meeting.body)
    if request.method == "POST" and form.is_valid():
        try:
            note_attendance(meeting, list(form.lines()), by=request.user, seen=form.cleaned_data["seen"])
        except StepRefused as refused:
            form.look_again(refused)
        else:
            messages.success(request, _("Die Anwesenheit ist eingetragen."))
            return redirect(meeting)
    return show_form(
        request,
        form,
        title=_("Wer war da?"),
        engagement=meeting.engagement,
        back=about(meeting),
        lead=form.lead,
    )
