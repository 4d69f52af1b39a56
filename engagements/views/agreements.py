"""The papers between the parties: drafted, signed, in force, printed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import require
from audit.models import Entry
from rooms.enums import Circle
from rooms.once import Once
from rooms.releasing import after_saving
from rooms.taking_up import take_up

from .. import rules
from ..drafts import cooperation_text, separate_text
from ..enums import AgreementKind, AgreementState
from ..forms.mandate import AgreementForm, AgreementMoveForm, moves_of
from ..forms.phases import warnings_of
from ..models import Agreement, Engagement
from ..transitions import AgreementNotReachable, StepRefused, move_agreement
from .phases import engagement_or_404


def agreement_or_404(user, pk, rule=None):
    """A paper on its engagement's page: also a public one is shown there only to members of the room."""
    seen = Agreement.objects.visible_to(user).filter(engagement__in=Engagement.objects.visible_to(user))
    visible = seen.select_related("engagement__municipality", "engagement__room")
    agreement = get_object_or_404(visible, pk=pk)
    if rule:
        require(rule, user, agreement.engagement)
    return agreement


def agreement_detail(request, pk):
    """One paper with what it rests on and what rests on it."""
    agreement = agreement_or_404(request.user, pk)
    engagement = agreement.engagement
    visible = engagement.agreements.visible_to(request.user)
    may_write = rules.can_write(request.user, engagement)
    context = {
        "agreement": agreement,
        "engagement": engagement,
        "base": visible.filter(pk=agreement.based_on_id).first(),
        "followers": visible.filter(based_on=agreement),
        "covered": [phase for phase in engagement.phases.in_order() if phase.code in agreement.modules],
        "moves": moves_of(agreement) if may_write else [],
        "history": Entry.objects.about(agreement) if may_write else [],
        "may_write": may_write,
    }
    return render(request, "engagements/agreement_detail.html", context)


def agreement_print(request, pk):
    """The paper as it goes on the table."""
    agreement = agreement_or_404(request.user, pk)
    phases = [phase for phase in agreement.engagement.phases.in_order() if phase.code in agreement.modules]
    base = Agreement.objects.visible_to(request.user).filter(pk=agreement.based_on_id).first()
    context = {"agreement": agreement, "engagement": agreement.engagement, "covered": phases, "base": base}
    return render(request, "engagements/agreement_print.html", context)


def agreement_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_write)
    initial = {"title": AgreementKind.COOPERATION.label}
    if request.GET.get("muster") == "1":
        initial["text"] = cooperation_text(engagement, request.user)
        initial["modules"] = list(engagement.phases.filter(in_offer=True).values_list("code", flat=True))
    return _edit(request, Agreement(engagement=engagement, room_id=engagement.room_id), initial)


def agreement_draft_separate(request, pk, code):
    """The draft of a paper for one phase outside the offer, taken from the first agreement."""
    engagement = engagement_or_404(request.user, pk, rules.can_write)
    phase = engagement.phases.filter(code=code).first()
    if phase is None:
        raise Http404
    # What is sealed is not copied into a draft for the team.
    papers = engagement.agreements.visible_to(request.user).filter(circle__lt=Circle.SEALED)
    first = papers.filter(kind=AgreementKind.COOPERATION).first()
    initial = {
        "kind": AgreementKind.SEPARATE,
        "title": _("Gesonderte Vereinbarung: %(phase)s") % {"phase": phase.name},
        "based_on": first,
        "modules": [code],
        "text": separate_text(engagement, phase, first, request.user),
    }
    return _edit(request, Agreement(engagement=engagement, room_id=engagement.room_id), initial)


def agreement_update(request, pk):
    return _edit(request, agreement_or_404(request.user, pk, rules.can_write), {})


def _edit(request, agreement, initial):
    engagement, is_new = agreement.engagement, agreement._state.adding
    once = Once(request, agreement)
    if once.twin:
        return redirect(once.twin)
    form = once.mark(AgreementForm(request.POST or None, instance=agreement, initial=initial, user=request.user))
    take_up(request, form)
    if request.method == "POST" and form.is_valid():
        agreement = form.save_by(request.user)
        messages.success(request, _("Die Vereinbarung ist gespeichert."))
        for warning in warnings_of(form):
            messages.warning(request, warning)
        return redirect(after_saving(form, agreement, agreement.get_absolute_url()))
    back = reverse("engagements:mandate", args=[engagement.pk]) if is_new else agreement.get_absolute_url()
    context = {
        "form": form,
        "engagement": engagement,
        "agreement": agreement,
        "is_new": is_new,
        "cancel_url": back,
        "offers_sample": is_new and not initial.get("text") and request.method == "GET",
        "is_frozen": agreement.is_frozen,
    }
    return render(request, "engagements/agreement_form.html", context, status=once.status)


def agreement_move(request, pk, state):
    """Take a paper one step further; signing asks when and who, stepping back asks why."""
    agreement = agreement_or_404(request.user, pk, rules.can_write)
    if state not in AgreementState.values:
        raise Http404
    source, target = AgreementState(agreement.state), AgreementState(state)
    if target not in moves_of(agreement):
        messages.warning(request, str(AgreementNotReachable(source, target)))
        return redirect(agreement)
    form = AgreementMoveForm(request.POST if request.method == "POST" else None, source=source, target=target)
    if request.method == "POST" and form.is_valid():
        try:
            agreement = move_agreement(agreement, target, by=request.user, **form.cleaned_data)
        except StepRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("Die Vereinbarung ist jetzt „%(state)s“.") % {"state": target.label})
            for warning in warnings_of(form):
                messages.warning(request, warning)
        return redirect(agreement)
    context = {
        "form": form,
        "agreement": agreement,
        "engagement": agreement.engagement,
        "target": target,
        "cancel_url": agreement.get_absolute_url(),
    }
    return render(request, "engagements/agreement_move.html", context)
