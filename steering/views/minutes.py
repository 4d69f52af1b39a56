"""Minutes: written once by the team, read by the group without the internal passages, approved and then left alone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from audit.models import Entry
from engagements.transitions.steps import StepRefused
from rooms.cautions import cautions_about
from rooms.enums import Circle, ReleaseState
from rooms.models import Release
from rooms.once import wait_for
from rooms.releasing import propose, tell_deciders
from rooms.transitions import ReleaseRefused
from stakeholders.seating import Seating

from .. import rules
from ..enums import MinutesState, ReplyKind
from ..forms.minutes import AddendumForm, MinutesForm, ReplyForm, ReviewForm, SettleForm
from ..models import Addendum, Minutes, MinutesReply
from ..skeleton import skeleton
from ..transitions.minutes import approve_minutes, edition_of, send_to_review, take_back
from ..wording import passages
from .base import edit, show_form
from .meetings import about, meeting_or_404

FIXED = gettext_lazy("Das Protokoll liegt zur Zustimmung vor oder ist genehmigt; am Text ändert sich hier nichts.")


def record_of(user, meeting):
    """The minutes with their whole text, for those who may read them; else None."""
    return Minutes.objects.visible_to(user).filter(meeting=meeting).first()


def record_or_404(user, meeting):
    require(rules.can_steer, user, meeting.engagement)
    record = record_of(user, meeting)
    if record is None:
        raise Http404
    return record


def minutes_detail(request, pk):
    """Both readings side by side for the team; the edition for everybody else."""
    return _page(request, meeting_or_404(request.user, pk), ReplyForm(kind=ReplyKind.OBJECTS))


def _page(request, meeting, reply_form):
    user, may_steer = request.user, rules.can_steer(request.user, meeting.engagement)
    record = record_of(user, meeting) if may_steer else None
    edition = edition_of(meeting.pk, user=user)
    if record is None and edition is None:
        raise Http404
    replies = replies_to(meeting, user)
    context = {
        "meeting": meeting,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "record": record,
        "edition": edition,
        "pieces": passages(record.text) if record else [],
        "told": record.edition_text if record else "",
        "proposed": record and waiting_for(user, record),
        "public": edition_of(meeting.pk, Circle.PUBLIC, user) if record else None,
        "replies": replies,
        "mine": next((reply for reply in replies if reply.member_id == user.pk and reply.is_about(edition)), None),
        "addenda": Addendum.objects.visible_to(user).filter(meeting=meeting).select_related("author"),
        "may_steer": may_steer,
        "may_reply": rules.can_reply(user, meeting, edition) and not may_steer,
        "is_late": reply_form.is_bound and meeting.approved_on is not None,
        "reply_form": reply_form,
    }
    return render(request, "steering/minutes_detail.html", context)


def replies_to(meeting, user):
    """What the members say to the minutes, each called as the body calls her, whatever her account is called."""
    names = {term.account_id: term.name for term in Seating(meeting.body, meeting.on).holding}
    rows = list(MinutesReply.objects.visible_to(user).filter(meeting=meeting).select_related("member"))
    for row in rows:
        row.who = names.get(row.member_id, row.member.name)
    return rows


def waiting_for(user, record):
    """The edition of these minutes about which a second person has not decided yet."""
    return Release.objects.visible_to(user).about(record).filter(state=ReleaseState.PROPOSED).first()


def minutes_write(request, pk):
    """Write on; the first time half of it stands there already."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    if request.method == "POST":
        wait_for(meeting.pk)
    record = record_of(request.user, meeting)
    if record is None:
        record = Minutes(pk=meeting.pk, meeting=meeting, room_id=meeting.room_id, circle=Circle.TEAM)
        record.text = skeleton(request.user, meeting)
    elif record.state != MinutesState.DRAFT and request.method == "GET":
        messages.info(request, FIXED)
        return redirect("steering:minutes-detail", meeting.pk)
    sent = request.POST.get("text", "").replace("\r\n", "\n").strip()
    was_sent = sent and not record._state.adding and record.text.replace("\r\n", "\n").strip() == sent
    form = MinutesForm(posted(request), instance=record)
    if request.method == "POST" and not was_sent and record.state != MinutesState.DRAFT:
        form.errors  # noqa: B018 - checked first, so that the refusal comes on top
        form.add_error(None, FIXED)
    if was_sent or (request.method == "POST" and form.is_valid()):
        if not was_sent:
            form.save_by(request.user)
        messages.success(request, _("Das Protokoll ist gespeichert."))
        return redirect("steering:minutes-detail", meeting.pk)
    title = _("Protokoll der %(number)s. Sitzung") % {"number": meeting.number}
    return show_form(request, form, title=title, engagement=meeting.engagement, back=about(meeting))


