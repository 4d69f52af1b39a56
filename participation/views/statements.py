"""Mission statements of a consultation: where each stands, what comes next, and who sees to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import posted
from engagements.views.phases import engagement_or_404
from rooms.enums import Circle
from rooms.once import Once
from rooms.releasing import after_saving as or_proposal
from steering import rules
from steering.views.base import edit, row_or_404, show_form
from steering.views.meetings import hub_of
from steering.views.steps import moved, targets_of

from ..forms.statements import StatementForm, StatementStepForm
from ..models import MissionStatement, StatementStep, StatementVersion
from ..statement_findings import public_url
from ..statements import Course
from ..transitions.statements import begin
from ..writing import give_slug


def statement_or_404(user, pk, rule=None):
    return row_or_404(user, MissionStatement.objects.select_related("place"), pk, rule)


def at(statement):
    """The page of a mission statement, for the crumbs of those below it."""
    return str(statement), statement.get_absolute_url()


def list_of(engagement):
    return _("Leitbilder"), reverse("participation:statement-list", args=[engagement.pk])


def statement_list(request, pk):
    """What a consultation has of them, each with the version that counts."""
    user, engagement = request.user, engagement_or_404(request.user, pk)
    rows = list(MissionStatement.objects.visible_to(user).filter(engagement=engagement).select_related("place"))
    versions = StatementVersion.objects.visible_to(user).filter(statement__in=rows, renders=None).in_order()
    newest = {}
    for version in versions:
        newest.setdefault(version.statement_id, version)
    context = {
        "engagement": engagement,
        "about": hub_of(engagement),
        "rows": [(row, newest.get(row.pk)) for row in rows],
        "may_plan": rules.can_plan(user, engagement),
    }
    return render(request, "participation/statement_list.html", context)


def statement_create(request, pk):
    """Title, town, drafting group; the ten steps are laid out with it."""
    engagement = engagement_or_404(request.user, pk, rules.can_plan)
    row = MissionStatement(engagement=engagement, room_id=engagement.room_id)
    once = Once(request, row)
    if once.twin:
        return redirect(once.twin)
    initial = {"place": engagement.municipality, "circle": Circle.STEERING}
    form = once.mark(StatementForm(posted(request), instance=row, user=request.user, initial=initial))
    if request.method == "POST" and form.is_valid():
        row.author = request.user
        give_slug(row)
        form.note_made(request.user)
        begin(row, by=request.user, known=Course(request.user, row).known())
        messages.success(request, _("Das Leitbild steht mit seinen zehn Schritten."))
        return redirect(row)
    title, lead = _("Leitbild beginnen"), _("Vom Auftrag bis zur jährlichen Überprüfung in zehn Schritten.")
    words = {"title": title, "lead": lead, "status": once.status, "engagement": engagement}
    return show_form(request, form, back=list_of(engagement), **words)


def statement_detail(request, pk):
    """Where it stands in the ten steps, and the next act as one button."""
    user, statement = request.user, statement_or_404(request.user, pk)
    engagement = statement.engagement
    course = Course(user, statement)
    findings = course.findings(course.here.key) if course.here else []
    may_plan = rules.can_plan(user, engagement)
    context = {
        "statement": statement,
        "engagement": engagement,
        "about": list_of(engagement),
        "course": course,
        "findings": findings,
        "next_act": next((finding for finding in findings if finding.is_missing and finding.action), None),
        "known": course.known(),
        "over": sum(step.is_over for step in course.steps),
        "public_url": public_url(course.adopted) if course.adopted and course.adopted.circle == Circle.PUBLIC else "",
        "may_plan": may_plan,
        "may_steer": rules.can_steer(user, engagement),
    }
    return render(request, "participation/statement_detail.html", context)


def statement_update(request, pk):
    statement = statement_or_404(request.user, pk, rules.can_plan)
    words = {"title": _("Leitbild ändern"), "said": _("Gespeichert."), "engagement": statement.engagement}
    return edit(request, StatementForm, statement, back=at(statement), **words)


# --- the steps -------------------------------------------------------------------------------


def step_to_keep(user, pk):
    step = get_object_or_404(StatementStep.objects.visible_to(user), pk=pk)
    return step, statement_or_404(user, step.statement_id, rules.can_plan)


def statement_step(request, pk):
    """One step: what is there and what is missing, who sees to it, what is worth keeping."""
    user = request.user
    step, statement = step_to_keep(user, pk)
    form = StatementStepForm(posted(request), instance=step, user=user)
    if request.method == "POST" and form.is_valid():
        form.save_by(user)
        messages.success(request, _("Gespeichert."))
        return redirect(or_proposal(form, step, step.get_absolute_url()))
    findings = Course(user, statement).findings(step.key)
    context = {
        "step": step,
        "statement": statement,
        "engagement": statement.engagement,
        "about": at(statement),
        "cancel_url": statement.get_absolute_url(),
        "findings": findings,
        "is_missing": any(finding.is_missing for finding in findings),
        "targets": targets_of(step),
        "form": form,
    }
    return render(request, "participation/statement_step.html", context)


@require_POST
def step_move(request, pk, state):
    step, statement = step_to_keep(request.user, pk)
    findings = Course(request.user, statement).findings(step.key)
    return moved(request, step, state, findings=findings, way=statement.get_absolute_url())
