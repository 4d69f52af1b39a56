"""The phases of a consultation: the way, the timeline, and every step on it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import require
from audit.models import Entry
from rooms.once import CONTENT, Once
from rooms.readers import RoomReaders

from .. import rules
from ..actions import add_own_phase, repeat_phase, shift_phase, tick_criterion, untick_criterion
from ..enums import PhaseState
from ..forms.phases import CriterionForm, OwnPhaseForm, PhaseForm, StatusForm, StepForm, warnings_of
from ..gates import Findings, looks_itself
from ..models import Criterion, Engagement, Phase
from ..timeline import Timeline
from ..transitions import NEXT, GateNotMet, PhaseNotReachable, Step, StepRefused, move_status, take_step
from ..transitions.phases import CHECKED
from ..way import Card, phases_for


def engagement_or_404(user, pk, rule=None):
    """An engagement the person is a member of; with a rule, one she may also do this with."""
    engagement = get_object_or_404(Engagement.objects.visible_to(user).select_related("template"), pk=pk)
    return require(rule, user, engagement) if rule else engagement


def phase_or_404(user, pk):
    """A phase for one of its team."""
    mine = Phase.objects.filter(engagement__in=Engagement.objects.visible_to(user))
    phase = get_object_or_404(mine.select_related("engagement", "template"), pk=pk)
    require(rules.can_write, user, phase.engagement)
    return phase


def criterion_or_404(user, pk):
    visible = Criterion.objects.visible_to(user).select_related("phase__engagement")
    criterion = get_object_or_404(visible, pk=pk)
    require(rules.can_write, user, criterion.phase.engagement)
    return criterion


def at_phase(phase):
    return f"{reverse('engagements:phases', args=[phase.engagement_id])}#phase-{phase.pk}"


def phases(request, pk):
    """The way of one consultation on one page."""
    engagement = engagement_or_404(request.user, pk)
    may_write = rules.can_write(request.user, engagement)
    way = list(phases_for(request.user, engagement))
    findings = Findings(engagement, request.user)
    readers = RoomReaders(engagement.room_id, request.user)
    cards = [Card(phase, findings, may_write, readers) for phase in way]
    context = {
        "engagement": engagement,
        "phases": way,
        "cards": cards,
        "timeline": Timeline(engagement, way),
        "waiting": [(card.phase, row) for card in cards if card.is_running for row in card.missing],
        "may_write": may_write,
        "may_lead": rules.can_lead(request.user, engagement),
    }
    return render(request, "engagements/phase_list.html", context)


def phase_move(request, pk, step):
    """Begin, finish, skip, take back or open again: when, why, and what is still missing."""
    phase = phase_or_404(request.user, pk)
    if step not in Step.values:
        raise Http404
    step, state = Step(step), PhaseState(phase.state)
    if step not in NEXT[state]:
        messages.warning(request, str(PhaseNotReachable(state, step)))
        return redirect(at_phase(phase))
    missing = Findings(phase.engagement, request.user).unmet(phase, CHECKED[step]) if step in CHECKED else []
    form = StepForm(request.POST or None, step=step, missing=missing, room_id=phase.engagement.room_id)
    if request.method == "POST" and form.is_valid() and (answer := _moved(request, phase, step, form)):
        return answer
    context = {
        "form": form,
        "phase": phase,
        "engagement": phase.engagement,
        "step": step,
        "missing": missing,
        "beside": _beside(phase) if step in {Step.START, Step.REOPEN} else [],
        "cancel_url": at_phase(phase),
    }
    return render(request, "engagements/phase_move.html", context)


def _moved(request, phase, step, form):
    """The answer after the step, or None with the reason of the refusal in the form."""
    try:
        take_step(phase, step, by=request.user, **form.cleaned_data)
    except GateNotMet as refused:
        form.add_error("reason", str(refused))
        return None
    except StepRefused as refused:
        messages.warning(request, str(refused))
        return redirect(at_phase(phase))
    phase.refresh_from_db()
    messages.success(request, _("„%(phase)s“: %(state)s.") % {"phase": phase, "state": phase.get_state_display()})
    for warning in warnings_of(form):
        messages.warning(request, warning)
    if phase.state == PhaseState.DONE and phase.period_from and not phase.period_until:
        text = _("Der Zeitraum „%(period)s“ ist von Hand geschrieben und blieb stehen. Bitte ergänzen Sie das Ende.")
        messages.info(request, text % {"period": phase.period})
    return redirect(at_phase(phase))


def _beside(phase):
    """Running phases the template does not want beside this one."""
    running = phase.engagement.phases.filter(state=PhaseState.RUNNING).exclude(pk=phase.pk).select_related("template")
    alone = phase.template is not None and not phase.template.may_overlap
    return [other for other in running if alone or (other.template and not other.template.may_overlap)]


def phase_update(request, pk):
    """Plan a phase, correct its times, call it what it is called here."""
    phase = phase_or_404(request.user, pk)
    form = PhaseForm(request.POST or None, instance=phase)
    if request.method == "POST" and form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Gespeichert."))
        for warning in warnings_of(form):
            messages.warning(request, warning)
        return redirect(at_phase(phase))
    name = Phase.objects.get(pk=phase.pk) if form.errors else phase
    context = {"form": form, "phase": name, "engagement": phase.engagement, "cancel_url": at_phase(phase)}
    return render(request, "engagements/phase_update.html", context)


def phase_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_write)
    once = Once(request)
    code, start = (f"eigene-{key.hex[12:]}" for key in (once.key, once.low))  # a phase has no key of this kind
    made = engagement.phases.filter(code__startswith=start[: -CONTENT // 4])
    if twin := made.filter(code=code).first():
        return redirect(at_phase(twin))
    if other := made.first():
        once.before = once.about(other, at_phase(other))
    form = once.mark(OwnPhaseForm(request.POST or None, engagement=engagement))
    if request.method == "POST" and form.is_valid():
        phase = add_own_phase(engagement, by=request.user, code=code, **form.cleaned_data)
        messages.success(request, _("Die Phase steht auf dem Weg."))
        for warning in warnings_of(form):
            messages.warning(request, warning)
        return redirect(at_phase(phase))
    context = {"form": form, "engagement": engagement, "cancel_url": reverse("engagements:phases", args=[pk])}
    return render(request, "engagements/phase_create.html", context, status=once.status)


def phase_repeat(request, pk):
    """Ask, then plan the phase once more."""
    phase = phase_or_404(request.user, pk)
    if phase.state == PhaseState.PLANNED:
        messages.warning(request, _("Diese Phase ist noch gar nicht begonnen."))
        return redirect(at_phase(phase))
    if request.method == "POST":
        again = repeat_phase(phase, by=request.user)
        messages.success(request, _("„%(phase)s“ ist geplant.") % {"phase": again})
        return redirect(at_phase(again))
    context = {
        "phase": phase,
        "engagement": phase.engagement,
        "unusual": phase.template is not None and not phase.template.may_repeat,
        "cancel_url": at_phase(phase),
    }
    return render(request, "engagements/phase_repeat.html", context)


@require_POST
def phase_shift(request, pk):
    """Put a phase earlier or later on the way."""
    phase = phase_or_404(request.user, pk)
    places = {"frueher": -1, "spaeter": 1}.get(request.POST.get("wohin"))
    if places and shift_phase(phase, places, by=request.user):
        messages.success(request, _("Der Weg ist umgestellt."))
    return redirect(at_phase(phase))


@require_POST
def criterion_tick(request, pk):
    """Tick a criterion with today's date, or take the tick back; answers the list it stands in."""
    criterion = criterion_or_404(request.user, pk)
    if looks_itself(criterion):
        raise Http404
    if request.POST.get("erfuellt") == "1":
        tick_criterion(criterion, by=request.user, note=criterion.note)
    else:
        untick_criterion(criterion, by=request.user)
    phase = criterion.phase
    if not request.htmx:
        return redirect(f"{reverse('engagements:phases', args=[phase.engagement_id])}#criterion-{criterion.pk}")
    phase = phases_for(request.user, phase.engagement).get(pk=phase.pk)
    room = RoomReaders(phase.engagement.room_id, request.user)
    card = Card(phase, Findings(phase.engagement, request.user), True, room)
    return render(request, "engagements/_phase_criteria.html", {"card": card, "pressed": criterion.pk})


