"""An integration council on its way: ten steps, and for each what is there, what is missing, what comes next."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from engagements.transitions.steps import StepRefused
from rooms.releasing import after_saving as or_proposal
from stakeholders.enums import BodyKind, FoundingStep
from stakeholders.models import Body, CouncilStep

from .. import rules
from ..actions import take_seats
from ..council import Council, next_of
from ..forms.council import CouncilStepForm, PredecessorForm
from ..transitions.council import begin, renew
from .base import edit
from .steps import moved, targets_of


def body_to_keep(user, pk):
    """A body of a consultation this person keeps."""
    rows = Body.objects.visible_to(user).select_related("room__engagement").with_seats()
    body = get_object_or_404(rows.filter(room__engagement__isnull=False), pk=pk)
    require(rules.can_plan, user, body.room.engagement)
    return body


def step_to_keep(user, pk):
    steps = CouncilStep.objects.visible_to(user).select_related("basis")
    step = get_object_or_404(steps, pk=pk)
    return step, body_to_keep(user, step.body_id)


def way_of(body):
    """The page of the way, for the crumbs of those below it."""
    return str(body), reverse("steering:council", args=[body.pk])


def council(request, pk):
    """The way on one page; before it has begun, the offer to begin it."""
    user, body = request.user, body_to_keep(request.user, pk)
    found = Council(user, body)
    if not found.steps and body.kind != BodyKind.INTEGRATION_BOARD:
        raise Http404
    if request.method == "POST":
        try:
            begin(body, by=user, known=found.known())
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Zehn Schritte liegen bereit. Was das Haus schon weiß, ist erledigt."))
        return redirect("steering:council", body.pk)
    here = next_of(found.steps)
    context = {
        "body": body,
        "council": found,
        "engagement": body.room.engagement,
        "about": (str(body), body.get_absolute_url()),
        "steps": found.steps,
        "here": here,
        "findings": found.findings(here.key) if here else [],
        "over": sum(step.is_over for step in found.steps),
    }
    return render(request, "steering/council.html", context)


def council_step(request, pk):
    """One step: what is there and what is missing, who sees to it, what is worth keeping."""
    user = request.user
    step, body = step_to_keep(user, pk)
    step.body = body
    found = Council(user, body)
    form = CouncilStepForm(posted(request), instance=step, user=user)
    if request.method == "POST" and form.is_valid():
        form.save_by(user)
        messages.success(request, _("Gespeichert."))
        return redirect(or_proposal(form, step, step.get_absolute_url()))
    findings = found.findings(step.key)
    context = {
        "step": step,
        "body": body,
        "engagement": body.room.engagement,
        "about": way_of(body),
        "cancel_url": way_of(body)[1],
        "findings": findings,
        "is_missing": any(finding.is_missing for finding in findings),
        "targets": targets_of(step),
        "form": form,
        "may_take_seats": step.key == FoundingStep.SEATS and may_take_seats(found),
        "is_inventory": step.key == FoundingStep.INVENTORY,
        "is_last": step.key == FoundingStep.ANEW,
    }
    return render(request, "steering/council_step.html", context)


def may_take_seats(found):
    return bool(found.predecessor and found.predecessor.groups.all() and not found.body.groups.all())


@require_POST
def step_move(request, pk, state):
    step, body = step_to_keep(request.user, pk)
    findings = Council(request.user, body).findings(step.key)
    return moved(request, step, state, findings=findings, way=way_of(body)[1])


def predecessor(request, pk):
    body = body_to_keep(request.user, pk)
    title = _("Woraus ging „%(body)s“ hervor?") % {"body": body}
    engagement, back = body.room.engagement, way_of(body)
    return edit(request, PredecessorForm, body, title=title, said=_("Gespeichert."), engagement=engagement, back=back)


@require_POST
def seats_take(request, pk):
    """The seats of what was there before, as a first draft."""
    body = body_to_keep(request.user, pk)
    found = Council(request.user, body)
    if may_take_seats(found):
        take_seats(found.predecessor, body, by=request.user)
        messages.success(request, _("Die Sitze stehen da, ohne Namen. Was sich ändert, ändern Sie dort."))
    return redirect(body)


def renew_council(request, pk):
    """After a term of office: back to the call, when somebody has said yes."""
    body = body_to_keep(request.user, pk)
    if request.method == "POST":
        try:
            renew(body, by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Der Weg beginnt wieder beim Aufruf."))
        return redirect("steering:council", body.pk)
    context = {
        "title": _("Die nächste Wahlperiode vorbereiten?"),
        "text": _(
            "Aufruf, Berufung, Konstituierung, Qualifizierung und Bericht beginnen von vorn; Frühere bleiben lesbar."
        ),
        "button": _("Vorbereiten"),
        "cancel_url": way_of(body)[1],
        "engagement": body.room.engagement,
        "about": way_of(body),
    }
    return render(request, "steering/confirm.html", context)