def minutes_review(request, pk):
    """Give the edition to the group, once a second person has agreed."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    record = record_or_404(request.user, meeting)
    told = record.edition_text
    cautions = cautions_about(record, told, request.user)
    form = ReviewForm(posted(request), cautions=cautions, for_all=record.is_frozen)
    if request.method == "POST" and form.is_valid():
        try:
            if record.is_frozen:
                release = propose(record, to_circle=Circle.PUBLIC, by=request.user, text=told)
            else:
                release = send_to_review(record, by=request.user, reply_by=form.cleaned_data["reply_by"])
        except (StepRefused, ReleaseRefused) as refused:
            form.add_error(None, str(refused))
        else:
            tell_deciders(release, request.build_absolute_uri)
            messages.success(request, _("Die Fassung wartet auf die Zustimmung einer zweiten Person."))
            return redirect(release)
    context = {
        "form": form,
        "meeting": meeting,
        "engagement": meeting.engagement,
        "about": about(meeting),
        "pieces": passages(record.text),
        "told": told,
        "cautions": cautions,
        "for_all": record.is_frozen,
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "steering/minutes_review.html", context)


@require_POST
def minutes_approve(request, pk):
    """Approve, or take back to the desk."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    record, what = record_or_404(request.user, meeting), request.POST.get("what")
    try:
        if what == "back":
            take_back(record, by=request.user)
            messages.success(request, _("Das Protokoll liegt wieder auf dem Tisch."))
        elif what == "approve":
            approve_minutes(record, by=request.user)
            messages.success(request, _("Das Protokoll ist genehmigt. Berichtigt wird ab jetzt durch Nachträge."))
        else:
            messages.error(request, _("Dieser Schritt geht gerade nicht."))
    except (StepRefused, ReleaseRefused) as refused:
        messages.error(request, str(refused))
    return redirect(record)


@require_POST
def minutes_reply(request, pk):
    """A member agrees, or objects and says to what; her last word counts."""
    wait_for(pk)  # who approves at this moment is done, or waits and counts this objection
    user, meeting = request.user, meeting_or_404(request.user, pk)
    edition = edition_of(meeting.pk, user=user)
    if edition is None:
        raise Http404
    if meeting.approved_on:
        form = ReplyForm(request.POST, kind=ReplyKind.OBJECTS)
        form.add_error("text", _("Das Protokoll ist schon genehmigt. Was nicht stimmt, wird jetzt ein Nachtrag."))
        return _page(request, meeting, form)
    require(lambda person, row: rules.can_reply(person, row, edition), user, meeting)
    kind = ReplyKind.OBJECTS if request.POST.get("kind") == ReplyKind.OBJECTS else ReplyKind.AGREES
    mine = MinutesReply.objects.visible_to(user).filter(meeting=meeting, member=user).first()
    new = MinutesReply(meeting=meeting, member=user, room_id=meeting.room_id, author=user, circle=Circle.STEERING)
    reply = mine or new
    settled = (reply.text, reply.answer, reply.settled_on) if reply.settled_on else ("", "", None)
    reply.kind, reply.answer, reply.settled_on = kind, "", None
    form = ReplyForm(request.POST, instance=reply, kind=kind)
    if not form.is_valid():
        return _page(request, meeting, form)
    if kind == ReplyKind.AGREES:  # an objection that was settled stays, with the answer
        reply.text, reply.answer, reply.settled_on = settled
    reply.version += 1 if mine else 0
    form.save()
    Entry.objects.record("minutes.reply", meeting, by=user, summary=str(kind.label))
    objects = kind == ReplyKind.OBJECTS
    messages.success(request, _("Ihr Einwand steht beim Protokoll.") if objects else _("Danke, Sie haben zugestimmt."))
    return redirect("steering:minutes-detail", meeting.pk)


def reply_settle(request, pk):
    """Say what became of an objection; it stays visible with the answer."""
    rows = MinutesReply.objects.visible_to(request.user).select_related("meeting__engagement__room", "meeting__body")
    reply = get_object_or_404(rows, pk=pk)
    meeting = reply.meeting
    require(rules.can_steer, request.user, meeting.engagement)
    form = SettleForm(posted(request), instance=reply)
    if request.method == "POST" and form.is_valid():
        reply.settled_on = timezone.localdate()
        form.changed_data.append("settled_on")
        form.save_by(request.user)
        messages.success(request, _("Der Einwand ist erledigt."))
        return redirect("steering:minutes-detail", meeting.pk)
    title = _("Was wurde aus dem Einwand?")
    words = {"title": title, "engagement": meeting.engagement, "back": about(meeting), "lead": reply.text}
    return show_form(request, form, **words)


def addendum_create(request, pk):
    """Correct approved minutes beside them."""
    meeting = meeting_or_404(request.user, pk, rules.can_steer)
    record = record_or_404(request.user, meeting)
    if not record.is_frozen:
        messages.info(request, _("Solange das Protokoll nicht genehmigt ist, ändern Sie einfach den Text."))
        return redirect(record)
    addendum = Addendum(meeting=meeting, room_id=meeting.room_id, circle=Circle.STEERING)
    title, said = _("Nachtrag zum Protokoll"), _("Der Nachtrag steht beim Protokoll.")
    back = (str(record), record.get_absolute_url())
    return edit(request, AddendumForm, addendum, title=title, said=said, engagement=meeting.engagement, back=back)
