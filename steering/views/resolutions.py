"""Recommendations and decisions: worded, numbered, answered; and the tasks between them."""

import uuid

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import posted
from audit.models import Entry
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle
from rooms.once import Once
from stakeholders.models import Body
from stakeholders.seating import Seating

from .. import rules
from ..actions import tell_question
from ..council_words import recommendation
from ..enums import Outcome, ResolutionKind
from ..forms.resolutions import PassageForm, ResolutionForm
from ..models import AgendaItem, Meeting, Passage, Resolution
from ..numbering import give_number
from ..trail import Trail
from .base import as_far_as, edit, row_or_404, show_form
from .meetings import hub_of


def key_in(asked, name):
    """The key that stands in an address under this name, or None."""
    try:
        return uuid.UUID(asked.get(name, ""))
    except ValueError:
        return None


def from_address(request, row):
    """The meeting and the item the form was opened from, as far as the person sees them."""
    user, asked = request.user, request.GET
    item = AgendaItem.objects.visible_to(user).filter(pk=key_in(asked, "top")).select_related("meeting__body").first()
    meeting = Meeting.objects.visible_to(user).filter(pk=key_in(asked, "sitzung")).select_related("body").first()
    meeting = item.meeting if item else meeting
    if meeting and meeting.engagement_id == row.engagement_id:
        row.meeting, row.item = meeting, item
    bodies = Body.objects.visible_to(user).filter(room=row.room_id, pk=key_in(asked, "beirat")).with_seats()
    council = bodies.first()
    if council and council.circle <= Circle.STEERING:  # what stays further inside is not copied to where others read
        row.title, row.wording = recommendation(Seating(council))
    return row


def resolution_list(request, pk):
    """Everything recommended and decided, what waits for an answer first."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    rows = Resolution.objects.visible_to(user).filter(engagement=engagement)
    bodies = Prefetch("body", Body.objects.visible_to(user))
    context = {
        "engagement": engagement,
        "about": hub_of(engagement),
        "waiting": list(rows.unanswered().order_by("due", "number").prefetch_related(bodies)),
        "kinds": [(kind, list(rows.filter(kind=kind).in_order().prefetch_related(bodies))) for kind in ResolutionKind],
        "may_plan": rules.can_plan(user, engagement),
    }
    return render(request, "steering/resolution_list.html", context)


def resolution_or_404(user, pk, rule=None):
    bodies = Prefetch("body", Body.objects.visible_to(user))
    return row_or_404(user, Resolution.objects.prefetch_related(bodies), pk, rule)


def resolution_detail(request, pk):
    """One result with the way that led here and where it led: the chain stops at the wall of the reader."""
    user, row = request.user, resolution_or_404(request.user, pk)
    known = Resolution.objects.visible_to(user)
    context = {
        "row": row,
        "engagement": row.engagement,
        "about": (_("Empfehlungen und Beschlüsse"), row.list_url),
        "answers": known.filter(answers=row).in_order(),
        "trail": Trail(user, row),
        "passages": row.passages.all(),
        "may_plan": rules.can_plan(user, row.engagement),
    }
    return render(request, "steering/resolution_detail.html", context)


def resolution_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    row = Resolution(engagement=engagement, room_id=engagement.room_id, kind=ResolutionKind.RECOMMENDATION)
    row = from_address(request, row)
    if row.meeting:
        row.body = row.meeting.body
        row.decided = f"{row.meeting.on:%d.%m.%Y}"
    title, said = _("Empfehlung oder Beschluss eintragen"), _("Eingetragen, mit Nummer.")
    back = (str(row.meeting), row.meeting.get_absolute_url()) if row.meeting else hub_of(engagement)
    return edit(
        request,
        ResolutionForm,
        row,
        title=title,
        said=said,
        engagement=engagement,
        back=back,
        before_saving=give_number,
        after_saving=tell_question,
        initial=as_far_as(row.meeting, row.item),
    )


def resolution_update(request, pk):
    row = resolution_or_404(request.user, pk, rules.can_plan)
    words = {"title": _("%(row)s ändern") % {"row": row}, "said": _("Gespeichert."), "engagement": row.engagement}
    back = (str(row), row.get_absolute_url())
    return edit(request, ResolutionForm, row, back=back, after_saving=tell_question, **words)


def resolution_answer(request, pk):
    """What council or head of administration made of a recommendation, as a decision with its own number."""
    question = resolution_or_404(request.user, pk, rules.can_plan)
    engagement = question.engagement
    row = Resolution(engagement=engagement, room_id=engagement.room_id, kind=ResolutionKind.DECISION, answers=question)
    row.outcome = Outcome.ADOPTED
    if question.circle <= Circle.STEERING:  # what stays further inside is not copied to where others read
        row.title, row.wording, row.organ = question.title, question.wording, question.addressee
    return edit(
        request,
        ResolutionForm,
        row,
        title=_("Antwort auf %(sign)s eintragen") % {"sign": question.sign},
        said=_("Die Antwort steht bei der Empfehlung."),
        engagement=engagement,
        back=(str(question), question.get_absolute_url()),
        before_saving=give_number,
        after_saving=tell_question,
        initial=as_far_as(question),
    )


def passage_create(request, pk):
    """One more stop on the way through the bodies of the town."""
    row = resolution_or_404(request.user, pk, rules.can_plan)
    once = Once(request)
    form = PassageForm(posted(request), instance=Passage(pk=once.number, resolution=row))
    once.meet_part(form, row.passages, row.get_absolute_url())
    if once.twin:
        return redirect(row)
    once.mark(form)
    if request.method == "POST" and form.is_valid():
        form.save()
        Entry.objects.record("resolution.passage", row, by=request.user)
        messages.success(request, _("Die Station steht auf dem Weg."))
        return redirect(row)
    back = (str(row), row.get_absolute_url())
    title, status = _("Station eintragen"), once.status
    return show_form(request, form, title=title, engagement=row.engagement, back=back, status=status)
