"""Who is asked to sit in a council, in confidence, until the seats are filled."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from engagements.transitions.steps import StepRefused
from rooms.enums import Circle
from rooms.once import Once
from rooms.reach import reach_of
from stakeholders.enums import NominationState
from stakeholders.models import Call, Nomination
from stakeholders.models.founding import NOMINATION_DAYS
from stakeholders.seating import Seating

from .. import rules
from ..actions import first_sitting
from ..council_words import call_for
from ..forms.council import CallForm, FillForm, FirstSittingForm, NominationForm
from ..models import Meeting
from ..transitions.council import NOMINATION_NEXT, fill, move_nomination
from .base import edit, show_form
from .council import body_to_keep, way_of


def people_of(body):
    return _("Ansprache"), reverse("steering:nominations", args=[body.pk])


def call_create(request, pk):
    """The call as a draft: what the council is for and which seats are free stand in it already."""
    body = body_to_keep(request.user, pk)
    call = Call(body=body, room_id=body.room_id, circle=max(Circle.CLIENT, body.circle))
    call.wording = call_for(Seating(body))
    return edit(
        request,
        CallForm,
        call,
        title=_("Aufruf entwerfen"),
        said=_("Der Aufruf steht. Bekannt ist er, wenn sein Tag eingetragen ist."),
        engagement=body.room.engagement,
        back=way_of(body),
    )


def call_update(request, pk):
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=pk)
    body = call.body = body_to_keep(request.user, call.body_id)
    title, engagement = _("Aufruf ändern"), body.room.engagement
    return edit(request, CallForm, call, title=title, said=_("Gespeichert."), engagement=engagement, back=way_of(body))


def nominations(request, pk):
    """Everybody who is thought of, seat group by seat group, with the next word to be had."""
    user, body = request.user, body_to_keep(request.user, pk)
    rows = list(Nomination.objects.visible_to(user).filter(body=body).in_order().with_day_to_go())
    groups = {}
    for row in rows:
        steps = [(state, state.label) for state in NOMINATION_NEXT[NominationState(row.state)]]
        groups.setdefault(row.group, []).append((row, steps))
    context = {
        "body": body,
        "engagement": body.room.engagement,
        "about": way_of(body),
        "groups": list(groups.items()),
        "willing": sum(row.state == NominationState.WILLING for row in rows),
        "seating": Seating(body),
        "days": NOMINATION_DAYS,
    }
    return render(request, "steering/nominations.html", context)


def nomination_create(request, pk):
    body = body_to_keep(request.user, pk)
    is_team = body.room_id in reach_of(request.user).team_rooms
    row = Nomination(body=body, room_id=body.room_id, circle=Circle.TEAM if is_team else Circle.CLIENT)
    title, said = _("Wen sprechen Sie an?"), _("Vorgemerkt.")
    engagement, back = body.room.engagement, people_of(body)
    return edit(request, NominationForm, row, title=title, said=said, engagement=engagement, back=back)


def nomination_to_keep(user, pk):
    row = get_object_or_404(Nomination.objects.visible_to(user).select_related("group"), pk=pk)
    row.body = body_to_keep(user, row.body_id)
    return row


def nomination_update(request, pk):
    row = nomination_to_keep(request.user, pk)
    title, engagement = _("„%(name)s“ ändern") % {"name": row}, row.body.room.engagement
    back = people_of(row.body)
    return edit(request, NominationForm, row, title=title, said=_("Gespeichert."), engagement=engagement, back=back)


@require_POST
def nomination_move(request, pk, state):
    row = nomination_to_keep(request.user, pk)
    if state not in NominationState:
        raise Http404
    try:
        move_nomination(row, state, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("„%(name)s“: %(state)s.") % {"name": row, "state": NominationState(state).label})
    return redirect(row)


def council_fill(request, pk):
    """Several take their seats by one decision; more than there are seats cannot."""
    user, body = request.user, body_to_keep(request.user, pk)
    willing = Nomination.objects.visible_to(user).filter(body=body, state=NominationState.WILLING).in_order()
    form = FillForm(posted(request), people=willing)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        keys = [row.pk for row in sent["people"]]
        try:
            terms = fill(body, keys, how=sent["how"], through=sent["through"], when=sent["when"], by=user)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext("%(n)s Sitz ist besetzt.", "%(n)s Sitze sind besetzt.", len(terms))
            messages.success(request, words % {"n": len(terms)})
            return redirect(body)
    title, engagement = _("Sitze besetzen"), body.room.engagement
    return show_form(request, form, title=title, engagement=engagement, back=way_of(body))


def council_first(request, pk):
    """The first sitting, with the agenda that first sittings have."""
    user, body = request.user, body_to_keep(request.user, pk)
    engagement = body.room.engagement
    require(rules.can_steer, user, engagement)
    circle = max(Circle.STEERING, body.circle)
    meeting = Meeting(engagement=engagement, room_id=body.room_id, body=body, circle=circle, author=user)
    once = Once(request, meeting)
    if once.twin:
        return redirect(once.twin)
    form = once.mark(FirstSittingForm(posted(request)))
    if request.method == "POST" and form.is_valid():
        first_sitting(meeting, form.cleaned_data, by=user)
        messages.success(request, _("Die Sitzung steht, mit Tagesordnung. Als Nächstes: einladen."))
        return redirect(meeting)
    title = _("Erste Sitzung vorbereiten")
    return show_form(request, form, title=title, engagement=engagement, back=way_of(body), status=once.status)
