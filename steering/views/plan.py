"""The plan: fields of action, goals, measures; what was reported, what hinders, how far the goals are."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted, require
from audit.models import Entry
from engagements.transitions.steps import StepRefused
from engagements.views.phases import engagement_or_404
from rooms.once import Once

from .. import rules
from ..filters import MeasureFilter
from ..forms.plan import ActionFieldForm, GoalForm, MeasureForm, MirrorForm, ReportForm
from ..models import ActionField, Goal, Measure, Mirror, Obstacle, Progress
from ..numbering import give_number
from ..plan import Plan
from ..trail import Trail
from ..transitions.measures import report
from .base import as_far_as, edit, row_or_404, show_form
from .meetings import hub_of


def plan_of(engagement):
    return _("Plan"), plan_url(engagement)


def plan_url(engagement):
    return reverse("steering:plan", args=[engagement.pk])


def plan(request, pk):
    """The whole plan on one page, filtered by state, light and owner."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    measures = Measure.objects.visible_to(user).filter(engagement=engagement)
    chosen = MeasureFilter(request.GET, queryset=measures)
    found = Plan(user, engagement, chosen.qs)
    is_filtered = any(request.GET.get(name) for name in chosen.filters)
    if is_filtered:
        found.leave_out_empty()
    context = {
        "engagement": engagement,
        "about": hub_of(engagement),
        "plan": found,
        "filter": chosen,
        "is_filtered": is_filtered,
        "may_plan": rules.can_plan(user, engagement),
        "obstacles": open_obstacles(user, engagement, found.measures),
    }
    return render(request, "steering/plan.html", context)


def open_obstacles(user, engagement, measures):
    """How many obstacles still stand in the way of these measures; the team counts them, nobody else."""
    if not rules.can_steer(user, engagement):
        return 0
    rows = Obstacle.objects.visible_to(user).filter(measure__in=[row.pk for row in measures])
    return rows.filter(gone_on=None).count()


def field_create(request, pk):
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    row = ActionField(engagement=engagement, room_id=engagement.room_id)

    said = _("Das Handlungsfeld steht. Als Nächstes: Welche Ziele hat es?")
    words = {"title": _("Handlungsfeld anlegen"), "said": said, "engagement": engagement, "back": plan_of(engagement)}
    return edit(request, ActionFieldForm, row, before_saving=give_number, **words)


def field_detail(request, pk):
    """One field of action as a master plan of its own."""
    user, row = request.user, row_or_404(request.user, ActionField.objects, pk)
    engagement = row.engagement
    found = Plan(user, engagement)
    context = {
        "engagement": engagement,
        "about": plan_of(engagement),
        "field": row,
        "branch": next(branch for branch in found.branches if branch.row.pk == row.pk),
        "may_plan": rules.can_plan(user, engagement),
    }
    return render(request, "steering/field_detail.html", context)


def field_update(request, pk):
    row = row_or_404(request.user, ActionField.objects, pk, rules.can_plan)
    words = {"title": _("Handlungsfeld ändern"), "said": _("Gespeichert.")}
    return edit(request, ActionFieldForm, row, engagement=row.engagement, back=plan_of(row.engagement), **words)


def goal_create(request, pk):
    field = row_or_404(request.user, ActionField.objects, pk, rules.can_plan)
    goal = Goal(field=field, room_id=field.room_id)

    said = _("Das Ziel steht. Als Nächstes: Welche Maßnahmen führen dorthin?")
    words = {"title": _("Ziel anlegen"), "said": said, "engagement": field.engagement}
    back = (str(field), field.get_absolute_url())
    return edit(request, GoalForm, goal, before_saving=give_number, back=back, initial=as_far_as(field), **words)


def goal_or_404(user, pk, rule=rules.can_plan):
    goal = get_object_or_404(Goal.objects.visible_to(user).select_related("field__engagement__room"), pk=pk)
    require(rule, user, goal.field.engagement)
    return goal


