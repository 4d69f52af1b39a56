"""A team from the pool: short list, what could stand against somebody, request, yes or no, invitation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle
from rooms.models import Membership
from rooms.once import Once

from .. import rules, telling
from ..enums import RequestState
from ..forms.pool import AnswerForm, RequestForm
from ..models import Network, PoolProfile, PoolRequest
from ..transitions import pool as transitions

ON_THE_LIST = (RequestState.NOTED, RequestState.ASKED, RequestState.ACCEPTED, RequestState.INVITED)
ASK, WITHDRAW, INVITE = "anfragen", "zurueckziehen", "einladen"


def team(request, pk):
    """Who is thought of for the team, how far it is, and who is in it already."""
    engagement = engagement_or_404(request.user, pk, rules.can_assemble)
    rows = PoolRequest.objects.visible_to(request.user).filter(engagement=engagement).for_list()
    members = Membership.objects.active().of_team().filter(room=engagement.room_id).for_people()
    pools = PoolProfile.objects.visible_to(request.user).filter(admitted_on__isnull=False).values("network")
    networks = Network.objects.filter(pk__in=pools)
    context = {"engagement": engagement, "rows": rows, "members": members, "networks": networks}
    return render(request, "network/team.html", context)


def request_create(request, pk, profile):
    """Note somebody for a team, with what could stand against it."""
    engagement = engagement_or_404(request.user, pk, rules.can_assemble)
    chosen = get_object_or_404(PoolProfile.objects.visible_to(request.user).exclude(admitted_on=None), pk=profile)
    row = PoolRequest(
        engagement=engagement,
        room=engagement.room,
        profile=chosen,
        asked_person=chosen.person,
        name=chosen.name,
        circle=Circle.TEAM,
    )
    back = reverse("network:team", args=[engagement.pk])
    once = Once(request, row)
    if once.twin or PoolRequest.objects.filter(engagement=engagement, profile=chosen, state__in=ON_THE_LIST).exists():
        return redirect(back)
    form = once.mark(RequestForm(posted(request), instance=row, user=request.user))
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Vorgemerkt. Angefragt ist noch niemand."))
        return redirect(back)
    title = _("%(name)s für das Team vormerken") % {"name": chosen.name}
    context = {"form": form, "title": title, "engagement": engagement, "back": back, "profile": chosen}
    return render(request, "network/request_form.html", context, status=once.status)


def request_or_404(request, pk):
    rows = PoolRequest.objects.visible_to(request.user).select_related("engagement__room", "asked_person")
    row = get_object_or_404(rows, pk=pk)
    require(rules.can_assemble, request.user, row.engagement)
    return row


def request_update(request, pk):
    """Change what was noted, as long as nobody has been asked."""
    row = request_or_404(request, pk)
    back = reverse("network:team", args=[row.engagement_id])
    if row.state != RequestState.NOTED:
        messages.info(request, _("Die Anfrage ist schon gesendet."))
        return redirect(back)
    form = RequestForm(posted(request), instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        return redirect(back)
    context = {"form": form, "title": _("Vormerkung ändern"), "engagement": row.engagement, "back": back}
    return render(request, "network/request_form.html", context)


@require_POST
def request_move(request, pk, step):
    """Ask, take back, or after a yes invite."""
    row = request_or_404(request, pk)
    absolute = request.build_absolute_uri
    try:
        if step == ASK:
            telling.tell_asked(transitions.move(row, RequestState.ASKED, by=request.user), absolute)
            messages.success(request, _("Angefragt. Die Person bekommt eine E-Mail ohne Einzelheiten."))
        elif step == WITHDRAW:
            transitions.move(row, RequestState.WITHDRAWN, by=request.user)
            messages.success(request, _("Die Anfrage ist zurückgezogen."))
        elif step == INVITE:
            transitions.call_in(row, by=request.user, absolute=absolute)
            messages.success(request, _("Die Einladung in den Raum ist unterwegs."))
        else:
            raise Http404
    except transitions.StepRefused as refused:
        messages.info(request, str(refused))
    return redirect("network:team", row.engagement_id)


def request_answer(request, pk):
    """What somebody of the pool is asked, and her yes or no; she is in no room yet."""
    row = next((row for row in PoolRequest.objects.asked() if row.pk == pk), None)
    if row is None:
        raise Http404
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        is_yes = request.POST.get("what") == "ja"
        try:
            transitions.answer(row, by=request.user, is_yes=is_yes, **form.cleaned_data)
        except transitions.StepRefused as refused:
            messages.info(request, str(refused))
        else:
            telling.tell_answered(row, request.build_absolute_uri)
            messages.success(request, _("Danke. Wer gefragt hat, erfährt es jetzt."))
        return redirect("network:request-answer", row.pk)
    context = {"row": row, "form": form, "is_open": row.state == RequestState.ASKED}
    return render(request, "network/request_answer.html", context)