def criterion_update(request, pk):
    """Tick a criterion with its own date and a note."""
    criterion = criterion_or_404(request.user, pk)
    if looks_itself(criterion):
        raise Http404
    form = CriterionForm(request.POST or None, instance=criterion)
    if request.method == "POST" and form.is_valid():
        tick_criterion(criterion, by=request.user, on=form.cleaned_data["met_on"], note=form.cleaned_data["note"])
        messages.success(request, _("Das Kriterium ist als erfüllt festgehalten."))
        return redirect(at_phase(criterion.phase))
    context = {
        "form": form,
        "criterion": criterion,
        "phase": criterion.phase,
        "engagement": criterion.phase.engagement,
        "cancel_url": at_phase(criterion.phase),
    }
    return render(request, "engagements/criterion_update.html", context)


def status(request, pk):
    """Where the consultation stands as a whole; the team reads, the lead decides."""
    engagement = engagement_or_404(request.user, pk, rules.can_write)
    may_lead = rules.can_lead(request.user, engagement)
    if request.method == "POST":
        require(rules.can_lead, request.user, engagement)
    form = StatusForm(request.POST or None, engagement=engagement)
    if request.method == "POST" and form.is_valid():
        try:
            engagement = move_status(
                engagement, form.cleaned_data["target"], by=request.user, reason=form.cleaned_data["reason"]
            )
        except StepRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("Neuer Stand: %(status)s.") % {"status": engagement.get_status_display()})
        return redirect("engagements:status", pk=pk)
    context = {
        "form": form,
        "engagement": engagement,
        "may_lead": may_lead,
        "history": Entry.objects.about(engagement).filter(action="engagement.status"),
        "cancel_url": engagement.get_absolute_url(),
    }
    return render(request, "engagements/status.html", context)