def goal_update(request, pk):
    goal = goal_or_404(request.user, pk)
    words = {"title": _("Ziel ändern"), "said": _("Gespeichert."), "engagement": goal.field.engagement}
    return edit(request, GoalForm, goal, back=(str(goal.field), goal.field.get_absolute_url()), **words)


def mirror_create(request, pk):
    """How far a goal is, and how one can tell."""
    goal = goal_or_404(request.user, pk)
    row = Mirror(goal=goal, room_id=goal.room_id)
    words = {"title": _("Wie weit ist dieses Ziel?"), "said": _("Die Spiegelung steht beim Ziel."), "lead": str(goal)}
    back = (str(goal.field), goal.field.get_absolute_url())
    words |= {"engagement": goal.field.engagement, "initial": as_far_as(goal)}
    return edit(request, MirrorForm, row, back=back, **words)


def measure_create(request, pk):
    goal = goal_or_404(request.user, pk)
    engagement = goal.field.engagement
    row = Measure(goal=goal, engagement=engagement, room_id=goal.room_id)

    words = {"title": _("Maßnahme anlegen"), "said": _("Die Maßnahme steht im Plan."), "lead": str(goal)}
    words |= {"engagement": engagement, "back": plan_of(engagement), "initial": as_far_as(goal)}
    return edit(request, MeasureForm, row, before_saving=give_number, **words)


def measure_or_404(user, pk, rule=None):
    return row_or_404(user, Measure.objects.select_related("goal__field"), pk, rule)


def measure_detail(request, pk):
    """One measure: where it stands, what it rests on, what was reported; the chain stops at the wall."""
    user, row = request.user, measure_or_404(request.user, pk)
    engagement = row.engagement
    fields = ActionField.objects.visible_to(user)
    goal = Goal.objects.visible_to(user).filter(pk=row.goal_id, field__in=fields).select_related("field").first()
    obstacles = list(Obstacle.objects.visible_to(user).filter(measure=row))
    context = {
        "measure": row,
        "goal": goal,
        "engagement": engagement,
        "about": plan_of(engagement),
        "steps": row.steps.all(),
        "fundings": row.fundings.all(),
        "trail": Trail(user, row),
        "obstacles": obstacles,
        "open_obstacles": sum(each.gone_on is None for each in obstacles),
        "progress": Progress.objects.visible_to(user).filter(measure=row).newest_first(),
        "may_plan": rules.can_plan(user, engagement),
        "may_steer": rules.can_steer(user, engagement),
    }
    return render(request, "steering/measure_detail.html", context)


def measure_update(request, pk):
    row = measure_or_404(request.user, pk, rules.can_plan)
    words = {"title": _("Maßnahme ändern"), "said": _("Gespeichert.")}
    return edit(request, MeasureForm, row, engagement=row.engagement, back=(str(row), row.get_absolute_url()), **words)


def measure_report(request, pk):
    """Say where it stands; every report stays in the history."""
    row = measure_or_404(request.user, pk, rules.can_plan)
    once = Once(request, Progress(measure=row, room_id=row.room_id))
    if once.twin:
        return redirect(row)
    form = once.mark(ReportForm(posted(request), measure=row))
    if request.method == "POST" and form.is_valid():
        try:
            report(row, **form.cleaned_data, by=request.user, key=once.key)
        except StepRefused as refused:
            form.look_again(refused)
        else:
            messages.success(request, _("Gemeldet."))
            return redirect(row)
    words = {"title": _("Wo steht sie?"), "lead": str(row), "back": (str(row), row.get_absolute_url())}
    return show_form(request, form, engagement=row.engagement, status=once.status, **words)


@require_POST
def step_tick(request, pk, step):
    """Tick a step, or take the tick back; pressed twice it is ticked once."""
    row = measure_or_404(request.user, pk, rules.can_plan)
    found = get_object_or_404(row.steps, pk=step)
    is_done = "offen" not in request.POST
    if is_done != bool(found.done_on):
        found.done_on = timezone.localdate() if is_done else None
        found.save(update_fields=["done_on"])
        Entry.objects.record("measure.step", row, by=request.user)
    return redirect(row)
